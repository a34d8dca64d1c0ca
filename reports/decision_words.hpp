#pragma once
// The decision in words: what it saved, what would change it, whether the incumbent can go, until when it holds, how to
// repeat it. Pure; texts are visible() and not yet escaped; nothing where nobody is chosen.
#include <string>
#include <vector>

#include "harness/types/run.hpp"

namespace shortlist {

/// Whether fewer calls were made than a full evaluation takes, and none is missing yet.
bool saves(const Run& run);
/// " instead of $14.81", behind what was spent; "" where no cost is known or nothing was saved.
std::string instead_of(const Run& run);
/// What it is compared with: "full evaluation: 520 items of the 4 candidates that passed the constraints".
std::string full_evaluation(const Run& run);
/// "flips to gpt-5-mini if its price falls 64 % (52 .. 78 %) or quality weighs 4.1 x as much", one a rival.
std::vector<std::string> flip_lines(const Run& run);
/// "by weight of cost: mistral-small up to 0.9, then tiny; now 0.08; ...", one an axis.
std::vector<std::string> weight_lines(const Run& run);
/// "incumbent gpt-5-mini: ..."; "" where the plan names none.
std::string incumbent_line(const Run& run);

/// Per router and cascade what it would have scored and cost, and whether that is a gain.
std::vector<std::string> portfolio_lines(const Run& run);
/// "arithmetic: gpt-5-mini (+2.1 points, 0.3 .. 3.9)", of one router.
std::vector<std::string> group_lines(const Run& run, const Router& router);

/// "2027-02-22": so many days (the plan's `valid_days`, else 90) after the run finished; "" where that is not known.
std::string valid_until(const Run& run);
/// "shortlist run support.yaml --seed 7"
std::string command(const Run& run);
/// What another run must have in common with this one to be the same question: a line a digest.
std::vector<std::string> pins(const Run& run);
/// "Which of 5 candidates to use for "support-replies", asked 520 items of 2 suites"
std::string question(const Run& run);

}  // namespace shortlist
