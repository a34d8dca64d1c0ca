#include "harness/config/tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>

#include "harness/config/text_file.hpp"
#include "harness/config/tree_builder.hpp"
#include "harness/config/utf8.hpp"
#include "harness/types/error.hpp"

namespace shortlist {
namespace {

/// Refuses a second document, which it would otherwise start to build.
class NoMore : public TreeBuilder {
 public:
  using TreeBuilder::TreeBuilder;
  void OnDocumentStart(const YAML::Mark& mark) override {
    complain(place(mark), "", starts_with(mark, "---") ? "a second document: one file holds one"
                                                       : "text after the end of the document: check the indentation");
  }
};

/// yaml-cpp's words for what people get wrong most, and ours.
constexpr std::pair<std::string_view, std::string_view> plain_words[] = {
    {"end of sequence flow not found", "a \"[\" is not closed"},
    {"end of map flow not found", "a \"{\" is not closed"},
    {"illegal flow end", "a closing bracket without the opening one"},
    {"illegal document indicator in scalar", "a quote is not closed"},
    {"illegal map value", "a \":\" that cannot stand here: check the indentation, and quote text that holds \": \""},
    {"illegal block entry", "a \"- \" that cannot stand here: check the indentation"},
    {"unknown token", "a value cannot start like this: quote it"},
};

std::string reworded(std::string_view message) {
  for (auto [theirs, ours] : plain_words)
    if (theirs == message) return std::string(ours);
  return fmt::format("not valid YAML: {}", message);
}

/// yaml-cpp takes the end of the file for the closing quote; the end of the document it does not.
std::string with_end_mark(std::string text) {
  if (!text.empty() && text.back() != '\n') text += '\n';
  return text += "...\n";
}

Node parse_yaml(const std::string& text, const std::shared_ptr<const std::string>& file) {
  std::istringstream in(with_end_mark(text));
  TreeBuilder builder(text, file);
  NoMore no_more(text, file);
  try {
    YAML::Parser parser(in);
    parser.HandleNextDocument(builder);
    parser.HandleNextDocument(no_more);
  } catch (const YAML::Exception& e) {
    complain(builder.place(e.mark), builder.path(), reworded(e.msg));
  }
  auto root = builder.take();
  if (std::holds_alternative<Null>(root.value)) complain({file}, "", "the file is empty");
  return root;
}

}  // namespace

Node parse_tree(std::string_view text, const std::string& name) {
  auto file = std::make_shared<const std::string>(name);
  return parse_yaml(with_joined_surrogates(checked_text(text, file)), file);
}

Node read_tree(const std::string& file) { return parse_tree(file_text(file), file); }

std::string to_string(const Place& place) {
  return fmt::format("{}:{}:{}", place.file ? *place.file : "?", place.line, place.column);
}

const Node* find(const Node& node, std::string_view key) {
  if (auto* map = std::get_if<Map>(&node.value))
    for (const auto& entry : *map)
      if (entry.key == key) return &entry.node;
  return nullptr;
}

void complain(const Place& place, std::string_view path, std::string_view what) {
  throw UserError(fmt::format("{}{}{}: {}", to_string(place), path.empty() ? "" : " ", path, what));
}

std::string child(std::string_view path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}
std::string child(std::string_view path, std::size_t index) { return fmt::format("{}[{}]", path, index); }

}  // namespace shortlist
