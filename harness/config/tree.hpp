#pragma once
// Text -> a tree of values, each with its place. YAML, of which JSON is a subset; never half a tree: either all of it
// or a UserError that names the place.
//
// Stricter than YAML: one document, unique text keys, no tags, no merge keys, UTF-8 only, and the limits below.
// A scalar stays text until someone asks for a number, so 007 and 1.10 lose nothing.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/types/json.hpp"

namespace shortlist {

struct TreeLimits {
  static constexpr std::size_t bytes = 16u << 20;
  static constexpr std::size_t depth = 64;            ///< nested lists and maps
  static constexpr std::size_t expansions = 100;      ///< aliases, those inside of an expanded alias counted again
  static constexpr std::size_t values = 1'000'000;    ///< after expansion
};

/// Where a value stands. The file's name is shared since `extends` mixes the nodes of several files in one tree.
struct Place {
  std::shared_ptr<const std::string> file;
  std::uint32_t line = 1, column = 1;   ///< from 1; columns count characters
};
std::string to_string(const Place& place);   ///< "plan.yaml:12:5"

struct Node;
struct Entry;

struct Scalar {
  std::string text;
  bool quoted = false;   ///< text, never a number
  bool filled = false;   ///< came from ${VAR}: whatever the reader wants
};
struct Null {};                            ///< null, ~ or nothing at all
using List = std::vector<Node>;
using Map = std::vector<Entry>;            ///< in the order of the file

struct Node {
  std::variant<Null, Scalar, List, Map> value;
  Place place;
};
struct Entry {
  std::string key;
  Place place;                             ///< of the key
  Node node;
};

/// Throws UserError. `file` only serves complaints.
Node parse_tree(std::string_view text, const std::string& file);
/// The same from a file; complains of one that cannot be read or is larger than the limit.
Node read_tree(const std::string& file);

/// The value of an entry, or nullptr; a node that is no map has no entries.
const Node* find(const Node& node, std::string_view key);

/// Free-form values (a backend's or a metric's options) as JSON: plain scalars become null, booleans and decimal
/// numbers (007 stays text, .inf and numbers beyond 64 bits are refused), the rest text. `path` serves complaints.
Json to_json(const Node& node, const std::string& path = "");

/// "plan.yaml:12:5 candidates[0]: what" as a UserError.
[[noreturn]] void complain(const Place& place, std::string_view path, std::string_view what);
/// Paths: child("candidates[0]", "model") is "candidates[0].model"; child("a", 3) is "a[3]".
std::string child(std::string_view path, std::string_view key);
std::string child(std::string_view path, std::size_t index);

}  // namespace shortlist
