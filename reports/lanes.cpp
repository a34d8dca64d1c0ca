#include "reports/lanes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "reports/html.hpp"
#include "reports/numbers.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

constexpr int width = 1000, height = 30, top = 2;

struct CauseWords { std::string_view why, one, many; };
constexpr CauseWords cause_words[] = {
    {"rate_limited", "rate limit", "rate limits"},
    {"overloaded", "overload", "overloads"},
    {"own machine", "lack of open files on this machine", "lacks of open files on this machine"},
    {"near quota", "time near the quota", "times near the quota"},
};

std::string cause(const std::string& why, std::size_t n) {
  for (const auto& words : cause_words)
    if (words.why == why) return fmt::format("{} {}", count_text(n), n == 1 ? words.one : words.many);
  return fmt::format("{} x {}", count_text(n), shortened(visible(why), 40));
}

/// Why it was lowered or kept low, the commonest first; growth needs no cause.
std::string causes_of(const LaneHistory& history) {
  std::map<std::string, std::size_t> counts;
  for (std::size_t i = 1; i < history.steps.size(); ++i)
    if (history.steps[i].slots <= history.steps[i - 1].slots) ++counts[history.steps[i].why];
  std::vector<std::pair<std::string, std::size_t>> causes(counts.begin(), counts.end());
  std::stable_sort(causes.begin(), causes.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (const auto& [why, n] : causes) text += (text.empty() ? "" : ", ") + cause(why, n);
  return text.empty() || history.left_out == 0 ? text : "at least " + text;
}

/// The two ends are 0 and the highest.
double y_of(const LaneChange& c, std::size_t slots) {
  const double part = static_cast<double>(slots) / static_cast<double>(std::max<std::size_t>(c.highest, 1));
  return top + (1 - part) * (height - 2 * top);
}

}  // namespace

std::vector<LaneChange> lane_changes(const Run& run) {
  std::vector<LaneChange> changes;
  for (const auto& history : run.provenance.lanes) {
    if (history.steps.empty()) continue;
    const auto less = [](const auto& a, const auto& b) { return a.slots < b.slots; };
    const auto [low, high] = std::minmax_element(history.steps.begin(), history.steps.end(), less);
    if (low->slots == high->slots) continue;
    changes.push_back({&history, history.steps.front().slots, history.steps.back().slots, low->slots,
                       high->slots, causes_of(history)});
  }
  return changes;
}

std::string lane_line(const LaneChange& c) {
  auto text = fmt::format("{}: {} -> {} in flight", visible(c.history->lane), c.from, c.to);
  if (c.lowest < std::min(c.from, c.to)) text += fmt::format(", {} at the lowest", c.lowest);
  if (!c.causes.empty()) text += " after " + c.causes;
  return text;
}

std::string lane_svg(const LaneChange& c) {
  const auto& steps = c.history->steps;
  const double begin = to_s(steps.front().at), span = to_s(steps.back().at) - begin;
  // A sixteenth of the width is left behind the last step, which else could not be seen.
  const auto x = [&](const LaneHistory::Step& s) {
    return span > 0 ? (to_s(s.at) - begin) / span * width * 15 / 16 : 0.0;
  };
  std::string path = fmt::format("M0 {:.1f}", y_of(c, c.from));
  for (const auto& step : steps) path += fmt::format("H{:.1f}V{:.1f}", x(step), y_of(c, step.slots));
  path += fmt::format("H{}", width);
  const auto label =
      fmt::format("from {} to {} in flight, between {} and {}", c.from, c.to, c.lowest, c.highest);
  return fmt::format(
      R"(<svg class="bar" width="100%" height="{0}" viewBox="0 0 {1} {0}" preserveAspectRatio="none" role="img" aria-label="{2}"><path class="lane" vector-effect="non-scaling-stroke" d="{3}"/></svg>)",
      height, width, html_text(label), path);
}

}  // namespace shortlist
