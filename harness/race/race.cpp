#include "harness/race/race.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

#include "harness/board/figures.hpp"
#include "harness/ports/items.hpp"
#include "harness/race/keep.hpp"
#include "harness/race/policies.hpp"
#include "harness/ranking/ranking.hpp"

namespace shortlist {
namespace {

/// Clusters by number; none where every item is alone.
std::vector<std::uint32_t> clusters(const Items& items) {
  std::unordered_map<std::string, std::uint32_t> known;
  std::vector<std::uint32_t> numbers;
  std::uint32_t next = 0;
  bool any = false;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string name = items.cluster(i);
    const auto [at, fresh] = known.try_emplace(name, next);
    const bool alone = name.empty() || fresh;
    any = any || !alone;
    numbers.push_back(alone ? next++ : at->second);
  }
  return any ? numbers : std::vector<std::uint32_t>{};
}

std::vector<SuiteShape> shapes(const Plan& plan) {
  std::vector<SuiteShape> all;
  for (const Suite& suite : plan.suites) all.push_back({suite.items->size(), clusters(*suite.items)});
  return all;
}

/// One candidate's part of a round, for one repeat: positions from .. to - 1.
struct Lap {
  std::uint32_t candidate, repeat;
  std::size_t from, to;
};

/// Hands out a round's calls item by item, all candidates at one item before the next, so that a slow hour of the
/// provider strikes all alike; who begins moves on with each item.
class Cursor {
 public:
  void start(std::size_t position) { position_ = position, turn_ = 0; }
  std::size_t position() const { return position_; }
  const Lap& lap(const std::vector<Lap>& laps) const { return laps[(turn_ + position_) % laps.size()]; }
  void advance(std::size_t laps) {
    if (++turn_ < laps) return;
    turn_ = 0;
    ++position_;
  }

 private:
  std::size_t position_ = 0, turn_ = 0;
};

/// Whoever stands at the start: all, or of each base the first variant where an optimise stage brings the others in.
std::vector<std::uint32_t> first_field(const Plan& plan) {
  const bool later = std::any_of(plan.stages.begin(), plan.stages.end(),
                                 [](const Stage& s) { return std::holds_alternative<OptimiseStage>(s); });
  std::vector<std::uint32_t> field;
  for (std::uint32_t c = 0; c < plan.candidates.size(); ++c) {
    const std::string& base = plan.candidates[c].base;
    const bool waits = later && c > 0 && !base.empty() && base == plan.candidates[c - 1].base;
    if (!waits) field.push_back(c);
  }
  return field;
}

/// The most of a stage's candidates that go on into it; 0: all.
std::size_t kept(const Stage& stage) {
  if (const auto* optimise = std::get_if<OptimiseStage>(&stage)) return optimise->keep;
  if (const auto* confirm = std::get_if<ConfirmStage>(&stage)) return confirm->keep;
  return 0;
}

}  // namespace

// Invariants: `laps` is the open round; `missing` of its calls have no record, and it is above 0 unless finished. All
// calls that were ever handed out lie within `asked` or the open laps.
struct Race::State {
  explicit State(const Plan& p)
      : plan(p), order(shapes(plan), plan.seed), board(plan, order), racing(first_field(plan)),
        asked(plan.candidates.size()), reached(plan.candidates.size() * board.repeats()), until(reached) {
    for (std::size_t s = 0; s < plan.stages.size(); ++s) reports.push_back({stage_name(s)});
    start_stage();
    go_on();
  }
  State(const State&) = delete;

  Field field() const { return {board, racing, cuts, asked, round}; }
  /// "race"; "race 2" where an earlier stage is of that kind too.
  std::string stage_name(std::size_t index) const;
  StageReport& report() { return reports[stage]; }
  std::size_t lane_of(std::uint32_t candidate, std::uint32_t repeat) const { return candidate * board.repeats() + repeat; }

  void start_stage();
  void end_stage();
  void cut(std::vector<Cut> leaving);
  void take_back(std::span<const std::uint32_t> returning);
  void report_on(StageReport& r) const;
  void let_variants_in();
  void open_round();
  void add_laps(const Target& target);
  std::size_t calls_made() const;   // of the open round
  void close_round();
  std::vector<StageReport> reports_so_far() const;
  void go_on();
  void observe(const Record& record);
  std::vector<CallKey> next(std::size_t room);
  RaceStatus status() const;

