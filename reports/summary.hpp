#pragma once
// What every reader must be told first, in plain words: said once here, and laid out by console, Markdown and
// HTML. Pure. All texts are visible() already and not yet escaped for any format.
//
// Words: nobody is "the best model", nothing is "significant"; differences are told apart or not, on the same
// items.
#include <optional>
#include <string>
#include <vector>

#include "harness/types/run.hpp"

namespace shortlist {

/// One candidate's cells; what is unknown is "-".
struct RankingRow {
  const Standing* standing = nullptr;
  std::string place, name, model;         ///< model: "openai · gpt-5-mini"
  std::string quality, interval, versus;  ///< versus: "+0.5 (-1.2 .. +2.2)", "reference" for the chosen one
  std::size_t calls = 0, unsent = 0;      ///< calls: made, so not those that were never sent
  std::string ttft_p50, ttft_p95, total_p50, total_p95, usd_per_1k, usd_per_1k_passed, failed, left_at;
  bool chosen = false, pareto = false;
};

/// One titled group of sentences.
struct Notes {
  std::string title;
  std::vector<std::string> lines;
};

struct Summary {
  std::string name;                 ///< of the chosen candidate; "" if there is none
  std::string headline;             ///< "Use mistral-small"; "Use mistral-small (so far)" where calls are open
  std::string lead;                 ///< the sentence with the figures
  std::vector<std::string> level;   ///< "gpt-5-mini (+0.5 points, -1.2 .. +2.2), at 3.1 x the cost"
  std::vector<std::string> effort;  ///< calls and money, and what a full evaluation would have taken
  std::vector<std::string> certificates;   ///< what races proved, and what is exact on these very items
  std::vector<std::string> sets;    ///< who is not excluded as best, who is not distinguishable
  std::string selected;             ///< that the chosen one's figure flatters it
  Notes change;                     ///< what would flip the choice; whether the incumbent can go
  std::vector<std::string> audit;   ///< whether dropping someone was wrong
  Notes sure, open;                 ///< what is told apart; what was not established
  Notes warnings;                   ///< client-bound, what was served, warnings of the run
  std::string incomplete;  ///< "incomplete: 12 calls failed, 40 have no record"; "" where it is complete
  std::string latency;              ///< what the latency figures rest on (latency.hpp)
  std::string not_streamed;         ///< why nobody has a TTFT, or ""
  std::string intervals;            ///< what the intervals are worth
  std::string repeats;              ///< who answered each item how often, where they differ; else ""
  std::vector<Notes> method;        ///< how it was measured, and what to be careful with
  std::vector<RankingRow> rows;
};

Summary summarise(const Run& run);

std::string model_text(const Candidate& candidate);   ///< "openai · gpt-5-mini"; visible()

const std::string& candidate_name(const Run& run, std::uint32_t candidate);  ///< raw
const Standing* standing_of(const Run& run, std::optional<std::uint32_t> candidate);
std::size_t suite_items(const Suite& suite);  ///< as limited by the plan
std::size_t all_items(const Plan& plan);
std::size_t weighed_items(const Plan& plan);  ///< of suites with a weight

}  // namespace shortlist
