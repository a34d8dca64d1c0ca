#pragma once
// Records as rows of `calls` and `scores`.
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <functional>

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

  SQLite::Database& database_;
  SQLite::Statement find_, remove_, call_, score_;
};

/// Hands over each record, in the order of storing. Throws SQLite::Exception, Json::exception.
void read_records(SQLite::Database& database, const std::function<void(Record)>& take);

}  // namespace shortlist
