#include "harness/config/shorthand.hpp"

#include <fmt/format.h>

#include "harness/config/scalar.hpp"

namespace shortlist {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Takes one word from the front of `text`.
std::string take_word(const Value& value, std::string_view& text) {
  std::string word;
  char quote = 0;
  std::size_t i = 0;
  for (; i < text.size() && (quote || !is_blank(text[i])); ++i) {
    char c = text[i];
    bool escapes = c == '\\' && quote != '\'' && i + 1 < text.size() &&
                   (!quote || text[i + 1] == '"' || text[i + 1] == '\\');
    if (escapes)
      word += text[++i];
    else if (quote ? c == quote : c == '"' || c == '\'')
      quote = quote ? 0 : c;
    else
      word += c;
  }
  if (quote) value.complain(fmt::format("a {} quote in the command is not closed", quote == '"' ? "double" : "single"));
  text.remove_prefix(i);
  return word;
}

}  // namespace

std::vector<std::string> shell_words(const Value& value, std::string_view text) {
  std::vector<std::string> words;
  for (;;) {
    while (!text.empty() && is_blank(text[0])) text.remove_prefix(1);
    if (text.empty()) break;
    words.push_back(take_word(value, text));
  }
  if (words.empty()) value.complain("the command is empty");
  return words;
}

Candidate read_shorthand(const Value& value, const PlanFolder& folder) {
  auto text = value.text();
  auto split = text.find_first_of(":/");
  if (split == std::string::npos || split == 0 || split + 1 == text.size())
    value.complain(fmt::format("{} is not BACKEND:MODEL", shown(text)));
  Candidate out;
  out.backend = text.substr(0, split);
  auto rest = text.substr(split + 1);
  if (out.backend == "local" || out.backend == "replay")
    out.file = folder.file(value, rest);
  else if (out.backend == "exec")
    out.command = shell_words(value, rest);
  else
    out.model = rest;
  return out;
}

}  // namespace shortlist