  const Plan plan;
  const Order order;
  Board board;
  std::vector<std::uint32_t> racing;   // ascending
  std::vector<std::size_t> asked;      // first items asked of each candidate as often as the plan repeats; closed rounds only
  std::vector<std::size_t> reached;    // likewise of each (candidate, repeat)
  std::vector<Cut> cuts;
  std::vector<StageReport> reports;    // one a stage
  bool finished = false, strays = false;
  bool opened = false;                 // a round is open, though all of it may be known already

  std::size_t stage = 0;
  std::uint32_t round = 0;             // within the stage
  std::size_t rounds_before = 0;       // closed, in earlier stages
  std::unique_ptr<Policy> policy;
  std::vector<std::string> entry_notes;   // of the stage, besides the policy's
  std::vector<Lap> laps;               // of the open round
  std::vector<std::size_t> until;      // as `reached`: the end of its lap in the open round, or what it was asked
  std::size_t calls = 0, missing = 0;  // of the open round
  Cursor cursor;
};

std::string Race::State::stage_name(std::size_t index) const {
  const std::string kind(name_of(plan.stages[index]));
  const auto here = plan.stages.begin() + static_cast<std::ptrdiff_t>(index);
  const auto before = std::count_if(plan.stages.begin(), here, [&](const Stage& s) { return name_of(s) == kind; });
  return before == 0 ? kind : fmt::format("{} {}", kind, before + 1);
}

void Race::State::start_stage() {
  finished = stage == plan.stages.size() || racing.empty();
  if (finished) return;
  round = 0;
  entry_notes.clear();
  report().begun = true;
  report().entered = racing.size();
  if (const std::size_t keep = kept(plan.stages[stage])) cut(all_but_the_best(field(), keep));
  if (std::holds_alternative<OptimiseStage>(plan.stages[stage])) let_variants_in(), report().entered = racing.size();
  policy = make_policy(plan.stages[stage], field());
  cut(policy->enter(field()));
}

void Race::State::end_stage() {
  report_on(report());
  report().finished = true;
  rounds_before += round - 1;
}

void Race::State::report_on(StageReport& r) const {
  r.stayed = racing.size(), r.rounds = round > 0 ? round - 1 : 0;
  r.certificate.reset();
  if (!racing.empty()) r.certificate = policy->certificate(field());
  if (r.certificate) r.certificate->entered = r.entered;
  r.notes.insert(r.notes.end(), entry_notes.begin(), entry_notes.end());
  const auto more = policy->notes(field());
  r.notes.insert(r.notes.end(), more.begin(), more.end());
}

void Race::State::cut(std::vector<Cut> leaving) {
  for (Cut& one : leaving) {
    one.stage = stage_name(stage), one.round = round;
    racing.erase(std::remove(racing.begin(), racing.end(), one.candidate), racing.end());
    cuts.push_back(std::move(one));
  }
}

void Race::State::take_back(std::span<const std::uint32_t> returning) {
  for (const std::uint32_t candidate : returning) {
    std::erase_if(cuts, [&](const Cut& c) { return c.candidate == candidate && c.stage == report().name; });
    racing.insert(std::upper_bound(racing.begin(), racing.end(), candidate), candidate);
  }
}

/// Says which bases have variants that will never be tried, since the base has left.
void Race::State::let_variants_in() {
  const auto stands = [&](const Candidate& c) {
    return std::any_of(racing.begin(), racing.end(), [&](auto r) { return plan.candidates[r].base == c.base; });
  };
  std::vector<std::uint32_t> field = racing;
  std::map<std::string, std::size_t> untried;
  for (std::uint32_t c = 0; c < plan.candidates.size(); ++c) {
    const std::string& base = plan.candidates[c].base;
    if (base.empty()) continue;
    if (stands(plan.candidates[c])) field.push_back(c);
    else if (c > 0 && plan.candidates[c - 1].base == base) ++untried[base];
  }
  for (const auto& [base, n] : untried)
    entry_notes.push_back(fmt::format("{} had left, so {} of its variants {} not tried", base, n, n == 1 ? "was" : "were"));
  std::sort(field.begin(), field.end());
  field.erase(std::unique(field.begin(), field.end()), field.end());
  racing = std::move(field);
}

void Race::State::open_round() {
  ++round;
  laps.clear();
  until = reached;
  calls = missing = 0;
  const auto targets = policy->open(field());
  opened = !targets.empty();
  for (const Target& target : targets) add_laps(target);
  std::size_t first = order.size();
  for (const Lap& lap : laps) first = std::min(first, lap.from);
  cursor.start(first);
}

