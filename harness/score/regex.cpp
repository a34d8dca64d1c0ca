// regex: 1 if `pattern` (each of a list) is found in the answer and `none` (none of a list) is; else 0.
// Patterns are RE2's; white space around the answer is off, so ^ and $ are about what it says; case counts
// unless `case_sensitive: false`. Not judged: a pattern filled in from an item is no pattern. Does not apply:
// both are empty.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "harness/score/metrics.hpp"
#include "harness/score/options.hpp"
#include "harness/score/pattern.hpp"
#include "harness/score/text.hpp"

namespace shortlist {
namespace {

constexpr MetricOption rows[] = {
    {"pattern", OptionKind::texts}, {"none", OptionKind::texts}, {"case_sensitive", OptionKind::flag}};

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n\v\f");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n\v\f") - begin + 1);
}

class Regex : public Metric {
 public:
  explicit Regex(const MetricSpec& spec)
      : case_sensitive_(flag_option(spec.options, "case_sensitive", true)) {
    for (const char* name : {"pattern", "none"})
      if (literal(spec, name))
        for (const auto& text : texts_option(spec.options, name)) prepare(spec, text);
  }

  std::optional<Judgement> judge(const Json& check, const Item&, const Completion& answer) const override {
    const auto wanted = texts_option(check, "pattern"), unwanted = texts_option(check, "none");
    if (wanted.empty() && unwanted.empty()) return std::nullopt;
    const auto text = judged_text(answer.text);
    for (const auto& pattern : wanted)
      if (auto judgement = match(pattern, trimmed(text), true)) return judgement;
    for (const auto& pattern : unwanted)
      if (auto judgement = match(pattern, trimmed(text), false)) return judgement;
    return Judgement{1.0, "matches as it should", false};
  }

 private:
  void prepare(const MetricSpec& spec, const std::string& text) {
    auto compiled = compile_pattern(text, case_sensitive_);
    if (const auto* error = std::get_if<std::string>(&compiled)) refuse(spec, *error);
    prepared_[text] = std::move(std::get<Pattern>(compiled));
  }

  /// What speaks against the answer, if anything does.
  std::optional<Judgement> match(const std::string& text, std::string_view answer, bool wanted) const {
    const auto known = prepared_.find(text);
    std::variant<Pattern, std::string> fresh;
    if (known == prepared_.end()) fresh = compile_pattern(text, case_sensitive_);
    if (const auto* error = std::get_if<std::string>(&fresh)) return not_judged("invalid pattern: " + *error);
    const auto& pattern = known == prepared_.end() ? *std::get<Pattern>(fresh) : *known->second;
    if (found_in(pattern, answer) == wanted) return std::nullopt;
    return Judgement{0.0, fmt::format("{} {}", wanted ? "no match of" : "matches", excerpt(text)), false};
  }

  bool case_sensitive_;
  std::map<std::string, Pattern> prepared_;  ///< the literal ones
};

}  // namespace

std::unique_ptr<Metric> make_regex(const MetricSpec& spec) {
  check_options(spec, rows);
  if (!spec.options.contains("pattern") && !spec.options.contains("none"))
    refuse(spec, "needs one of the options pattern, none");
  return std::make_unique<Regex>(spec);
}

}  // namespace shortlist
