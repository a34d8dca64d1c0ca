#pragma once
// Working stand-ins for what lies around the engine: items, a grader, a sink, a backend under any clock.
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "harness/ports/backend.hpp"
#include "harness/ports/clock.hpp"
#include "harness/ports/grader.hpp"
#include "harness/ports/items.hpp"
#include "harness/ports/store.hpp"
#include "harness/types/plan.hpp"

namespace shortlist::fakes {

/// "item-0", "item-1", ...: five to a cluster, tagged odd or even, the prompt asks for the index.
class NumberedItems : public Items {
 public:
  explicit NumberedItems(std::size_t count) : count_(count) {}
  std::size_t size() const override { return count_; }
  std::string id(std::size_t index) const override;
  Item item(std::size_t index, const Prompting& prompting) const override;

 private:
  std::size_t count_;
};

/// Candidates "c0", "c1", ... of backend "fake", one suite with numbered items, a full race, all else defaults.
Plan plan_of(std::size_t candidates, std::size_t items);

/// Quality 1 where the text is the item's target; each answer costs its output tokens in micro-dollars.
class TargetGrader : public Grader {
 public:
  Record grade(Outcome outcome, const Item& item) const override;
};

/// Keeps records as a store does: by key, the last one counts, but no failure in an answer's place.
class MemorySink : public RecordSink {
 public:
  void append(std::span<const Record> records) override;
  std::map<CallKey, Record> records;
  std::size_t batches = 0;
  std::function<void()> before_append;   ///< may throw, as a full disk does
};

/// What a fake backend does with one try: a reply and when it comes.
struct Answer {
  Reply reply;
  Duration after{};
  bool never = false;   ///< keeps silent until it is cancelled
  bool deaf = false;    ///< keeps silent even then
};

/// Answers as `script` says, on the clock's time; counts and checks what the port demands of its caller.
class ScriptedBackend : public Backend {
 public:
  using Script = std::function<Answer(const Candidate&, const Item&, CallKey, int tries)>;
  ScriptedBackend(Clock& clock, Script script) : clock_(clock), script_(std::move(script)) {}
  void ask(const Candidate&, const Item&, CallKey, Duration timeout, Done) override;
  void cancel(CallKey key) override;

  std::map<CallKey, int> tries;         ///< how often each was asked
  std::size_t in_flight = 0, most_in_flight = 0, asked = 0, cancelled = 0;
  std::size_t asked_twice_at_once = 0;  ///< the port forbids it
  std::vector<CallKey> order;           ///< of asking

 private:
  struct Open { Done done; int tries; bool deaf; };
  void answer(CallKey key, int tries, Reply reply);
  int open(CallKey key, Done done);   ///< the number of the try

  std::mutex mutex_;   // a system clock answers on a thread of its own

  Clock& clock_;
  Script script_;
  std::map<CallKey, Open> open_;
};

Reply completed(std::string text, std::int64_t output_tokens = 1);
Reply failed(FailureKind kind, std::optional<Duration> retry_after = std::nullopt);

}  // namespace shortlist::fakes
