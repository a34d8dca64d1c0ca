#pragma once
// Values in and out of SQLite's columns, one after the other. Text keeps every byte.
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/types/json.hpp"
#include "harness/types/time.hpp"

namespace shortlist {

/// Fills a statement's parameters from the first on:  Bind(insert).text(id).integer(4).run();
/// Bytes are not copied where the caller keeps them: what is handed over by reference must live until `run` is over.
class Bind {
 public:
  explicit Bind(SQLite::Statement& statement);   ///< forgets what was bound before
  Bind& text(const std::string& value);          ///< a blob where it holds a NUL
  Bind& text(std::string&& value);               ///< the same, copied
  Bind& text(const char*) = delete;
  Bind& name(std::string_view value);            ///< REQUIRES: a string literal's, with nothing behind it
  Bind& blob(std::string_view value);            ///< NULL where there are no bytes
  Bind& integer(std::int64_t value);
  Bind& integer(const std::optional<std::int64_t>& value);
  Bind& duration(const std::optional<Duration>& value);
  Bind& real(const std::optional<double>& value);
  Bind& null();
  void run();   ///< to the end; any rows are ignored

 private:
  SQLite::Statement& statement_;
  int next_ = 1;
};

/// Reads a row's columns from the first on.
class Read {
 public:
  explicit Read(SQLite::Statement& row) : row_(row) {}
  std::string text();
  std::optional<std::string> maybe_text();
  std::int64_t integer();
  std::uint32_t index() { return static_cast<std::uint32_t>(integer()); }
  std::optional<std::int64_t> maybe_integer();
  Duration duration() { return Duration(integer()); }
  std::optional<Duration> maybe_duration();
  std::optional<double> maybe_real();
  bool flag() { return integer() != 0; }
  std::string_view blob();   ///< "" where there is none; valid until the row's statement moves on
  void skip(int columns) { next_ += columns; }

 private:
  SQLite::Statement& row_;
  int next_ = 0;
};

/// JSON strings must be UTF-8 without surprises; other bytes travel as {"hex": "..."}.
Json json_of_bytes(const std::string& bytes);
std::string bytes_of_json(const Json& json);

}  // namespace shortlist
