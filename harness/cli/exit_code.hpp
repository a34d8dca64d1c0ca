#pragma once

namespace shortlist {

/// What the process says to whoever started it. CI scripts rely on these numbers.
enum class ExitCode {
  fine = 0,
  gate_failed = 1,         ///< or a promise that `bench --self-test` did not find kept
  user_error = 2,
  gate_inconclusive = 3,   ///< only with --on-inconclusive fail
  incomplete = 4,          ///< provider errors or a budget left calls without an answer, or no answer could be judged
  internal_error = 70,
  interrupted = 130,       ///< the next run of the same plan goes on
};

}  // namespace shortlist
