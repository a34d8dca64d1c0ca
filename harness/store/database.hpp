#pragma once
// Opening a run's SQLite file, and saying in plain words what is wrong with it.
#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

#include <memory>
#include <string>

#include "harness/types/error.hpp"
#include "harness/types/json.hpp"

namespace shortlist {

inline constexpr int schema_version = 2, oldest_schema_version = 1;
inline constexpr std::uintmax_t checked_bytes_max = 256u << 20;   ///< larger files are not checked whole when opened

/// What SQLite's result code means for the user, with the way out.
UserError store_error(const std::string& file, int code, const std::string& text);
UserError damaged(const std::string& file, const std::string& text);

/// Runs `what`, turning SQLite's complaints, and JSON that cannot be read, into UserErrors about `file`.
template <class What>
auto guarded(const std::string& file, What what) {
  try {
    return what();
  } catch (const SQLite::Exception& error) {
    throw store_error(file, error.getErrorCode(), error.what());
  } catch (const Json::exception& error) {
    throw damaged(file, error.what());
  }
}

/// A new file with the schema and nothing in it. REQUIRES: no such file. Throws SQLite::Exception.
std::unique_ptr<SQLite::Database> create_database(const std::string& file);
/// Durable writes; a file of an older schema is brought up to date. REQUIRES: the run's lock is held.
/// Throws UserError for a foreign, newer or damaged file, SQLite::Exception for others.
std::unique_ptr<SQLite::Database> open_database(const std::string& file);
/// For reading, also while another process writes, and from folders that cannot be written to. May be of an older schema.
std::unique_ptr<SQLite::Database> read_database(const std::string& file);
int schema_of(SQLite::Database& database);

}  // namespace shortlist
