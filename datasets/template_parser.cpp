#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <kainjow/mustache.hpp>
#include <utility>

#include "datasets/text_template.hpp"
#include "harness/types/error.hpp"

namespace shortlist {
namespace {

namespace mustache = kainjow::mustache;
using Component = mustache::component<std::string>;
using Tag = mustache::tag_type;

// Bounds the parser's recursion before it starts.
std::size_t section_count(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find("{{", at)) != std::string_view::npos; at += 2) {
    const std::size_t mark = text.find_first_not_of("{ \t\r\n", at);
    if (mark != std::string_view::npos && (text[mark] == '#' || text[mark] == '^')) ++count;
  }
  return count;
}

bool is_blank(const Component& text) { return text.is_newline() || text.is_non_newline_whitespace(); }
bool vanishes(Tag tag) {
  return tag == Tag::section_begin || tag == Tag::section_begin_inverted || tag == Tag::section_end || tag == Tag::comment;
}

}  // namespace

// Turns kainjow's tree into flat parts and drops the lines that hold only tags without text of their own.
class TemplateParser {
 public:
  explicit TemplateParser(std::string where) { made_.where_ = std::move(where); }

  TextTemplate parse(const std::string& text) {
    if (text.size() > TextTemplate::max_bytes) complain("longer than 1 MiB");
    if (section_count(text) > TextTemplate::max_sections) complain("more than 1,000 sections");
    mustache::context<std::string> context;
    mustache::context_internal<std::string> internal{context};
    Component root;
    std::string error;
    mustache::parser<std::string>{text, internal, root, error};
    if (!error.empty()) {
      error[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(error[0])));
      complain(error);
    }
    flatten(root);
    end_line(nullptr);
    const std::vector<Part> loose = std::exchange(made_.parts_, {});
    join(loose, 0, loose.size());
    return std::move(made_);
  }

 private:
  using Part = TextTemplate::Part;

  [[noreturn]] void complain(std::string_view what) const {
    throw UserError(fmt::format("{}: not a template: {}", made_.where_, what));
  }

  void flatten(const Component& parent) {
    for (const Component& child : parent.children) {
      if (child.is_text()) text(child);
      else tag(child);
    }
  }

  void text(const Component& child) {
    if (child.is_newline()) return end_line(&child);
    if (!is_blank(child)) line_has_text_ = true;
    add_text(child.text);
  }

  void add_text(const std::string& text) {
    made_.parts_.push_back({Part::Kind::text, text, static_cast<std::uint32_t>(made_.parts_.size() + 1)});
  }

  void tag(const Component& child) {
    const std::string& name = child.tag.name;
    if (child.tag.type == Tag::partial) complain(fmt::format("{{{{>{}}}}}: partials are not supported", name));
    if (child.tag.type == Tag::set_delimiter) complain("other delimiters are not supported");
    if (vanishes(child.tag.type)) line_has_tags_ = true;
    if (child.tag.type == Tag::comment) return;
    if (name.empty()) complain("a tag without a name");
    if (child.tag.type == Tag::section_begin) return section(child, Part::Kind::section);
    if (child.tag.type == Tag::section_begin_inverted) return section(child, Part::Kind::inverted);
    line_has_text_ = true;
    made_.parts_.push_back({Part::Kind::variable, name, static_cast<std::uint32_t>(made_.parts_.size() + 1)});
  }

  void section(const Component& child, Part::Kind kind) {
    const std::size_t at = made_.parts_.size();
    made_.parts_.push_back({kind, child.tag.name, 0});
    flatten(child);
    line_has_tags_ = true;   // the closing tag, which the parser took away
    made_.parts_[at].end = static_cast<std::uint32_t>(made_.parts_.size());
  }

  // Blanks of a line with tags alone become empty text rather than going, since sections count parts.
  void end_line(const Component* newline) {
    const bool standalone = line_has_tags_ && !line_has_text_;
    for (std::size_t i = line_begin_; standalone && i < made_.parts_.size(); ++i)
      if (made_.parts_[i].kind == Part::Kind::text) made_.parts_[i].text.clear();
    if (newline && !standalone) add_text(newline->text);
    line_begin_ = made_.parts_.size();
    line_has_tags_ = line_has_text_ = false;
  }

  // Joins neighbouring texts and leaves empty ones out: the parser gives every blank a part of its own.
  void join(const std::vector<Part>& loose, std::size_t begin, std::size_t end) {
    std::size_t text = SIZE_MAX;   // the part that takes the next text
    for (std::size_t i = begin; i < end; i = loose[i].end) {
      const std::size_t at = made_.parts_.size();
      if (loose[i].kind != Part::Kind::text) {
        made_.parts_.push_back(loose[i]);
        join(loose, i + 1, loose[i].end);
        made_.parts_[at].end = static_cast<std::uint32_t>(made_.parts_.size());
        text = SIZE_MAX;
      } else if (text != SIZE_MAX) {
        made_.parts_[text].text += loose[i].text;
      } else if (!loose[i].text.empty()) {
        text = at;
        add_text(loose[i].text);
      }
    }
  }

  TextTemplate made_;
  std::size_t line_begin_ = 0;
  bool line_has_tags_ = false, line_has_text_ = false;
};

TextTemplate TextTemplate::parse(const std::string& text, const std::string& where) {
  return TemplateParser(where).parse(text);
}

}  // namespace shortlist
