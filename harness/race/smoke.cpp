// A few items for all: drops who does not answer, breaks the format, or is hopelessly slow or dear.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "harness/board/words.hpp"
#include "harness/race/policies.hpp"

namespace shortlist {
namespace {

using Ending = Board::Ending;

/// "without a number": what an unparsable answer lacks by the suite's first metric.
std::string_view lacks(const Suite& suite) {
  constexpr std::pair<std::string_view, std::string_view> by_metric[] = {
      {"number", "without a number"}, {"choice", "without a choice"}, {"json", "without the JSON asked for"}};
  if (suite.metrics.size() == 1)
    for (const auto& [kind, words] : by_metric)
      if (kind == suite.metrics[0].kind) return words;
  return "unparsable";
}

std::string_view said(Ending ending, const Suite& suite) {
  constexpr std::array<std::string_view, 7> words{"", "failed", "refused", "truncated", "empty", "", "that no metric can judge"};
  return ending == Ending::unparsable ? lacks(suite) : words.at(static_cast<std::size_t>(ending));
}

/// "5 of 5 answers without a number", "4 of 5 answers flawed: 3 without a number, 1 refused"; `flawed` is their number.
std::string flaws(const Board& board, std::uint32_t candidate, std::size_t items, std::size_t& flawed) {
  std::map<std::string_view, std::size_t> kinds;
  for (std::size_t p = 0; p < items; ++p)
    if (const Ending ending = board.ending(candidate, p); ending != Ending::good)
      ++kinds[said(ending, board.plan().suites[board.order().at(p).suite])], ++flawed;
  const std::string_view noun = kinds.contains("failed") ? "calls" : "answers";
  if (kinds.size() == 1) return fmt::format("{} of {} {} {}", flawed, items, noun, kinds.begin()->first);
  std::string each;
  for (const auto& [kind, n] : kinds) each += fmt::format("{}{} {}", each.empty() ? "" : ", ", n, kind);
  return fmt::format("{} of {} {} flawed: {}", flawed, items, noun, each);
}

/// Of each item, the mean of its answers; only those known. Answers that later stages ask of the same items are no part.
std::vector<double> known(const Board& board, Board::Figure figure, std::uint32_t candidate, std::size_t items) {
  std::vector<double> values;
  for (std::size_t p = 0; p < items; ++p)
    if (const double v = board.mean(figure, candidate, p, board.plan().repeats); !std::isnan(v)) values.push_back(v);
  return values;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);   // the lower: in doubt it stays
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

class Smoke : public Policy {
 public:
  explicit Smoke(const SmokeStage& stage) : stage_(stage) {}

  std::vector<Target> open(const Field& field) override {
    std::vector<Target> all;
    if (field.round > 1) return all;
    for (const std::uint32_t candidate : field.racing) all.push_back({candidate, items(field)});
    return all;
  }

  std::vector<Cut> close(const Field& field) override {
    std::vector<Cut> cuts;
    for (const std::uint32_t candidate : field.racing)
      if (std::string why = hopeless(field, candidate); !why.empty()) cuts.push_back({candidate, {}, 0, std::move(why)});
    if (cuts.empty() || cuts.size() < field.racing.size()) return cuts;
    tell_of_all(field, cuts);
    return {};
  }

  std::vector<std::string> notes(const Field&) const override { return notes_; }
  std::size_t rounds() const override { return 1; }

 private:
  std::size_t items(const Field& field) const { return std::min(stage_.items, field.board.order().size()); }

  /// Why it leaves, or "".
  std::string hopeless(const Field& field, std::uint32_t candidate) const {
    const Board& board = field.board;
    const Objective& limits = board.plan().objective;
    const std::size_t n = items(field);
    std::size_t flawed = 0;
    std::string broken = flaws(board, candidate, n, flawed);
    if (static_cast<double>(flawed) <= stage_.flawed_max * static_cast<double>(n)) broken.clear();
    const auto add = [&](std::string more) { broken += (broken.empty() ? "" : "; ") + std::move(more); };
    const auto times = known(board, Board::Figure::total_ms, candidate, n);
    if (limits.limit_p95_ms && !times.empty() && median(times) > stage_.over_limit * *limits.limit_p95_ms)
      add(fmt::format("median {} on {}, over {:g} x the limit of {}", ms_text(median(times)), count(times.size(), "item"),
                      stage_.over_limit, ms_text(*limits.limit_p95_ms)));
    const auto costs = known(board, Board::Figure::cost_usd, candidate, n);
    if (limits.limit_usd_per_1k && !costs.empty() && 1000 * mean(costs) > stage_.over_limit * *limits.limit_usd_per_1k)
      add(fmt::format("{} per 1k on {}, over {:g} x the limit of {}", usd_text(1000 * mean(costs)), count(costs.size(), "item"),
                      stage_.over_limit, usd_text(*limits.limit_usd_per_1k)));
    return broken;
  }

  void tell_of_all(const Field& field, const std::vector<Cut>& cuts) {
    const Cut& first = cuts.front();
    const std::string& name = field.board.plan().candidates[first.candidate].name;
    notes_.push_back(cuts.size() == 1 ? fmt::format("{}: {}; it stays, since nobody else is left", name, first.why)
                                      : fmt::format("all {} broke, so nobody is dropped: perhaps the suite's metric, prompt or a limit is "
                                                    "wrong ({}: {})", cuts.size(), name, first.why));
  }

  const SmokeStage stage_;
  std::vector<std::string> notes_;
};

}  // namespace

std::unique_ptr<Policy> make_smoke(const SmokeStage& stage, const Field&) { return std::make_unique<Smoke>(stage); }

}  // namespace shortlist
