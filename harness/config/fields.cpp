#include "harness/config/fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <exception>

#include "harness/config/scalar.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace {

enum class Parsed { yes, no, too_large };

template <class Number>
Parsed parse(std::string_view text, Number& out) {
  text = without_plus(text);
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error == std::errc::result_out_of_range) return Parsed::too_large;
  return error == std::errc{} && end == text.data() + text.size() ? Parsed::yes : Parsed::no;
}

bool holds(const Range& range, double x) {
  return (range.above ? x > range.low : x >= range.low) && (range.below ? x < range.high : x <= range.high);
}

/// The meaning under which a node may be read as a number or boolean; text for all else.
Meaning scalar_meaning(const Node& node) {
  auto* scalar = std::get_if<Scalar>(&node.value);
  if (!scalar) return Meaning::text;
  return scalar->filled ? meaning(std::string_view(scalar->text)) : meaning(*scalar);
}

}  // namespace

std::string to_string(const Range& range) {
  std::string low = std::isinf(range.low) ? "" : fmt::format("{} {}", range.above ? "above" : "at least", range.low);
  std::string high = std::isinf(range.high) ? "" : fmt::format("{} {}", range.below ? "below" : "at most", range.high);
  if (low.empty() || high.empty()) return low + high;
  if (!range.above && !range.below) return fmt::format("from {} to {}", range.low, range.high);
  return low + " and " + high;
}

std::string Value::where() const {
  return to_string(node_->place) + (path_.empty() ? "" : " ") + path_;
}

void Value::wrong_type(std::string_view expected) const {
  auto found = described(*node_);
  auto advice = found == "nothing" ? ": leave the key out or give it a value" : "";
  complain(fmt::format("expected {}, found {}{}", expected, found, advice));
}

bool Value::is_text() const {
  auto* scalar = std::get_if<Scalar>(&node_->value);
  return scalar && (scalar->filled || meaning(*scalar) == Meaning::text);
}

std::string Value::text() const {
  if (is_text()) return std::get<Scalar>(node_->value).text;
  if (is_scalar()) complain(fmt::format("expected text, found {}: quote it", described(*node_)));
  wrong_type("text");
}

std::string Value::as_written() const {
  if (!is_scalar()) wrong_type("text or a number");
  return std::get<Scalar>(node_->value).text;
}

void Value::to(std::string& out, NotEmpty) const {
  out = text();
  if (out.empty()) complain("must not be empty");
}

bool Value::boolean() const {
  if (scalar_meaning(*node_) != Meaning::boolean) wrong_type("true or false");
  return is_true(std::get<Scalar>(node_->value).text);
}

double Value::number(const Range& range) const {
  auto what = scalar_meaning(*node_);
  if (what == Meaning::not_finite) complain("must be a finite number");
  if (what != Meaning::integer && what != Meaning::number) wrong_type("a number");
  double out = 0;
  const auto& written = std::get<Scalar>(node_->value).text;
  if (parse(written, out) != Parsed::yes) complain(fmt::format("the number {} is out of range", written));
  if (!holds(range, out)) complain(fmt::format("must be {}, not {}", to_string(range), written));
  return out;
}

std::int64_t Value::integer(std::int64_t low, std::int64_t high) const {
  if (scalar_meaning(*node_) != Meaning::integer) wrong_type("a whole number");
  std::int64_t out = 0;
  const auto& written = std::get<Scalar>(node_->value).text;
  bool fits = parse(written, out) == Parsed::yes;
  if (fits && out >= low && out <= high) return out;
  bool too_small = fits ? out < low : written[0] == '-';
  bool open_ended = high == INT32_MAX || high == UINT32_MAX || high == INT64_MAX;   // no bound worth a word
  if (!open_ended) complain(fmt::format("must be from {} to {}, not {}", low, high, written));
  complain(fmt::format("must be {} {}, not {}", too_small ? "at least" : "at most", too_small ? low : high, written));
}

std::uint64_t Value::natural() const {
  if (scalar_meaning(*node_) != Meaning::integer) wrong_type("a whole number");
  std::uint64_t out = 0;
  const auto& written = std::get<Scalar>(node_->value).text;
  if (parse(written, out) != Parsed::yes) complain(fmt::format("must be from 0 to {}, not {}", UINT64_MAX, written));
  return out;
}

std::vector<Value> Value::list() const {
  if (!is_list()) wrong_type("a list");
  std::vector<Value> out;
  for (const auto& item : std::get<List>(node_->value)) out.emplace_back(item, child(path_, out.size()));
  return out;
}

std::vector<Value> Value::list_or_one() const {
  if (is_scalar()) return {*this};
  return list();
}

std::vector<std::pair<std::string, Value>> Value::entries() const {
  if (!is_map()) wrong_type("a map");
  std::vector<std::pair<std::string, Value>> out;
  for (const auto& entry : std::get<Map>(node_->value))
    out.emplace_back(entry.key, Value(entry.node, child(path_, entry.key)));
  return out;
}

Json Value::json_map() const {
  if (!is_map()) wrong_type("a map");
  return to_json(*node_, path_);
}

std::size_t Value::choice(std::span<const std::string_view> names) const {
  if (!is_scalar()) wrong_type(fmt::format("one of {}", fmt::join(names, ", ")));
  const auto& word = std::get<Scalar>(node_->value).text;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == word) return i;
  auto near = nearest(word, names);
  complain(fmt::format("must be one of {}, not {}{}", fmt::join(names, ", "), shown(word),
                       near ? fmt::format(", did you mean \"{}\"?", *near) : ""));
}

std::vector<std::string> Value::words(std::span<const std::string_view> names) const {
  std::vector<std::string> out;
  for (const auto& value : list_or_one()) {
    std::string word(names[value.choice(names)]);
    if (std::find(out.begin(), out.end(), word) != out.end()) value.complain(fmt::format("{} a second time", shown(word)));
    out.push_back(std::move(word));
  }
  return out;
}

Fields::Fields(const Value& map) : map_(map) { map.entries(); }

Fields::~Fields() { assert(closed_ || std::uncaught_exceptions() > 0); }

const Entry* Fields::entry(std::string_view key) const {
  for (const auto& entry : std::get<Map>(map_.node().value))
    if (entry.key == key) return &entry;
  return nullptr;
}

std::optional<Value> Fields::find(std::string_view key) {
  known_.push_back(key);
  auto* found = entry(key);
  if (!found) return std::nullopt;
  return Value(found->node, child(map_.path(), key));
}

Value Fields::need(std::string_view key) {
  if (auto value = find(key)) return *value;
  map_.complain(fmt::format("\"{}\" is missing", key));
}

void Fields::refuse(std::string_view key, std::string_view why) {
  if (auto* found = entry(key)) complain(found->place, map_.path(), why);
}

void Fields::close() {
  closed_ = true;
  for (const auto& entry : std::get<Map>(map_.node().value))
    if (std::find(known_.begin(), known_.end(), entry.key) == known_.end())
      complain(entry.place, map_.path(),
               fmt::format("unknown key {}{}", shown(entry.key), did_you_mean(entry.key, known_)));
}

}  // namespace shortlist
