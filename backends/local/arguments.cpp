#include "backends/local/arguments.hpp"

#include <charconv>
#include <optional>
#include <string_view>

namespace shortlist::local {
namespace {

bool number(std::string_view word, int least, int& to) {
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), to);
  return error == std::errc() && end == word.data() + word.size() && to >= least;
}

struct Flag {
  std::string_view name;
  bool takes_value;
  bool (*set)(Arguments&, std::string_view value);
};
constexpr Flag flags[] = {
    {"--model", true,
     [](Arguments& a, std::string_view v) {
       a.model = v;
       return !v.empty();
     }},
    {"--threads", true, [](Arguments& a, std::string_view v) { return number(v, 1, a.threads); }},
    {"--context", true, [](Arguments& a, std::string_view v) { return number(v, 16, a.context); }},
    {"--chat-template", true,
     [](Arguments& a, std::string_view v) {
       a.chat_template = v;
       return !v.empty();
     }},
    {"--no-prefix-cache", false,
     [](Arguments& a, std::string_view) {
       a.prefix_cache = false;
       return true;
     }},
};

const Flag* flag_named(std::string_view word) {
  for (const Flag& flag : flags)
    if (flag.name == word) return &flag;
  return nullptr;
}

}  // namespace

std::variant<Arguments, std::string> parse_arguments(std::span<const char* const> words) {
  Arguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Flag* flag = flag_named(words[i]);
    if (!flag) return "unknown argument \"" + std::string(words[i]) + "\"";
    if (flag->takes_value && i + 1 == words.size()) return std::string(flag->name) + " needs a value";
    std::string_view value = flag->takes_value ? words[++i] : "";
    if (!flag->set(arguments, value))
      return std::string(flag->name) + " cannot be \"" + std::string(value) + "\"";
  }
  if (arguments.model.empty()) return std::string("--model FILE.gguf is missing");
  return arguments;
}

}  // namespace shortlist::local
