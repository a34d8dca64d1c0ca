#include "harness/store/columns.hpp"

#include <SQLiteCpp/Column.h>

#include <fmt/format.h>

#include <charconv>

#include "harness/config/utf8.hpp"

namespace shortlist {

Bind::Bind(SQLite::Statement& statement) : statement_(statement) {
  statement_.reset();
  statement_.clearBindings();
}

Bind& Bind::text(const std::string& value) {
  if (value.find('\0') == std::string::npos)
    statement_.bindNoCopy(next_++, value);
  else
    statement_.bindNoCopy(next_++, value.data(), static_cast<int>(value.size()));
  return *this;
}

Bind& Bind::text(std::string&& value) {
  if (value.find('\0') == std::string::npos)
    statement_.bind(next_++, value);
  else
    statement_.bind(next_++, value.data(), static_cast<int>(value.size()));
  return *this;
}

Bind& Bind::name(std::string_view value) {
  statement_.bindNoCopy(next_++, value.data());
  return *this;
}

Bind& Bind::blob(std::string_view value) {
  if (value.empty()) return null();
  statement_.bindNoCopy(next_++, value.data(), static_cast<int>(value.size()));
  return *this;
}

Bind& Bind::integer(std::int64_t value) {
  statement_.bind(next_++, value);
  return *this;
}

Bind& Bind::integer(const std::optional<std::int64_t>& value) { return value ? integer(*value) : null(); }

Bind& Bind::duration(const std::optional<Duration>& value) {
  return value ? integer(static_cast<std::int64_t>(value->count())) : null();
}

Bind& Bind::real(const std::optional<double>& value) {
  if (!value) return null();
  statement_.bind(next_++, *value);
  return *this;
}

Bind& Bind::null() {
  statement_.bind(next_++);
  return *this;
}

void Bind::run() {
  while (statement_.executeStep()) {
  }
  statement_.reset();
}

std::string Read::text() { return row_.getColumn(next_++).getString(); }

std::optional<std::string> Read::maybe_text() {
  if (row_.isColumnNull(next_)) return ++next_, std::nullopt;
  return text();
}

std::int64_t Read::integer() { return row_.getColumn(next_++).getInt64(); }

std::optional<std::int64_t> Read::maybe_integer() {
  if (row_.isColumnNull(next_)) return ++next_, std::nullopt;
  return integer();
}

std::optional<Duration> Read::maybe_duration() {
  if (row_.isColumnNull(next_)) return ++next_, std::nullopt;
  return duration();
}

std::optional<double> Read::maybe_real() {
  if (row_.isColumnNull(next_)) return ++next_, std::nullopt;
  return row_.getColumn(next_++).getDouble();
}

std::string_view Read::blob() {
  const SQLite::Column column = row_.getColumn(next_++);
  const void* bytes = column.getBlob();
  return {static_cast<const char*>(bytes), bytes ? static_cast<std::size_t>(column.getBytes()) : 0};
}

Json json_of_bytes(const std::string& bytes) {
  if (first_bad_byte(bytes) == std::string::npos) return bytes;
  std::string hex;
  for (const char c : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return {{"hex", hex}};
}

std::string bytes_of_json(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  const auto& hex = json.at("hex").get_ref<const std::string&>();
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    unsigned value = 0;
    std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16);
    bytes += static_cast<char>(value);
  }
  return bytes;
}

}  // namespace shortlist
