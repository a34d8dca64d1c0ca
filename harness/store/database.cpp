#include "harness/store/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "harness/store/upgrade.hpp"

namespace shortlist {

extern const std::string_view schema_sql;

namespace {

constexpr int application_id = 0x53484C54;   // "SHLT"
constexpr int busy_wait_ms = 10'000;
constexpr int one_thread = SQLITE_OPEN_NOMUTEX;   // a store is owned by one thread, so SQLite need not lock

struct Advice {
  int code;
  std::string_view text;
};
constexpr Advice advice[] = {
    {SQLITE_FULL, "the disk is full; what was stored before is safe. Make room and run the same command again"},
    {SQLITE_IOERR, "the disk does not take or give the data; what was stored before is safe. Check the disk and its "
                   "free space, then run the same command again"},
    {SQLITE_READONLY, "cannot be written to; check the permissions of the file and its folder"},
    {SQLITE_PERM, "cannot be written to; check the permissions of the file and its folder"},
    {SQLITE_CANTOPEN, "cannot be opened; check that the folder exists and its permissions"},
    {SQLITE_BUSY, "another process keeps it locked; try again when that one has ended"},
    {SQLITE_LOCKED, "another process keeps it locked; try again when that one has ended"},
    {SQLITE_CORRUPT, "is damaged; move its folder away to start anew, or mend it with sqlite3's .recover"},
    {SQLITE_NOTADB, "is not a run of shortlist; move it away"},
};
constexpr int primary_code_mask = 0xff;

std::unique_ptr<SQLite::Database> checked(std::unique_ptr<SQLite::Database> database, const std::string& file) {
  if (database->execAndGet("PRAGMA application_id").getInt() != application_id)
    throw store_error(file, SQLITE_NOTADB, "another application's file");
  const int version = schema_of(*database);
  if (version < oldest_schema_version || version > schema_version)
    throw UserError(fmt::format("{}: was written by another version of shortlist (its schema is {}, this one reads up "
                                "to {}); use that version, or move the run's folder away",
                                file, version, schema_version));
  return database;
}

void check_whole(SQLite::Database& database, const std::string& file) {
  if (std::filesystem::file_size(file) > checked_bytes_max) return;
  const std::string verdict = database.execAndGet("PRAGMA quick_check(1)").getString();
  if (verdict != "ok") throw damaged(file, verdict);
}

void set_up(SQLite::Database& database) {
  // The cache holds the leaves of the key's index that a long run comes back to; of 100,000 calls these are 4 MB.
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
                "PRAGMA cache_size = -5000");
}

}  // namespace

int schema_of(SQLite::Database& database) { return database.execAndGet("PRAGMA user_version").getInt(); }

UserError store_error(const std::string& file, int code, const std::string& text) {
  const auto found = std::ranges::find(advice, code & primary_code_mask, &Advice::code);
  const std::string_view meaning = found == std::end(advice) ? "the database does not work" : found->text;
  return UserError(fmt::format("{}: {} ({})", file, meaning, text));
}

UserError damaged(const std::string& file, const std::string& text) { return store_error(file, SQLITE_CORRUPT, text); }

std::unique_ptr<SQLite::Database> create_database(const std::string& file) {
  auto database = std::make_unique<SQLite::Database>(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | one_thread,
                                                     busy_wait_ms);
  // Nobody sees the file yet: it is made durable as a whole, once.
  database->exec("PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON");
  database->exec(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", application_id, schema_version));
  database->exec(std::string(schema_sql));
  return database;
}

std::unique_ptr<SQLite::Database> open_database(const std::string& file) {
  auto database =
      checked(std::make_unique<SQLite::Database>(file, SQLite::OPEN_READWRITE | one_thread, busy_wait_ms), file);
  check_whole(*database, file);
  set_up(*database);
  upgrade(*database, schema_of(*database));
  return database;
}

std::unique_ptr<SQLite::Database> read_database(const std::string& file) {
  try {
    return checked(std::make_unique<SQLite::Database>(file, SQLite::OPEN_READONLY | one_thread, busy_wait_ms), file);
  } catch (const SQLite::Exception&) {
    // WAL needs a writable folder even to read, unless SQLite is told that nobody writes.
    if (!std::filesystem::exists(file) || std::filesystem::exists(file + "-wal")) throw;
    const std::string address = "file:" + file + "?immutable=1";
    const int flags = SQLite::OPEN_READONLY | SQLite::OPEN_URI | one_thread;
    return checked(std::make_unique<SQLite::Database>(address, flags, busy_wait_ms), file);
  }
}

}  // namespace shortlist
