#include <fmt/format.h>

#include <charconv>

#include "harness/config/scalar.hpp"
#include "harness/config/tree.hpp"

namespace shortlist {
namespace {

template <class Number>
bool parsed(std::string_view text, Number& out) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size();
}

Json number(std::string_view text, bool integer, const Node& node, const std::string& path) {
  text = without_plus(text);
  std::int64_t whole = 0;
  std::uint64_t natural = 0;
  double real = 0;
  if (integer && parsed(text, whole)) return whole;
  if (integer && parsed(text, natural)) return natural;
  if (!integer && parsed(text, real)) return real;
  complain(node.place, path, fmt::format("the number {} is out of range: quote it if it is text", text));
}

Json scalar_json(const Scalar& scalar, const Node& node, const std::string& path) {
  auto what = meaning(scalar);
  switch (what) {
    case Meaning::text: return scalar.text;
    case Meaning::boolean: return is_true(scalar.text);
    case Meaning::not_finite: complain(node.place, path, fmt::format("{} is not a finite number", scalar.text));
    default: return number(scalar.text, what == Meaning::integer, node, path);
  }
}

}  // namespace

Json to_json(const Node& node, const std::string& path) {
  if (auto* scalar = std::get_if<Scalar>(&node.value)) return scalar_json(*scalar, node, path);
  if (auto* list = std::get_if<List>(&node.value)) {
    auto out = Json::array();
    for (const auto& item : *list) out.push_back(to_json(item, child(path, out.size())));
    return out;
  }
  if (auto* map = std::get_if<Map>(&node.value)) {
    auto out = Json::object();
    for (const auto& entry : *map) out[entry.key] = to_json(entry.node, child(path, entry.key));
    return out;
  }
  return nullptr;
}

}  // namespace shortlist
