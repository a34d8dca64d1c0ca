#include "harness/config/tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>

#include "harness/config/tree_builder.hpp"
#include "harness/config/utf8.hpp"
#include "harness/types/error.hpp"

namespace shortlist {
namespace {

void check_bytes(std::string_view text, const std::shared_ptr<const std::string>& file) {
  if (text.size() > TreeLimits::bytes)
    throw UserError(fmt::format("{}: larger than {} MiB", *file, TreeLimits::bytes >> 20));
  auto bad = first_bad_byte(text);
  if (bad == std::string_view::npos) return;
  auto [line, column] = position(text, bad);
  auto what = text[bad] == '\0' ? "a NUL byte: this is not a text file" : "not UTF-8: save the file as UTF-8";
  complain({file, line, column}, "", what);
}

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
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  auto file = std::make_shared<const std::string>(name);
  if (text.substr(0, byte_order_mark.size()) == byte_order_mark) text.remove_prefix(byte_order_mark.size());
  check_bytes(text, file);
  return parse_yaml(with_joined_surrogates(text), file);
}

Node read_tree(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw UserError(fmt::format("{}: cannot be opened: {}", file, std::generic_category().message(errno)));
  std::string text, chunk(64 << 10, '\0');
  while (in && text.size() <= TreeLimits::bytes) {
    in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    text.append(chunk, 0, static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) throw UserError(fmt::format("{}: cannot be read", file));
  return parse_tree(text, file);
}

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
