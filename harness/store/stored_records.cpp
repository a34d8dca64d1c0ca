#include "harness/store/stored_records.hpp"

#include <SQLiteCpp/Statement.h>

#include "harness/store/database.hpp"
#include "harness/store/record_rows.hpp"

namespace shortlist {
namespace {

/// Sorts the rows' numbers only, which the key's index gives: the rows themselves are fetched when their turn comes.
constexpr const char* numbers_by_key = "SELECT number FROM calls ORDER BY candidate, suite, item, repeat";

class Walk : public RecordCursor {
 public:
  Walk(std::shared_ptr<SQLite::Database> database, std::string file)
      : database_(std::move(database)), file_(std::move(file)), numbers_(*database_, numbers_by_key),
        row_(*database_, select_calls("WHERE number = ?")) {}
  const Record* next() override {
    return guarded(file_, [this]() -> const Record* {
      if (!numbers_.executeStep()) return nullptr;
      row_.reset();
      row_.bind(1, numbers_.getColumn(0).getInt64());
      if (!row_.executeStep()) throw damaged(file_, "an index names a row that is not there");
      record_ = read_record(row_);
      return &record_;
    });
  }

 private:
  std::shared_ptr<SQLite::Database> database_;
  std::string file_;
  SQLite::Statement numbers_, row_;
  Record record_;
};

class Source : public RecordSource {
 public:
  explicit Source(const std::string& file) : file_(file), database_(read_database(file)) {
    database_->exec("BEGIN");   // never ended: the first SELECT in it fixes what is seen
    size_ = static_cast<std::size_t>(database_->execAndGet("SELECT count(*) FROM calls").getInt64());
  }
  std::size_t size() const override { return size_; }
  std::unique_ptr<RecordCursor> walk() const override {
    return guarded(file_, [this] { return std::make_unique<Walk>(database_, file_); });
  }

 private:
  std::string file_;
  std::shared_ptr<SQLite::Database> database_;
  std::size_t size_ = 0;
};

}  // namespace

std::shared_ptr<const RecordSource> stored_records(const std::string& file) {
  return guarded(file, [&] { return std::make_shared<const Source>(file); });
}

}  // namespace shortlist
