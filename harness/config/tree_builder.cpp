#include "harness/config/tree_builder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/config/utf8.hpp"

namespace shortlist {
namespace {

struct Extent { std::size_t values = 1, depth = 0; };

Extent extent(const Node& node) {
  Extent all;
  auto take = [&](const Node& inner) {
    auto one = extent(inner);
    all.values += one.values;
    all.depth = std::max(all.depth, one.depth);
  };
  if (auto* list = std::get_if<List>(&node.value)) {
    for (const auto& inner : *list) take(inner);
    ++all.depth;
  } else if (auto* map = std::get_if<Map>(&node.value)) {
    for (const auto& entry : *map) take(entry.node);
    ++all.depth;
  }
  return all;
}

[[noreturn]] void too_deep(const Place& place, const std::string& path) {
  complain(place, path, fmt::format("nested deeper than {} levels", TreeLimits::depth));
}

}  // namespace

Place TreeBuilder::place(const YAML::Mark& mark) const {
  if (mark.is_null()) return {file_};
  constexpr int far = 10'000;   // one endless line must not cost its length for each of its values
  auto line = static_cast<std::uint32_t>(mark.line + 1);
  if (mark.column > far) return {file_, line, static_cast<std::uint32_t>(mark.column + 1)};
  auto end = std::min(static_cast<std::size_t>(mark.pos), text_.size());
  auto width = std::min(static_cast<std::size_t>(mark.column), end);
  return {file_, line, position(text_.substr(end - width, width), width).second};
}

std::string TreeBuilder::path() const {
  std::string path;
  for (const auto& frame : open_) {
    if (auto* list = std::get_if<List>(&frame.node.value))
      path = child(path, list->size());
    else if (frame.key)
      path = child(path, frame.key->text);
  }
  return path;
}

bool TreeBuilder::awaits_key() const {
  return !open_.empty() && std::holds_alternative<Map>(open_.back().node.value) && !open_.back().key;
}

void TreeBuilder::refuse_tag(const YAML::Mark& mark, const std::string& tag) const {
  if (tag.empty() || tag == "?" || tag == "!") return;
  constexpr std::string_view standard = "tag:yaml.org,2002:";
  auto shown = tag.rfind(standard, 0) == 0 ? "!!" + tag.substr(standard.size()) : tag;
  complain(place(mark), path(), fmt::format("tag \"{}\" is not supported: quote text and leave tags out", shown));
}

void TreeBuilder::count_values(std::size_t more, const Place& at) {
  values_ += more;
  if (values_ > TreeLimits::values)
    complain(at, path(), fmt::format("more than {} values in one file", TreeLimits::values));
}

void TreeBuilder::set_key(const YAML::Mark& mark, const std::string& tag, const std::string& key) {
  auto& frame = open_.back();
  auto at = place(mark);
  if (key == "<<" && tag == "?")
    complain(at, path(), "merge keys (<<) are not supported: write the values out, or use an alias for a whole value");
  auto [seen, fresh] = frame.keys.emplace(key, at);
  if (!fresh)
    complain(at, path(), fmt::format("duplicate key \"{}\", first given at {}:{}", key, seen->second.line,
                                     seen->second.column));
  frame.key = Key{key, at};
}

void TreeBuilder::add(Node node, YAML::anchor_t anchor, std::size_t expansions) {
  if (anchor) {
    count_values(extent(node).values, node.place);   // the copy that aliases are made from
    anchored_[anchor] = {node, expansions};
  }
  if (open_.empty()) {
    root_ = std::move(node);
    return;
  }
  auto& frame = open_.back();
  if (auto* list = std::get_if<List>(&frame.node.value)) {
    list->push_back(std::move(node));
    return;
  }
  std::get<Map>(frame.node.value).push_back({std::move(frame.key->text), std::move(frame.key->place), std::move(node)});
  frame.key.reset();
}

void TreeBuilder::open(Node node, YAML::anchor_t anchor) {
  if (awaits_key()) complain(node.place, path(), "a key must be text, not a list or a map: is a bracket not closed?");
  if (open_.size() == TreeLimits::depth) too_deep(node.place, path());
  count_values(1, node.place);
  Frame frame;
  frame.node = std::move(node);
  frame.anchor = anchor;
  frame.expansions_before = expansions_;
  open_.push_back(std::move(frame));
}

void TreeBuilder::close() {
  auto frame = std::move(open_.back());
  open_.pop_back();
  add(std::move(frame.node), frame.anchor, expansions_ - frame.expansions_before);
}

void TreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  auto at = place(mark);
  if (awaits_key()) complain(at, path(),
             "a key must be text, on one line with its \":\", of up to 1024 characters; quote it if it is the word null");
  bool written = starts_with(mark, "~") || starts_with(mark, "n") || starts_with(mark, "N");
  if (!written && !open_.empty() && open_.back().key) at = open_.back().key->place;   // the mark is at what comes next
  count_values(1, at);
  add({Null{}, at}, anchor);
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  refuse_tag(mark, tag);
  Node node{Scalar{value, tag != "?"}, place(mark)};
  count_values(1, node.place);
  if (!awaits_key()) return add(std::move(node), anchor);
  set_key(mark, tag, value);
  if (anchor) anchored_[anchor] = {std::move(node), 0};
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  auto at = place(mark);
  if (awaits_key()) complain(at, path(), "a key must be text, not an alias");
  auto found = anchored_.find(anchor);
  if (found == anchored_.end()) complain(at, path(), "an alias cannot stand inside of what it names");
  auto size = extent(found->second.node);
  expansions_ += 1 + found->second.expansions;
  if (expansions_ > TreeLimits::expansions)
    complain(at, path(), fmt::format("more than {} aliases expanded", TreeLimits::expansions));
  if (open_.size() + size.depth > TreeLimits::depth) too_deep(at, path());
  count_values(size.values, at);
  add(found->second.node, 0);
}

void TreeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                                  YAML::EmitterStyle::value) {
  refuse_tag(mark, tag);
  open({List{}, place(mark)}, anchor);
}

void TreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value) {
  refuse_tag(mark, tag);
  open({Map{}, place(mark)}, anchor);
}

}  // namespace shortlist
