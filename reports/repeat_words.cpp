// What was asked, how to ask it again, and until when the answer holds.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "reports/decision_words.hpp"
#include "reports/numbers.hpp"
#include "reports/summary.hpp"
#include "reports/text.hpp"

namespace shortlist {
namespace {

constexpr int valid_days_unset = 90;

int valid_days(const Plan& plan) {
  for (const Stage& stage : plan.stages)
    if (const auto* decide = std::get_if<DecideStage>(&stage)) return decide->valid_days.value_or(valid_days_unset);
  return valid_days_unset;
}

/// `text` is all digits and fits.
std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.starts_with('-')) return std::nullopt;
  return value;
}

/// The day of an RFC 3339 time.
std::optional<std::chrono::sys_days> day_of(std::string_view time) {
  if (time.size() < 10 || time[4] != '-' || time[7] != '-') return std::nullopt;
  const auto y = number(time.substr(0, 4)), m = number(time.substr(5, 2)), d = number(time.substr(8, 2));
  if (!y || !m || !d) return std::nullopt;
  const std::chrono::year_month_day day{std::chrono::year(*y), std::chrono::month(static_cast<unsigned>(*m)),
                                        std::chrono::day(static_cast<unsigned>(*d))};
  return day.ok() ? std::optional(std::chrono::sys_days(day)) : std::nullopt;
}

/// As a POSIX shell takes it: quoted where a character could mean something to it.
std::string shell_word(std::string_view text) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("._/+-:@%").find(c) != std::string_view::npos;
  };
  if (!text.empty() && text[0] != '-' && std::all_of(text.begin(), text.end(), plain)) return std::string(text);
  std::string quoted = text.starts_with('-') ? "'./" : "'";
  for (const char c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

std::string weighing(const Objective& o) {
  switch (o.prefer) {
    case Objective::Prefer::cheapest: return fmt::format("the cheapest within {:g} points of the highest quality", 100 * o.within);
    case Objective::Prefer::fastest: return fmt::format("the fastest within {:g} points of the highest quality", 100 * o.within);
    case Objective::Prefer::utility: break;
  }
  if (o.cost_weight == 0 && o.latency_weight == 0) return "by quality alone";
  return fmt::format("by utility: quality weighs {:g}, cost {:g}, latency {:g}", o.quality_weight, o.cost_weight, o.latency_weight);
}

}  // namespace

std::string valid_until(const Run& run) {
  const auto day = day_of(run.provenance.finished);
  if (!day) return "";
  const std::chrono::year_month_day until{*day + std::chrono::days(valid_days(run.plan))};
  if (int(until.year()) > 9999) return "";
  return fmt::format("{:04}-{:02}-{:02}", int(until.year()), unsigned(until.month()), unsigned(until.day()));
}

std::string command(const Run& run) {
  return fmt::format("shortlist run {} --seed {}", visible(shell_word(run.plan.path)), run.plan.seed);
}

std::vector<std::string> pins(const Run& run) {
  std::vector<std::string> lines;
  for (const Suite& s : run.plan.suites)
    lines.push_back(fmt::format("suite {}: asked {}, judged {}", visible(s.name),
                                s.asked_digest.empty() ? "unknown" : visible(s.asked_digest),
                                s.judged_digest.empty() ? "unknown" : visible(s.judged_digest)));
  if (!run.provenance.version.empty()) lines.push_back("shortlist " + visible(run.provenance.version));
  if (!run.provenance.run_id.empty()) lines.push_back("run " + visible(run.provenance.run_id) + ": its records give this decision again, byte by byte");
  lines.push_back("answers are drawn anew unless the models answer the same to the same prompt");
  return lines;
}

std::string question(const Run& run) {
  return fmt::format("Which of {} to use for {}: {} of {}, {}", plural(run.plan.candidates.size(), "candidate"),
                     visible(run.plan.name), plural(all_items(run.plan), "item"), plural(run.plan.suites.size(), "suite"),
                     weighing(run.plan.objective));
}

}  // namespace shortlist
