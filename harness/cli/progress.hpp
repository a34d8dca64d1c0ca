#pragma once
// The live line on a terminal, plain lines elsewhere; always on standard error.
#include <string>

#include "harness/cli/options.hpp"
#include "harness/cli/shell.hpp"
#include "harness/run/runner.hpp"

namespace shortlist {

class ProgressDisplay {
 public:
  ProgressDisplay(const Plan& plan, const Arguments& args, const Shell& shell);
  ~ProgressDisplay();   ///< takes the live line away, whatever ended the run; the cursor was never hidden
  ProgressDisplay(const ProgressDisplay&) = delete;
  /// Cheap to call after each step: draws ten times a second on a terminal, prints every ten seconds elsewhere.
  /// The first time that it is `stopping`, it says so and how to stop at once.
  void show(const RunProgress& progress, bool stopping);
  /// Leaves the last state standing, and the notes below it.
  void finish(const RunResult& result);

 private:
  void take_away_line();

  const Plan& plan_;
  const Shell& shell_;
  bool quiet_, color_, said_stopping_ = false;
  bool line_stands_ = false;   ///< a live line is on the terminal
  Duration next_{};
};

/// "race  round 2/3  5 of 7 racing  ███████░░░  71 %  1,242 calls  $4.10  31/s  ~00:20 left"
std::string progress_line(const RunProgress& progress, const Plan& plan, std::size_t bar_width);
/// What the first interrupt is answered with; a whole line.
std::string stopping_line(std::size_t in_flight);
/// The first so many characters: a line that wraps could not be drawn over.
std::string cut_to_width(const std::string& line, std::size_t width);

}  // namespace shortlist
