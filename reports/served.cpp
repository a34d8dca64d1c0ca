#include "reports/served.hpp"

#include <fmt/format.h>

#include "reports/numbers.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

using Names = std::map<std::string, std::size_t>;

constexpr std::size_t name_width_max = 60;

/// "gpt-4o-mini (12 answers), gpt-5-mini (488) and others".
std::string counted(const Names& names, bool more) {
  std::string text;
  for (const auto& [name, n] : names)
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", shortened(visible(name), name_width_max),
                        text.empty() ? plural(n, "answer") : count_text(n));
  return text + (more ? " and others" : "");
}

std::string part(std::size_t some, const Standing& s) {
  return fmt::format("{} of {}", count_text(some), plural(s.rates.answers, "answer"));
}

std::string other_model(const Candidate& c, const Standing& s) {
  if (s.served.other_model == 0) return "";
  return fmt::format("not the model asked for in {}: asked {}, served {}", part(s.served.other_model, s),
                     visible(c.model), counted(s.served.models, s.served.more_models));
}

std::string prompt_cut(const Candidate&, const Standing& s) {
  if (s.served.prompt_cut == 0) return "";
  return fmt::format(
      "fewer input tokens counted than the prompt can have in {}: the server cut it short, or does not "
      "count what it had cached",
      part(s.served.prompt_cut, s));
}

std::string fingerprints(const Candidate&, const Standing& s) {
  if (s.served.fingerprints.size() < 2) return "";
  return fmt::format("the fingerprint changed between answers, so what was served did: {}",
                     counted(s.served.fingerprints, s.served.more_fingerprints));
}

std::string no_usage(const Candidate&, const Standing& s) {
  if (s.served.no_usage == 0) return "";
  return fmt::format("no token counts in {}: their cost and time per token are unknown",
                     part(s.served.no_usage, s));
}

using Matter = std::string (*)(const Candidate&, const Standing&);
constexpr Matter matters[] = {other_model, prompt_cut, fingerprints, no_usage};

}  // namespace

std::vector<std::string> served_warnings(const Run& run) {
  std::vector<std::string> lines;
  for (const Matter matter : matters)
    for (const auto& s : run.ranking.standings) {
      const auto& c = run.plan.candidates.at(s.candidate);
      if (const auto said = matter(c, s); !said.empty()) lines.push_back(visible(c.name) + ": " + said);
    }
  return lines;
}

std::vector<std::string> served_names(const Run& run) {
  std::vector<std::string> lines;
  for (const auto& s : run.ranking.standings) {
    const auto& c = run.plan.candidates.at(s.candidate);
    const auto& models = s.served.models;
    if (models.empty() || (models.size() == 1 && models.begin()->first == c.model)) continue;
    lines.push_back(fmt::format("{}: served as {}", visible(c.name), counted(models, s.served.more_models)));
  }
  return lines;
}

}  // namespace shortlist
