#include "harness/config/variables.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/config/utf8.hpp"

namespace shortlist {
namespace {

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The value of "VAR" or "VAR:-default", the inside of ${...}.
std::string looked_up(std::string_view inside, const Value& value, const Environment& env) {
  auto split = inside.find(":-");
  std::string name(inside.substr(0, split));
  if (!is_variable_name(name))
    value.complain(fmt::format("\"${{{}}}\" names no variable: write $${{ for a plain ${{", inside));
  auto found = env(name);
  bool has_default = split != inside.npos;
  if (has_default && (!found || found->empty())) return std::string(inside.substr(split + 2));
  if (!found)
    value.complain(fmt::format("environment variable {0} is not set: set it, or write ${{{0}:-default}}", name));
  if (first_bad_byte(*found) != std::string::npos)
    value.complain(fmt::format("environment variable {} holds something that is not UTF-8 text", name));
  return *found;
}

void fill(Node& node, const std::string& path, const Environment& env) {
  if (auto* scalar = std::get_if<Scalar>(&node.value)) {
    if (scalar->text.find('$') == std::string::npos) return;
    bool varies = scalar->text.find("${") != std::string::npos;
    scalar->text = filled(Value(node, path), env);
    scalar->filled = varies;
  } else if (auto* list = std::get_if<List>(&node.value)) {
    for (std::size_t i = 0; i < list->size(); ++i) fill((*list)[i], child(path, i), env);
  } else if (auto* map = std::get_if<Map>(&node.value)) {
    for (auto& entry : *map) fill(entry.node, child(path, entry.key), env);
  }
}

}  // namespace

bool is_variable_name(std::string_view name) {
  if (name.empty() || !is_word(name[0])) return false;
  return std::all_of(name.begin(), name.end(), [](char c) { return is_word(c) || is_digit(c); });
}

std::string filled(const Value& value, const Environment& env) {
  auto text = value.as_written();
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    auto two = std::string_view(text).substr(i, 2);
    if (two == "$$") {
      out += '$';
      i += 2;
    } else if (two == "${") {
      auto end = text.find('}', i);
      if (end == std::string::npos) value.complain("a \"${\" that is not closed: write $${ for a plain one");
      out += looked_up(std::string_view(text).substr(i + 2, end - i - 2), value, env);
      i = end + 1;
    } else {
      out += text[i++];
    }
  }
  return out;
}

void fill_variables(Node& tree, const Environment& env) { fill(tree, "", env); }

std::string with_dollars_escaped(std::string_view text) {
  std::string out;
  for (char c : text) out.append(c == '$' ? 2 : 1, c);
  return out;
}

}  // namespace shortlist
