#pragma once
// The calls under way: lanes say which may go, backends are asked, replies become retries or outcomes.
// The main thread owns it; backends reply on any thread, through `deliver`.
//
// Invariant: each call that was added leaves exactly once: as an outcome (`take_ended`) or, when the run must stop,
// abandoned (`take_abandoned`), to be asked again by the next run.
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "harness/run/first_answers.hpp"
#include "harness/run/graders.hpp"
#include "harness/run/item_maker.hpp"
#include "harness/run/key_hash.hpp"
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
  void send(const std::function<bool(const CallKey&)>& may_start, const std::function<void(const CallKey&, const Item&)>& started);
  void receive(Arrived arrived);
  /// Cancels tries whose backend has been silent for too long, then gives them up.
  void check_overdue();
  /// No call starts any more; those that have are tried until they end.
  void stop_new();
  /// From now on nothing is sent: what waits is abandoned, and so is what comes back without an answer.
  void drain();
  void cancel_all();
  /// Gives up what is still in flight. REQUIRES: drain() was called.
  void abandon_all();

  std::shared_ptr<const Item> item_of(const CallKey& key) { return items_.of(key); }
  std::vector<Ended> take_ended() { return std::exchange(ended_, {}); }
  std::vector<CallKey> take_abandoned() { return std::exchange(abandoned_, {}); }
  std::optional<Instant> next_wake() const;
  std::size_t in_flight() const;
  std::size_t under_way() const { return flights_.size(); }   ///< started and not ended: in flight or waiting for a retry
  std::size_t waiting() const;
  std::size_t retried() const { return retried_; }
  std::size_t cached() const { return cached_; }
  bool any_stopped() const { return !notes_.empty(); }   ///< lanes or candidates
  bool all_stopped() const;                              ///< all lanes
  /// Why lanes and candidates were stopped, and which lanes could not afford their retries.
  std::vector<std::string> notes() const;
  /// Of the lanes that were used.
  std::vector<LaneHistory> histories() const;

 private:
  /// A call from its first try to its end.
  struct Flight {
    LaneCall call;
    Instant due;                     ///< when its first try could go
    WallTime started;
    AskedKey asked{};
    std::shared_ptr<const Item> item;
    std::vector<Attempt> attempts;
    std::optional<Instant> sent;     ///< of the try in flight; unset while it waits for the next
    Instant deadline;                ///< for the backend's word
    bool overdue = false;            ///< cancelled by us, for its silence
  };
  using Flights = std::unordered_map<CallKey, Flight, KeyHash>;

  /// What is known of a lane beside its state.
  struct LaneTale {
    bool stop_seen = false;
    std::size_t lapsed = 0;          ///< calls that ended because the lane could not afford their retries
    std::optional<WallTime> started{};
  };

  std::size_t lane_of(const CallKey& key) const { return setup_.lane_of[key.candidate]; }
  bool recall(const CallKey& key);
  void start(Flight& flight, const CallKey& key, Instant due);
  void ask(Flight& flight, const LaneCall& call);
  void give_up_overdue(Flights::iterator flight, Instant now);
  void end_lapsed(std::size_t lane);
  void end(Flights::iterator flight, std::variant<Completion, Failure> result, const Timing& timing);
  void abandon(Flights::iterator flight);
  void stop_lane(std::size_t lane);
  void stop_candidate(std::uint32_t candidate);
  void end_waiting(const LaneCall& call, const Failure& why);

  const RunnerSetup& setup_;
  /// Shared, because a backend may answer after this object is gone.
  std::shared_ptr<const std::function<void(Arrived)>> deliver_;
  std::vector<Lane> lanes_;
  std::vector<LaneTale> tales_;      // one a lane
  FirstAnswers first_answers_;
  ItemMaker items_;
  Flights flights_;
  std::vector<Ended> ended_;
  std::vector<CallKey> abandoned_;
  std::vector<std::string> notes_;
  std::size_t retried_ = 0, cached_ = 0;
  bool draining_ = false;
};

}  // namespace shortlist