void Race::State::add_laps(const Target& target) {
  const std::size_t to = std::min(target.items, order.size());
  const std::uint32_t repeats = std::max(target.repeats, plan.repeats);
  for (std::uint32_t r = 0; r < repeats; ++r) {
    const std::size_t from = reached[lane_of(target.candidate, r)];
    if (from >= to) continue;
    laps.push_back({target.candidate, r, from, to});
    until[lane_of(target.candidate, r)] = to;
    calls += to - from;
    for (std::size_t position = from; position < to; ++position) missing += !board.has(target.candidate, position, r);
  }
}

std::size_t Race::State::calls_made() const {
  std::size_t made = 0;
  for (const Lap& lap : laps)
    for (std::size_t position = lap.from; position < lap.to; ++position) made += board.made(lap.candidate, position, lap.repeat);
  return made;
}

void Race::State::close_round() {
  reached = until;
  for (std::size_t c = 0; c < asked.size(); ++c) asked[c] = reached[lane_of(static_cast<std::uint32_t>(c), 0)];
  report().calls += calls_made();
  cut(policy->close(field()));
  take_back(policy->taken_back());
}

/// Opens rounds and stages until one waits for records or all is done. A loop, since a resumed run's records may close
/// many rounds at once.
void Race::State::go_on() {
  while (!finished && missing == 0) {
    if (opened) close_round();
    open_round();
    if (!opened) {
      end_stage();
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
  const std::size_t position = order.position(key.suite, key.item), lane = lane_of(key.candidate, key.repeat);
  if (position < reached[lane] || position >= until[lane]) return;
  if (--missing == 0) go_on();
}

std::vector<CallKey> Race::State::next(std::size_t room) {
  std::vector<CallKey> handed;
  if (finished) return handed;
  const std::size_t end = *std::max_element(until.begin(), until.end());
  for (; handed.size() < room && cursor.position() < end; cursor.advance(laps.size())) {
    const Lap& lap = cursor.lap(laps);
    const std::size_t p = cursor.position();
    if (p < lap.from || p >= lap.to || board.has(lap.candidate, p, lap.repeat)) continue;
    handed.push_back({lap.candidate, order.at(p).suite, order.at(p).item, lap.repeat});
  }
  return handed;
}

std::vector<StageReport> Race::State::reports_so_far() const {
  std::vector<StageReport> all = reports;
  if (finished) return all;
  report_on(all[stage]);
  all[stage].calls += calls_made();
  return all;
}

RaceStatus Race::State::status() const {
  RaceStatus s{cuts, reports_so_far(), finished, {}, calls, missing, strays};
  if (!finished) s.open = place_of({0, stage_name(stage), round, {}});
  return s;
}

Race::Race(const Plan& plan) : state_(std::make_unique<State>(plan)) {}
Race::~Race() = default;
Race::Race(Race&&) noexcept = default;

std::vector<CallKey> Race::next(std::size_t room) { return state_->next(room); }
void Race::observe(const Record& record) { state_->observe(record); }
bool Race::finished() const { return state_->finished; }
Ranking Race::ranking() const { return rank(state_->board, state_->status()); }

std::vector<StageReport> Race::stages() const { return state_->reports_so_far(); }
std::size_t Race::stage() const { return state_->finished ? state_->plan.stages.size() : state_->stage; }
std::span<const std::uint32_t> Race::racing() const { return state_->racing; }

Race::Progress Race::progress() const {
  const State& s = *state_;
  Progress p;
  p.stage = std::min(s.stage, s.plan.stages.size() - 1);
  p.racing = s.racing.size(), p.observed = s.board.records();
  p.round = p.rounds = s.rounds_before;
  if (!s.finished) p.round += s.round, p.rounds += s.policy->rounds() + (s.plan.stages.size() - s.stage - 1);
  p.rounds = std::max(p.rounds, p.round);   // laggards take rounds that no plan foresees
  std::vector<bool> out(s.plan.candidates.size(), s.finished);
  const bool may_return = !s.finished && has_limits(s.plan.objective);   // while their stage is open
  for (const Cut& cut : s.cuts) out[cut.candidate] = !may_return || cut.stage != s.reports[s.stage].name;
  for (std::uint32_t c = 0; c < out.size(); ++c)
    for (std::uint32_t r = 0; r < s.board.repeats(); ++r) p.at_most += out[c] ? s.until[s.lane_of(c, r)] : s.order.size();
  return p;
}

std::size_t worst_case_calls(const Plan& plan) {
  std::size_t items = 0;
  for (const Suite& suite : plan.suites) items += suite.items->size();
  return items * plan.candidates.size() * most_repeats(plan);
}

}  // namespace shortlist
