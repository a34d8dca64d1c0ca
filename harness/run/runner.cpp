#include "harness/run/runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>
#include <utility>

#include "harness/run/calls.hpp"
#include "harness/run/graders.hpp"
#include "harness/run/saver.hpp"

namespace shortlist {
namespace {

constexpr Duration wait_max = std::chrono::milliseconds(100);     // so that interrupts and displays are soon served
constexpr Duration drain_max = std::chrono::seconds(10);          // for answers under way after the first interrupt
constexpr Duration cancel_wait_max = std::chrono::seconds(5);     // for backends to let go of what is cancelled
/// With many calls in flight replies come close together: a little patience, and one waking serves several.
constexpr std::size_t many_in_flight = 16;
constexpr Duration gather = std::chrono::microseconds(50);
constexpr Duration overdue_check_every = std::chrono::seconds(1);
constexpr std::size_t queued_max = 65536;                         // calls taken from the race and not yet asked

/// Answers on their way through judge and store: at this many no new call starts. A process that is killed pays for what
/// is on its way again, beside what is in flight: some milliseconds' worth (see Saver::batch_every).
std::size_t unsaved_max(const std::vector<LaneSpec>& lanes) {
  std::size_t slots = 0;
  for (const LaneSpec& lane : lanes) slots += static_cast<std::size_t>(*lane.limits.concurrency);
  return std::max<std::size_t>(1024, 4 * slots);
}

using Mail = std::variant<Arrived, Saved>;

/// What one run needs while it goes; the loop is `run`.
class Runner {
 public:
  explicit Runner(const RunnerSetup& setup)
      : setup_(setup), inbox_(std::make_shared<Mailbox<Mail>>(setup.clock)), started_(setup.clock.now()),
        purse_(setup.plan.budget, setup.before, started_),
        saver_(setup.sink, setup.grader_threads > 0, setup.clock,
               [inbox = inbox_](Saved saved) { inbox->put(std::move(saved)); }),
        graders_(setup.plan, setup.grader, setup.grader_threads, setup.clock,
                 [this](Graded graded) { pass_on(std::move(graded)); }),
        calls_(setup, [inbox = inbox_](Arrived arrived) { inbox->put(std::move(arrived)); }) {}

  RunResult run() {
    while (!over()) {
      heed_interrupts();
      heed_limits();
      refill();
      send();
      tell();
      saver_.flush();
      wait();
    }
    return result();
  }

 private:
  bool over();
  void heed_interrupts();
  void heed_limits();
  void drain(RunEnd end, const std::string& note);
  void refill();
  void check_not_stuck() const;
  bool may_start(const CallKey& key);
  Money worst_of(const CallKey& key);
  bool idle() const { return calls_.in_flight() == 0 && calls_.waiting() == 0 && unsaved_ == 0; }
  void send();
  void collect_ended();
  void pass_on(Graded graded);
  void tell();
  void wait();
  void read(Mail mail);
  void observe(const Record& record);
  RunProgress progress() const;
  RunResult result();

