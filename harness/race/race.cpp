#include "harness/race/race.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "harness/ports/items.hpp"
#include "harness/race/policies.hpp"
#include "harness/race/ranking.hpp"

namespace shortlist {
namespace {

std::vector<std::size_t> suite_sizes(const Plan& plan) {
  std::vector<std::size_t> sizes;
  for (const Suite& suite : plan.suites) sizes.push_back(suite.items->size());
  return sizes;
}

/// One candidate's part of a round: positions from .. to - 1.
struct Lap { std::uint32_t candidate; std::size_t from, to; };

/// Hands out a round's calls item by item, all candidates at one item before the next, so that a slow hour of the
/// provider strikes all alike; who begins moves on with each item.
class Cursor {
 public:
  void start(std::size_t position) { position_ = position, repeat_ = 0, turn_ = 0; }
  std::size_t position() const { return position_; }
  std::uint32_t repeat() const { return repeat_; }
  const Lap& lap(const std::vector<Lap>& laps) const { return laps[(turn_ + position_) % laps.size()]; }
  void advance(std::size_t laps, std::uint32_t repeats) {
    if (++turn_ < laps) return;
    turn_ = 0;
    if (++repeat_ < repeats) return;
    repeat_ = 0;
    ++position_;
  }

 private:
  std::size_t position_ = 0, turn_ = 0;
  std::uint32_t repeat_ = 0;
};

}  // namespace

// Invariants: `laps` is the open round; `missing` of its calls have no record, and it is above 0 unless finished. All
// calls that were ever handed out lie within `asked` or the open laps.
struct Race::State {
  explicit State(const Plan& p)
      : plan(p), order(suite_sizes(plan), plan.seed), board(plan, order), racing(plan.candidates.size()),
        asked(plan.candidates.size()) {
    std::iota(racing.begin(), racing.end(), 0u);
    start_stage();
    go_on();
  }
  State(const State&) = delete;

  Field field() const { return {plan.stages[stage], board, racing, asked, round}; }
  /// "race"; "race 2" where an earlier stage is of that kind too.
  std::string stage_name() const;

  void start_stage();
  void open_round();
  void close_round();
  void go_on();
  void observe(const Record& record);
  std::vector<CallKey> next(std::size_t room);
  RaceStatus status() const;

  const Plan plan;
  const Order order;
  Board board;
  std::vector<std::uint32_t> racing;   // ascending
  std::vector<std::size_t> asked;      // first items asked of each candidate, closed rounds only
  std::vector<Cut> cuts;
  bool finished = false, strays = false;

  std::size_t stage = 0;
  std::uint32_t round = 0;             // within the stage
  std::size_t rounds_before = 0;       // closed, in earlier stages
  std::unique_ptr<Policy> policy;
  std::vector<Lap> laps;               // of the open round
  std::vector<std::size_t> until;      // one a candidate: the end of its lap in the open round, or what it was asked
  std::size_t calls = 0, missing = 0;  // of the open round
  Cursor cursor;
};

std::string Race::State::stage_name() const {
  const std::string& kind = plan.stages[stage].kind;
  const auto here = plan.stages.begin() + static_cast<std::ptrdiff_t>(stage);
  const auto before = std::count_if(plan.stages.begin(), here, [&](const Stage& s) { return s.kind == kind; });
  return before == 0 ? kind : fmt::format("{} {}", kind, before + 1);
}

void Race::State::start_stage() {
  finished = stage == plan.stages.size() || racing.empty();
  if (finished) return;
  std::size_t common = order.size();
  for (std::uint32_t candidate : racing) common = std::min(common, asked[candidate]);
  policy = make_policy(plan.stages[stage], {racing.size(), common, order.size()});
  round = 0;
}

void Race::State::open_round() {
  ++round;
  laps.clear();
  until = asked;
  calls = missing = 0;
  std::size_t first = order.size();
  for (const auto& [candidate, items] : policy->open(field())) {
    const std::size_t from = asked[candidate], to = std::min(items, order.size());
    if (from >= to) continue;
    laps.push_back({candidate, from, to});
    until[candidate] = to;
    first = std::min(first, from);
    calls += (to - from) * board.repeats();
    for (std::size_t position = from; position < to; ++position)
      for (std::uint32_t r = 0; r < board.repeats(); ++r) missing += !board.has(candidate, position, r);
  }
  cursor.start(first);
}

void Race::State::close_round() {
  asked = until;
  for (Cut& cut : policy->close(field())) {
    cut.stage = stage_name(), cut.round = round;
    racing.erase(std::remove(racing.begin(), racing.end(), cut.candidate), racing.end());
    cuts.push_back(std::move(cut));
  }
}

/// Opens rounds and stages until one waits for records or all is done. A loop, since a resumed run's records may close
/// many rounds at once.
void Race::State::go_on() {
  while (!finished && missing == 0) {
    if (!laps.empty()) close_round();
    open_round();
    if (laps.empty()) {
      rounds_before += round - 1;
      ++stage;
      start_stage();
    }
  }
}

void Race::State::observe(const Record& record) {
  const CallKey& key = record.outcome.key;
  if (!board.in_plan(key)) {
    strays = true;
    return;
  }
  if (!board.insert(record) || finished) return;
  const std::size_t position = order.position(key.suite, key.item);
  if (position < asked[key.candidate] || position >= until[key.candidate]) return;
  if (--missing == 0) go_on();
}

std::vector<CallKey> Race::State::next(std::size_t room) {
  std::vector<CallKey> handed;
  if (finished) return handed;
  const std::size_t end = *std::max_element(until.begin(), until.end());
  for (; handed.size() < room && cursor.position() < end; cursor.advance(laps.size(), board.repeats())) {
    const Lap& lap = cursor.lap(laps);
    const std::size_t p = cursor.position();
    if (p < lap.from || p >= lap.to || board.has(lap.candidate, p, cursor.repeat())) continue;
    handed.push_back({lap.candidate, order.at(p).suite, order.at(p).item, cursor.repeat()});
  }
  return handed;
}

RaceStatus Race::State::status() const {
  RaceStatus s{cuts, finished, {}, calls, missing, strays};
  if (!finished) s.open = place_of({0, stage_name(), round, {}});
  return s;
}

Race::Race(const Plan& plan) : state_(std::make_unique<State>(plan)) {}
Race::~Race() = default;
Race::Race(Race&&) noexcept = default;

std::vector<CallKey> Race::next(std::size_t room) { return state_->next(room); }
void Race::observe(const Record& record) { state_->observe(record); }
bool Race::finished() const { return state_->finished; }
Ranking Race::ranking() const { return rank(state_->board, state_->status()); }

Race::Progress Race::progress() const {
  const State& s = *state_;
  Progress p;
  p.racing = s.racing.size(), p.observed = s.board.records();
  p.round = p.rounds = s.rounds_before;
  if (!s.finished) p.round += s.round, p.rounds += s.policy->rounds() + (s.plan.stages.size() - s.stage - 1);
  for (std::size_t asked : s.asked) p.at_most += asked;
  for (std::uint32_t candidate : s.racing) p.at_most += s.order.size() - s.asked[candidate];
  p.at_most *= s.board.repeats();
  return p;
}

std::size_t worst_case_calls(const Plan& plan) {
  const auto sizes = suite_sizes(plan);
  return std::accumulate(sizes.begin(), sizes.end(), std::size_t{0}) * plan.candidates.size() * plan.repeats;
}

}  // namespace shortlist
