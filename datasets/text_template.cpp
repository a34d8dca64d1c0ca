#include "datasets/text_template.hpp"

#include <algorithm>

namespace shortlist {

using Kind = ItemCell::Kind;

namespace {

std::string letter(std::size_t number) {
  std::string out;
  for (; number > 0; number = (number - 1) / 26) out.insert(out.begin(), static_cast<char>('A' + (number - 1) % 26));
  return out;
}

// A field of the very name counts before the parts of a dotted one.
std::uint32_t dotted(const ItemRow& row, std::uint32_t map, std::string_view name) {
  for (;;) {
    const std::uint32_t whole = row.find(map, name);
    const std::size_t dot = name.find('.');
    if (whole != ItemRow::none || dot == std::string_view::npos) return whole;
    map = row.find(map, name.substr(0, dot));
    if (map == ItemRow::none) return map;
    name.remove_prefix(dot + 1);
  }
}

}  // namespace

// One rendering: the row, the sections that are open, and where the text goes.
class TemplateRender {
 public:
  TemplateRender(const std::vector<TextTemplate::Part>& parts, const ItemRow& row, bool strict, std::string* out,
                 TemplateTrail* trail)
      : parts_(parts), row_(row), strict_(strict), out_(out), trail_(trail) {}

  bool run(std::uint32_t begin, std::uint32_t end) {
    for (std::uint32_t i = begin; i < end; i = parts_[i].end)
      if (!one(i)) return false;
    return true;
  }
  std::optional<TemplateGap> gap;

 private:
  using Part = TextTemplate::Part;
  struct Scope { std::uint32_t cell; std::size_t number; };   // number: in a list, from 1; else 0
  struct Found { std::uint32_t cell = ItemRow::none; std::string made; };

  bool one(std::uint32_t i) {
    const Part& part = parts_[i];
    switch (part.kind) {
      case Part::Kind::text: add(part.text); return true;
      case Part::Kind::variable: return variable(i);
      case Part::Kind::section: return section(i);
      case Part::Kind::inverted: return truthy(note(i, find(part.text)).cell) || run(i + 1, part.end);
    }
    return true;
  }

  bool variable(std::uint32_t i) {
    const Found found = note(i, find(parts_[i].text));
    if (!found.made.empty()) return add(found.made), true;
    const bool missing = found.cell == ItemRow::none;
    if (strict_ && (missing || row_.cells[found.cell].kind == Kind::null)) {
      gap = TemplateGap{parts_[i].text, !missing, i};
      return false;
    }
    if (out_ && !missing) append_text(row_, found.cell, *out_);
    return true;
  }

  bool section(std::uint32_t i) {
    const std::uint32_t cell = note(i, find(parts_[i].text)).cell;
    if (!truthy(cell)) return true;
    if (row_.cells[cell].kind != Kind::list) return inside(i, {cell, 0});
    std::size_t number = 0;
    for (std::uint32_t child = cell + 1; child < row_.cells[cell].end; child = row_.cells[child].end)
      if (!inside(i, {child, ++number})) return false;
    return true;
  }

  bool inside(std::uint32_t i, Scope scope) {
    scopes_.push_back(scope);
    const bool went_on = run(i + 1, parts_[i].end);
    scopes_.pop_back();
    return went_on;
  }

  Found find(std::string_view name) const {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
      if (name == ".") return {scope->cell, ""};
      const std::uint32_t cell = dotted(row_, scope->cell, name);
      if (cell != ItemRow::none) return {cell, ""};
      if (scope->number == 0) continue;
      if (name == "letter") return {ItemRow::none, letter(scope->number)};
      if (name == "number") return {ItemRow::none, std::to_string(scope->number)};
      if (name == "text" && row_.cells[scope->cell].kind != Kind::map) return {scope->cell, ""};
    }
    return {name == "." ? 0 : dotted(row_, 0, name), ""};
  }

  const Found& note(std::uint32_t i, const Found& found) {
    if (!trail_) return found;
    trail_->reached[i] = 1;
    if (found.cell != ItemRow::none || !found.made.empty()) trail_->found[i] = 1;
    return found;
  }

  bool truthy(std::uint32_t at) const {
    if (at == ItemRow::none) return false;
    const ItemCell& cell = row_.cells[at];
    switch (cell.kind) {
      case Kind::null: return false;
      case Kind::boolean: return cell.text == "true";
      case Kind::text: return !cell.text.empty();
      case Kind::list: return cell.end > at + 1;
      default: return true;
    }
  }

  void add(std::string_view text) { if (out_) *out_ += text; }

  const std::vector<Part>& parts_;
  const ItemRow& row_;
  const bool strict_;
  std::string* const out_;
  TemplateTrail* const trail_;
  std::vector<Scope> scopes_;
};

std::optional<TemplateGap> TextTemplate::render(const ItemRow& row, bool strict, std::string* out,
                                                TemplateTrail* trail) const {
  TemplateRender render(parts_, row, strict, out, trail);
  render.run(0, static_cast<std::uint32_t>(parts_.size()));
  return std::move(render.gap);
}

std::string TextTemplate::render_loosely(const ItemRow& row) const {
  std::string text;
  render(row, false, &text);
  return text;
}

std::optional<std::string> TextTemplate::single_field() const {
  if (parts_.size() != 1 || parts_[0].kind != Part::Kind::variable) return std::nullopt;
  return parts_[0].text;
}

std::uint32_t TextTemplate::resolve(const ItemRow& row, std::string_view name) {
  return name == "." ? 0 : dotted(row, 0, name);
}

bool TextTemplate::is_plain() const {
  return std::all_of(parts_.begin(), parts_.end(), [](const Part& part) { return part.kind == Part::Kind::text; });
}

TemplateTrail TextTemplate::new_trail() const {
  return {std::vector<std::uint8_t>(parts_.size()), std::vector<std::uint8_t>(parts_.size())};
}

std::vector<std::string> TextTemplate::never_found(const TemplateTrail& trail) const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < parts_.size(); ++i)
    if (trail.reached[i] && !trail.found[i]) names.push_back(parts_[i].text);
  return names;
}

}  // namespace shortlist