  const RunnerSetup& setup_;
  /// Shared, because a backend may answer after the run is over.
  std::shared_ptr<Mailbox<Mail>> inbox_;
  Instant started_;
  Purse purse_;
  Saver saver_;                           ///< before the graders, who hand their records to it
  Graders graders_;
  Calls calls_;
  const std::size_t unsaved_max_ = unsaved_max(setup_.lanes);
  std::size_t unsaved_ = 0, asked_ = 0, failed_ = 0;
  std::optional<RunEnd> end_;             ///< set: nothing new is sent
  std::optional<Instant> cancel_at_;      ///< set: interrupted; then what is still in flight is cancelled
  std::optional<Instant> give_up_;        ///< set: cancelled, and no longer awaited after this
  Instant overdue_checked_{};
  std::map<std::size_t, std::pair<std::optional<CallKey>, Money>> worst_;   ///< by lane: of the call that was looked at last
  std::optional<std::uint32_t> too_dear_; ///< candidate of the call that was turned away last
  std::vector<std::string> notes_;
};

bool Runner::over() {
  if (!end_ && setup_.race.finished()) drain(RunEnd::finished, "");
  if (give_up_ && setup_.clock.now() >= *give_up_) calls_.abandon_all();
  return end_ && idle();
}

void Runner::heed_interrupts() {
  const int interrupts = setup_.interrupts ? setup_.interrupts->load() : 0;
  if (interrupts == 0 || give_up_) return;
  const Instant now = setup_.clock.now();
  if (!cancel_at_) {
    cancel_at_ = now + drain_max;
    if (!end_) drain(RunEnd::interrupted, "interrupted: the next run goes on from here");
    else calls_.drain();
  }
  if (interrupts == 1 && now < *cancel_at_) return;
  give_up_ = now + cancel_wait_max;
  calls_.cancel_all();
}

void Runner::heed_limits() {
  const bool late = purse_.deadline() && setup_.clock.now() >= *purse_.deadline();
  if (end_ == RunEnd::budget && late) calls_.drain();
  if (end_) return;
  if (calls_.all_stopped()) return drain(RunEnd::lane_stopped, "");
  std::string why = purse_.empty(setup_.clock.now());
  if (why.empty()) return;
  if (late) return drain(RunEnd::budget, why);
  end_ = RunEnd::budget;   // what has started is tried until it ends: it has been counted
  if (const auto needed = purse_.needed(); needed && too_dear_)
    why += fmt::format("; it is one of {}: {}", setup_.plan.candidates[*too_dear_].name,
                       way_out(setup_.plan.candidates[*too_dear_], *needed));
  notes_.push_back(why);
  calls_.stop_new();
}

void Runner::drain(RunEnd end, const std::string& note) {
  end_ = end;
  if (!note.empty()) notes_.push_back(note);
  calls_.drain();
}

// A lane without work asks for more even though other lanes have plenty: the race's order is its own.
void Runner::refill() {
  while (!end_ && calls_.wants() > 0 && calls_.waiting() < queued_max && unsaved_ < unsaved_max_) {
    const auto keys = setup_.race.next(calls_.wants());
    for (const CallKey& key : keys) calls_.add(key);
    collect_ended();
    if (keys.empty()) return check_not_stuck();
  }
}

void Runner::check_not_stuck() const {
  if (idle())
    throw std::logic_error("the race is not finished, waits for no record, and has no call to make");
}

bool Runner::may_start(const CallKey& key) {
  if (end_ || unsaved_ >= unsaved_max_ || !purse_.empty(setup_.clock.now()).empty()) return false;
  if (!purse_.limits_money() || purse_.affords(worst_of(key))) return true;
  too_dear_ = key.candidate;
  return false;
}

/// A call that does not fit is asked for again and again.
Money Runner::worst_of(const CallKey& key) {
  auto& [known, worst] = worst_[setup_.lane_of[key.candidate]];
  if (known == key) return worst;
  known = key;
  worst = worst_cost(setup_.plan.candidates[key.candidate], *calls_.item_of(key)).value_or(Money{});
  return worst;
}

void Runner::send() {
  calls_.send([this](const CallKey& key) { return may_start(key); },
              [this](const CallKey& key, const Item& item) {
                ++asked_;
                purse_.start(key, worst_cost(setup_.plan.candidates[key.candidate], item));
              });
}

void Runner::collect_ended() {
  for (Ended& ended : calls_.take_ended()) {
    ++unsaved_;
    graders_.submit(std::move(ended));
  }
  for (const CallKey& key : calls_.take_abandoned()) purse_.abandon(key);
}

/// On a grader's thread.
void Runner::pass_on(Graded graded) {
  if (auto* record = std::get_if<Record>(&graded)) saver_.save(std::move(*record));
  else inbox_->put(Saved(std::get<std::exception_ptr>(graded)));
}

void Runner::tell() {
  if (setup_.on_progress) setup_.on_progress(progress());
}

void Runner::wait() {
  const Instant now = setup_.clock.now();
  if (now - overdue_checked_ >= overdue_check_every) {
    overdue_checked_ = now;
    calls_.check_overdue();
  }
  Instant until = idle() ? now : now + wait_max;
  if (const auto wake = calls_.next_wake()) until = std::min(until, *wake);
  if (cancel_at_ && !give_up_) until = std::min(until, *cancel_at_);
  if (const auto end = purse_.deadline(); end && now < *end) until = std::min(until, *end);
  const bool many = setup_.grader_threads > 0 && calls_.in_flight() >= many_in_flight;
  for (Mail& mail : inbox_->take_all(until, many ? gather : Duration::zero())) read(std::move(mail));
  collect_ended();
}

void Runner::read(Mail mail) {
  if (auto* arrived = std::get_if<Arrived>(&mail)) return calls_.receive(std::move(*arrived));
  auto& saved = std::get<Saved>(mail);
  if (auto* error = std::get_if<std::exception_ptr>(&saved)) std::rethrow_exception(*error);
  for (const Record& record : std::get<std::vector<Record>>(saved)) observe(record);
}

/// The record is durable: it counts.
void Runner::observe(const Record& record) {
  --unsaved_;
  purse_.settle(record.outcome.key, record.cost);
  if (failure(record.outcome)) ++failed_;
  setup_.race.observe(record);
}

RunProgress Runner::progress() const {
  RunProgress progress;
  progress.race = setup_.race.progress();
  progress.in_flight = calls_.in_flight();
  progress.failed = failed_;
  progress.retried = calls_.retried();
  progress.asked = asked_;
  progress.cached = calls_.cached();
  progress.waiting_again = calls_.under_way() - calls_.in_flight();
  progress.spent = purse_.spent().money;
  progress.cost_unknown = purse_.spent().cost_unknown;
  progress.elapsed = setup_.clock.now() - started_;
  return progress;
}

RunResult Runner::result() {
  tell();
  RunResult result{*end_, progress(), calls_.notes(), {}};
  if (setup_.race.finished()) result.end = calls_.any_stopped() ? RunEnd::lane_stopped : RunEnd::finished;
  if (result.end != RunEnd::finished) result.notes.insert(result.notes.end(), notes_.begin(), notes_.end());
  if (setup_.plan.budget.money && result.progress.cost_unknown > 0)
    result.notes.push_back(fmt::format("the cost of {} calls is unknown, so the money budget did not see them",
                                       result.progress.cost_unknown));
  result.lanes = calls_.histories();
  return result;
}

}  // namespace

RunResult run_race(RunnerSetup setup) { return Runner(setup).run(); }

bool asks_again(const Record& record) {
  const auto* failed = failure(record.outcome);
  if (!failed) return false;
  return was_unsent(record.outcome) || worth_retrying(failed->kind) || failed->kind == FailureKind::auth || failed->kind == FailureKind::quota ||
         failed->kind == FailureKind::cancelled;
}

}  // namespace shortlist
