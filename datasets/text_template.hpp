#pragma once
// Mustache templates over rows: {{field}}, {{a.b}}, {{#list}}..{{/list}}, {{^list}}..{{/list}}, {{! comments }}.
//
// kainjow-mustache parses; the rendering is ours, since a prompt must not lose a misspelt field in silence, numbers must
// come out as they were written, and many threads render one template. Text is never escaped, and a value that looks
// like a template stays what it is: values are not parsed.
//
// False in a section: a missing field, null, false, "" and []. In a section over a list, {{.}} is the element, {{number}}
// counts from 1, {{letter}} goes A, B, .. Z, AA, and {{text}} is an element that is no map. Lines that hold nothing but
// section tags and comments vanish.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/item_row.hpp"

namespace shortlist {

/// What a strict rendering stopped at.
struct TemplateGap {
  std::string name;
  bool is_null = false;      ///< the field is there, but null
  std::uint32_t part = 0;    ///< see TemplateTrail
};

/// Which names of a template rows were asked for and had; grows with each row rendered. One a template.
struct TemplateTrail {
  std::vector<std::uint8_t> reached, found;   ///< by part
};

/// Immutable after it is parsed: any thread may render it.
class TextTemplate {
 public:
  static constexpr std::size_t max_bytes = std::size_t{1} << 20;
  static constexpr std::size_t max_sections = 1000;

  TextTemplate() = default;
  /// Throws UserError "WHERE: what" for text that is no template. Partials and other delimiters are refused.
  static TextTemplate parse(const std::string& text, const std::string& where);

  /// Appends the text for this row to `out` (null: only looks). Strict: stops at a variable whose field is missing or
  /// null. Else such a variable is "". Sections over missing fields are skipped either way. `trail` may be null.
  std::optional<TemplateGap> render(const ItemRow& row, bool strict, std::string* out,
                                    TemplateTrail* trail = nullptr) const;
  std::string render_loosely(const ItemRow& row) const;

  /// The field's name where the template is one variable and nothing else.
  std::optional<std::string> single_field() const;
  /// The cell that a name means at the top of the row, or ItemRow::none.
  static std::uint32_t resolve(const ItemRow& row, std::string_view name);
  bool is_plain() const;                      ///< names no field at all
  const std::string& where() const { return where_; }

  TemplateTrail new_trail() const;
  /// The names that rows were asked for and none had.
  std::vector<std::string> never_found(const TemplateTrail& trail) const;

 private:
  friend class TemplateParser;
  friend class TemplateRender;
  struct Part {
    enum class Kind : std::uint8_t { text, variable, section, inverted };
    Kind kind = Kind::text;
    std::string text;          // the text, or the name
    std::uint32_t end = 0;     // index after the last part inside
  };
  std::vector<Part> parts_;    // in order, a section before what is in it
  std::string where_;
};

}  // namespace shortlist
