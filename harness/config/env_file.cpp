#include "harness/config/env_file.hpp"

#include "harness/config/text_file.hpp"
#include "harness/config/tree.hpp"
#include "harness/config/variables.hpp"

namespace shortlist {
namespace {

/// One line and how far it has been read.
struct Line {
  std::string_view text;
  Place place;
  std::size_t at = 0;

  bool ended() const { return at >= text.size(); }
  bool at_comment() const { return ended() || text[at] == '#'; }
  void skip_blanks() { at = std::min(text.find_first_not_of(" \t", at), text.size()); }
  [[noreturn]] void complain(std::string_view what) const {
    auto here = place;
    here.column = static_cast<std::uint32_t>(at + 1);
    shortlist::complain(here, "", what);
  }
};

std::string read_key(Line& line) {
  constexpr std::string_view prefix = "export ";
  if (line.text.substr(line.at).starts_with(prefix)) {
    line.at += prefix.size();
    line.skip_blanks();
  }
  auto end = line.text.find_first_of("= \t", line.at);
  auto key = line.text.substr(line.at, end - line.at);
  if (end == key.npos || line.text[end] != '=') line.complain("expected NAME=value");
  if (!is_variable_name(key)) line.complain("a name is letters, digits and underscores, and starts with no digit");
  line.at = end + 1;
  return std::string(key);
}

char unescaped(char c) { return c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c; }

std::string read_quoted(Line& line) {
  auto start = line.at;
  char quote = line.text[line.at++];
  std::string out;
  for (; !line.ended() && line.text[line.at] != quote; ++line.at) {
    bool escape = quote == '"' && line.text[line.at] == '\\' && line.at + 1 < line.text.size();
    out += escape ? unescaped(line.text[++line.at]) : line.text[line.at];
  }
  if (line.ended()) {
    line.at = start;
    line.complain("the quote is not closed on this line");
  }
  ++line.at;
  line.skip_blanks();
  if (!line.at_comment()) line.complain("text after the closing quote");
  return out;
}

/// Up to the end or to a # after a blank, without the blanks around.
std::string read_bare(const Line& line) {
  auto end = line.at;
  for (auto i = line.at; i < line.text.size(); ++i) {
    bool blank = line.text[i] == ' ' || line.text[i] == '\t';
    bool comment = line.text[i] == '#' && (i == line.at || end < i);
    if (comment) break;
    if (!blank) end = i + 1;
  }
  return std::string(line.text.substr(line.at, end - line.at));
}

std::string read_value(Line& line) {
  line.skip_blanks();
  bool quoted = !line.ended() && (line.text[line.at] == '"' || line.text[line.at] == '\'');
  return quoted ? read_quoted(line) : read_bare(line);
}

}  // namespace

std::map<std::string, std::string> parse_env(std::string_view text, const std::string& name) {
  auto file = std::make_shared<const std::string>(name);
  auto rest = checked_text(text, file);
  std::map<std::string, std::string> out;
  for (std::uint32_t number = 1; !rest.empty(); ++number) {
    auto end = std::min(rest.find('\n'), rest.size());
    Line line{rest.substr(0, end), {file, number}};
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.text.ends_with('\r')) line.text.remove_suffix(1);
    line.skip_blanks();
    if (line.at_comment()) continue;
    auto key = read_key(line);
    out[key] = read_value(line);
  }
  return out;
}

std::map<std::string, std::string> read_env_file(const std::string& file) { return parse_env(file_text(file), file); }

}  // namespace shortlist
