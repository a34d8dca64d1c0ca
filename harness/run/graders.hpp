#pragma once
// The judges' threads: outcomes in, records out. With no thread they judge on the caller's.
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <thread>
#include <variant>
#include <vector>

#include "harness/ports/grader.hpp"
#include "harness/run/mailbox.hpp"
#include "harness/types/plan.hpp"
#include "harness/types/suite.hpp"

namespace shortlist {

/// A call that has ended. The item as it was put to the candidate, or none where nobody was asked: then it is made anew.
struct Ended {
  Outcome outcome;
  std::shared_ptr<const Item> item{};
};

/// A record, or what a metric threw: our bug, to be thrown again on the main thread.
using Graded = std::variant<Record, std::exception_ptr>;

/// The main thread owns it and is the only one to submit. Its queue is bounded by the runner, which starts no call
/// while too many outcomes wait. REQUIRES: plan, grader and clock outlive it.
class Graders {
 public:
  /// `deliver` takes each result, on a grader's thread (or the caller's, with none), and must not block.
  Graders(const Plan& plan, const Grader& grader, std::size_t threads, Clock& clock,
          std::function<void(Graded)> deliver);
  ~Graders();   ///< waits for the judgements under way; outcomes still queued are dropped
  void submit(Ended ended);

 private:
  Graded grade(Ended ended) const;
  void work();

  const Plan& plan_;
  const Grader& grader_;
  Clock& clock_;
  std::function<void(Graded)> deliver_;
  Mailbox<Ended> queue_;
  std::vector<std::thread> threads_;
};

}  // namespace shortlist
