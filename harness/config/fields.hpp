#pragma once
// Strict reading of a tree: typed getters that complain with place and path, and a closing step that refuses keys
// nobody asked for. A struct is read in a few lines:
//
//   Sampling read_sampling(const Value& value) {
//     Sampling out;
//     Fields fields(value);
//     fields.read("temperature", out.temperature, between(0, 2));   // stays as it is when the key is absent
//     fields.read("stop", out.stop);
//     fields.close();
//     return out;
//   }
#include <algorithm>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/config/tree.hpp"

namespace shortlist {

/// Bounds of a number; `above` leaves the lower bound out, `below` the upper one.
struct Range {
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
  bool above = false, below = false;
};
constexpr Range between(double low, double high) { return {low, high}; }
constexpr Range at_least(double low) { return {low}; }
constexpr Range more_than(double low) { return {low, std::numeric_limits<double>::infinity(), true}; }
std::string to_string(const Range& range);   ///< "from 0 to 2", "at least 1", "above 0 and at most 1"

struct NotEmpty {};   ///< asks for text with something in it
constexpr NotEmpty not_empty;

/// A row of an enumeration's table of names.
template <class Enum>
using Named = std::pair<std::string_view, Enum>;

/// A node and its path. The tree outlives it.
class Value {
 public:
  explicit Value(const Node& node, std::string path = "") : node_(&node), path_(std::move(path)) {}
  const Node& node() const { return *node_; }
  const std::string& path() const { return path_; }
  std::string where() const;   ///< "plan.yaml:12:5 candidates[0]"
  [[noreturn]] void complain(std::string_view what) const { shortlist::complain(node_->place, path_, what); }

  bool is_text() const;   ///< quoted, or plain and neither number nor boolean
  bool is_scalar() const { return std::holds_alternative<Scalar>(node_->value); }
  bool is_list() const { return std::holds_alternative<List>(node_->value); }
  bool is_map() const { return std::holds_alternative<Map>(node_->value); }

  std::string text() const;                 ///< refuses a bare 42 or true: quotes make them text
  std::string as_written() const;           ///< any scalar's text: 42 is "42", 007 is "007", no is "no"
  bool boolean() const;
  double number(const Range& range = {}) const;   ///< finite
  std::int64_t integer(std::int64_t low, std::int64_t high) const;
  std::uint64_t natural() const;            ///< 0 .. 2^64 - 1
  std::vector<Value> list() const;
  std::vector<Value> list_or_one() const;   ///< one value stands for a list of it
  std::vector<std::pair<std::string, Value>> entries() const;   ///< of a map whose keys are names
  Json json_map() const;                    ///< a free-form map
  std::size_t choice(std::span<const std::string_view> names) const;   ///< index of the name that stands here
  std::vector<std::string> words(std::span<const std::string_view> names) const;   ///< some of the names, each once; one may stand alone

  void to(std::string& out) const { out = text(); }
  void to(std::string& out, NotEmpty) const;
  void to(bool& out) const { out = boolean(); }
  void to(double& out, const Range& range = {}) const { out = number(range); }
  void to(std::uint64_t& out) const { out = natural(); }
  template <std::integral T>
  void to(T& out, std::int64_t low, std::int64_t high = largest<T>()) const {
    out = static_cast<T>(integer(low, high));
  }
  template <class Enum, std::size_t N>
  void to(Enum& out, const Named<Enum> (&names)[N]) const {
    std::string_view words[N];
    for (std::size_t i = 0; i < N; ++i) words[i] = names[i].first;
    out = names[choice(words)].second;
  }
  template <class T, class... Limits>
  void to(std::optional<T>& out, const Limits&... limits) const { to(out.emplace(), limits...); }
  template <class T, class... Limits>
  void to(std::vector<T>& out, const Limits&... limits) const {
    out.clear();
    for (const auto& value : list()) value.to(out.emplace_back(), limits...);
  }

 private:
  template <class T>
  static constexpr std::int64_t largest() {
    return static_cast<std::int64_t>(std::min<std::uint64_t>(std::numeric_limits<T>::max(), INT64_MAX));
  }
  [[noreturn]] void wrong_type(std::string_view expected) const;

  const Node* node_;
  std::string path_;
};

/// The entries of one map. Each key asked for is known from then on; close() complains of the others.
class Fields {
 public:
  /// Complains of what is no map.
  explicit Fields(const Value& map);
  Fields(const Fields&) = delete;
  ~Fields();   ///< asserts that close() was called

  std::optional<Value> find(std::string_view key);
  Value need(std::string_view key);   ///< complains when it is missing
  /// The value as the type of `out`, which stays as it is when the key is absent. `limits`: see Value::to.
  template <class T, class... Limits>
  void read(std::string_view key, T& out, const Limits&... limits) {
    if (auto value = find(key)) value->to(out, limits...);
  }
  template <class T, class... Limits>
  void need(std::string_view key, T& out, const Limits&... limits) {
    need(key).to(out, limits...);
  }
  /// A key that is wrong here in a way worth a word of its own.
  void refuse(std::string_view key, std::string_view why);
  void close();
  const Value& value() const { return map_; }

 private:
  const Entry* entry(std::string_view key) const;

  Value map_;
  std::vector<std::string_view> known_;   // keys are literals or outlive the fields
  bool closed_ = false;
};

}  // namespace shortlist
