#include "harness/score/pattern.hpp"

#include <fmt/format.h>

namespace shortlist {

std::variant<Pattern, std::string> compile_pattern(std::string_view text, bool case_sensitive) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(pattern_memory_max);
  options.set_case_sensitive(case_sensitive);
  auto pattern = std::make_unique<const re2::RE2>(re2::StringPiece(text.data(), text.size()), options);
  if (!pattern->ok()) return fmt::format("{} in \"{}\"", pattern->error(), text.substr(0, 200));
  if (pattern->ProgramSize() > pattern_program_max)
    return fmt::format("pattern too large ({} steps, at most {})", pattern->ProgramSize(),
                       pattern_program_max);
  return pattern;
}

bool found_in(const re2::RE2& pattern, std::string_view text) {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

}  // namespace shortlist
