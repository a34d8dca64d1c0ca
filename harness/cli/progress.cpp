#include "harness/cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "harness/cli/estimate.hpp"

namespace shortlist {
namespace {

constexpr auto redraw_every = std::chrono::milliseconds(100);
constexpr auto print_every = std::chrono::seconds(10);

std::string bar(double share, std::size_t width) {
  const auto full = static_cast<std::size_t>(std::lround(share * static_cast<double>(width)));
  std::string text;
  for (std::size_t i = 0; i < width; ++i) text += i < full ? "█" : "░";
  return text;
}

std::string clock_time(double seconds) {
  const auto whole = static_cast<long>(seconds + 0.5);
  return whole >= 3600 ? fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60)
                       : fmt::format("{:02}:{:02}", whole / 60, whole % 60);
}

bool priced(const Candidate& c) { return c.price.input_per_mtok && c.price.output_per_mtok; }

std::string money_part(const RunProgress& p, const Plan& plan) {
  if (std::none_of(plan.candidates.begin(), plan.candidates.end(), priced)) return "";
  return fmt::format("  {}{}", dollars(p.spent), p.cost_unknown ? "+" : "");
}

std::string pace_part(const RunProgress& p) {
  const double seconds = to_s(p.elapsed);
  const std::size_t open = p.in_flight + p.waiting_again, done = p.asked - std::min(p.asked, open);
  if (done == 0 || seconds <= 0) return "";
  const double rate = static_cast<double>(done) / seconds;
  const auto left = static_cast<double>(p.race.at_most - std::min(p.race.at_most, p.race.observed));
  return fmt::format("  {:.{}f}/s  ~{} left", rate, rate < 10 ? 1 : 0, clock_time(left / rate));
}

}  // namespace

std::string progress_line(const RunProgress& p, const Plan& plan, std::size_t bar_width) {
  const double share = p.race.at_most ? static_cast<double>(p.race.observed) / static_cast<double>(p.race.at_most) : 1;
  std::string line = fmt::format("{}  round {}/{}  {} of {} racing  ", name_of(plan.stages[p.race.stage]), p.race.round, p.race.rounds,
                                 p.race.racing, plan.candidates.size());
  if (bar_width) line += bar(share, bar_width) + "  ";
  line += fmt::format("{:.0f} %  {} calls{}{}", 100 * share, grouped(p.race.observed), money_part(p, plan), pace_part(p));
  if (p.cached) line += fmt::format("  {} from earlier runs", grouped(p.cached));
  if (p.failed) line += fmt::format("  {} failed", grouped(p.failed));
  if (p.retried) line += fmt::format("  {} retried", grouped(p.retried));
  return line;
}

std::string stopping_line(std::size_t in_flight) {
  if (in_flight == 0) return "stopping: no call is in flight\n";
  return fmt::format("stopping: waiting up to 10 s for {} call{} in flight; interrupt again to drop {}\n", in_flight,
                     in_flight == 1 ? "" : "s", in_flight == 1 ? "it" : "them");
}

std::string cut_to_width(const std::string& line, std::size_t width) {
  std::size_t at = 0;
  for (std::size_t characters = 0; at < line.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(line[at]) & 0xC0) != 0x80;   // UTF-8: not a continuation byte
    if (begins && characters++ == width) break;
  }
  return line.substr(0, at);
}

ProgressDisplay::ProgressDisplay(const Plan& plan, const Arguments& args, const Shell& shell)
    : plan_(plan), shell_(shell), quiet_(args.has("quiet")),
      color_(wants_color(shell, args.text("color", "auto"), shell.err_is_terminal)) {}

ProgressDisplay::~ProgressDisplay() { take_away_line(); }

void ProgressDisplay::take_away_line() {
  if (std::exchange(line_stands_, false)) shell_.err << "\r\033[K" << std::flush;
}

void ProgressDisplay::show(const RunProgress& progress, bool stopping) {
  if (stopping && !std::exchange(said_stopping_, true)) {
    take_away_line();
    shell_.err << stopping_line(progress.in_flight) << std::flush;
  }
  if (quiet_ || progress.elapsed < next_) return;
  next_ = progress.elapsed + (shell_.err_is_terminal ? Duration(redraw_every) : Duration(print_every));
  if (!shell_.err_is_terminal) {
    if (progress.asked) shell_.err << progress_line(progress, plan_, 0) << '\n' << std::flush;
    return;
  }
  const std::size_t bar_width = shell_.width >= 110 ? 20 : shell_.width >= 95 ? 8 : 0;
  const std::string line = cut_to_width(progress_line(progress, plan_, bar_width), static_cast<std::size_t>(shell_.width) - 1);
  line_stands_ = true;
  shell_.err << (color_ ? "\r\033[K\033[36m" : "\r\033[K") << line << (color_ ? "\033[0m" : "") << std::flush;
}

void ProgressDisplay::finish(const RunResult& result) {
  take_away_line();
  if (!quiet_) {
    shell_.err << progress_line(result.progress, plan_, 0) << '\n';
  }
  for (const std::string& note : result.notes) shell_.err << "warning: " << note << '\n';
}

}  // namespace shortlist
