#pragma once
// The calls under way: lanes say which may go, backends are asked, replies become retries or outcomes.
// The main thread owns it; backends reply on any thread, through `deliver`.
//
// Invariant: each call that was added leaves exactly once: as an outcome (`take_ended`) or, when the run must stop,
// abandoned (`take_abandoned`), to be asked again by the next run.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "harness/run/lane.hpp"
#include "harness/run/outcome.hpp"
#include "harness/run/runner.hpp"

namespace shortlist {

/// A backend's reply to one try.
struct Arrived {
  CallKey key;
  int tries;
  Reply reply;
  Instant at;
};

/// How long after its time-out a try may go without a word before it is cancelled, and again before it is given up.
inline constexpr Duration reply_grace = std::chrono::seconds(10);

class Calls {
 public:
  /// `deliver` takes replies on any thread, also after this object is gone.
  Calls(const RunnerSetup& setup, std::function<void(Arrived)> deliver);
  ~Calls();   ///< cancels what is in flight

  /// New calls that the lanes could use now.
  std::size_t wants() const;
  void add(const CallKey& key);
  /// Asks for all that may go now. `may_start` is asked before each new call, `started` is told of it.
  void send(const std::function<bool()>& may_start, const std::function<void(const CallKey&, const Item&)>& started);
  void receive(Arrived arrived);
  /// Cancels tries whose backend has been silent for too long, then gives them up.
  void check_overdue();
  /// From now on nothing is sent: what waits is abandoned, and so is what comes back without an answer.
  void drain();
  void cancel_all();
  /// Gives up what is still in flight. REQUIRES: drain() was called.
  void abandon_all();

  std::vector<Outcome> take_ended() { return std::exchange(ended_, {}); }
  std::vector<CallKey> take_abandoned() { return std::exchange(abandoned_, {}); }
  std::optional<Instant> next_wake() const;
  std::size_t in_flight() const;
  std::size_t waiting() const;
  std::size_t retried() const { return retried_; }
  std::size_t cached() const { return cached_; }
  bool any_stopped() const { return !notes_.empty(); }
  bool all_stopped() const;
  const std::vector<std::string>& notes() const { return notes_; }   ///< why lanes were stopped

 private:
  /// A call from its first try to its end.
  struct Flight {
    LaneCall call;
    Instant due;                     ///< when its first try could go
    WallTime started;
    AskedKey asked{};
    std::vector<Attempt> attempts;
    std::optional<Instant> sent;     ///< of the try in flight; unset while it waits for the next
    Instant deadline;                ///< for the backend's word
    bool overdue = false;            ///< cancelled by us, for its silence
  };
  using Flights = std::map<CallKey, Flight>;

  std::size_t lane_of(const CallKey& key) const { return setup_.lane_of[key.candidate]; }
  void hold_new(bool hold);
  bool recall(const CallKey& key);
  void ask(const LaneCall& call, const Item& item, Instant due);
  void end(Flights::iterator flight, std::variant<Completion, Failure> result, const Timing& timing);
  void abandon(Flights::iterator flight);
  void stop_lane(std::size_t lane);
  void end_waiting(const LaneCall& call, const Failure& why);

  const RunnerSetup& setup_;
  std::function<void(Arrived)> deliver_;
  std::vector<Lane> lanes_;
  std::vector<bool> stop_seen_;
  Flights flights_;
  std::vector<Outcome> ended_;
  std::vector<CallKey> abandoned_;
  std::vector<std::string> notes_;
  std::size_t retried_ = 0, cached_ = 0;
  bool draining_ = false;
};

}  // namespace shortlist
