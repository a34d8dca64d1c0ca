#pragma once
// Records as rows of `calls`.
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <functional>
#include <string>
#include <string_view>

#include "harness/types/record.hpp"

namespace shortlist {

/// Prepared statements that write. REQUIRES: the database outlives it. Throws SQLite::Exception.
class RecordWriter {
 public:
  explicit RecordWriter(SQLite::Database& database);
  /// Takes the place of a record with its key, but a failure never takes the place of an answer.
  /// REQUIRES: a transaction is open.
  void put(const Record& record);

 private:
  bool make_room(const Record& record);
  void insert(const Record& record);

  SQLite::Statement find_, remove_, insert_;
};

/// "SELECT ... FROM calls" with all columns that read_record reads, and `rest` behind it.
std::string select_calls(std::string_view rest);
/// The record of the row that the statement stands on. Throws SQLite::Exception, Json::exception.
Record read_record(SQLite::Statement& row);

/// Hands over each record, in the order of storing. Throws SQLite::Exception, Json::exception.
void read_records(SQLite::Database& database, const std::function<void(Record)>& take);
/// Those that failed alone.
void read_failed(SQLite::Database& database, const std::function<void(const Record&)>& take);

}  // namespace shortlist
