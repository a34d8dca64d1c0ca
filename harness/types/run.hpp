#pragma once
// A run is its plan and its records; the ranking follows from them.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/types/decision.hpp"
#include "harness/types/estimate.hpp"
#include "harness/types/plan.hpp"
#include "harness/types/records.hpp"

namespace shortlist {

/// Why and when a candidate left a stage.
struct Cut {
  std::uint32_t candidate = 0;
  std::string stage;        ///< "race"
  std::uint32_t round = 0;  ///< from 1
  std::string why;          ///< the evidence, in one line
  enum class Ground {
    figures,   ///< what was declared or measured of it, as `why` says
    proof,     ///< at the stage's confidence it is not the best (Pareto: it is worse than another on every objective)
    limit      ///< it breaks a hard limit
  };
  Ground ground = Ground::figures;
};

std::string place_of(const Cut& cut);   ///< "race, round 2"

/// What the answers of a race prove of its leader. "Best" is the highest mean utility among the candidates that entered.
struct Certificate {
  enum class Kind {
    certified,    ///< each statement below is wrong with probability at most 1 - confidence, whatever the scores
    calibrated,   ///< no such proof: the level was chosen on public tables
    none          ///< nothing is claimed; `why_none`
  };
  Kind kind = Kind::none;
  std::string why_none{};                   ///< "latency is part of the utility, and depends on when it was asked"
  std::uint32_t leader = 0;
  double within = 0, confidence = 0;        ///< as asked for
  bool reached = false;                     ///< the leader is at most `within` below the best
  std::optional<double> gap{};              ///< and, at any time, at most this much: the smallest of a fixed grid
  std::vector<std::uint32_t> possible{};    ///< not excluded as the best; ascending, the leader among them
  std::size_t entered = 0;                  ///< candidates that entered the race
  std::size_t units = 0;                    ///< items, or clusters of items, that the claim is about
  bool infinite = false;                    ///< the claim is about the task, not these very items
  bool limited = false;                     ///< "best" is among those that keep the plan's hard limits, as tested on the way
};

/// What became of a stage; all that the plan has, in order.
struct StageReport {
  std::string name;                         ///< "race", "race 2"
  bool begun = false, finished = false;
  std::size_t entered = 0, stayed = 0;      ///< candidates
  std::uint32_t rounds = 0;                 ///< closed
  std::size_t calls = 0;                    ///< made, that this stage was the first to need
  std::optional<Certificate> certificate{};
  std::vector<std::string> notes{};         ///< one line each: "mistral-large: region unknown, so it stays"
};

/// A dropped candidate that was asked everything after all.
struct AuditFinding {
  std::uint32_t candidate = 0;
  std::optional<double> lead;               ///< its mean utility less the chosen one's on all items; unset: not finished
  bool wrong = false;                       ///< it keeps the limits, and is better than the chosen one by more than `within`
};

/// How often each thing went wrong; shares of `answers` but for `failed`, a share of `calls`.
struct Rates {
  std::size_t calls = 0, answers = 0;   ///< calls that were made
  std::size_t unsent = 0;               ///< on record, but never sent: no part of any other figure
  std::size_t retried = 0;   ///< asked by this run more than once
  std::size_t cached = 0;    ///< answered from earlier runs
  double failed = 0, refused = 0, truncated = 0, empty = 0, unparsable = 0, not_judged = 0;
};

struct Quantiles { std::optional<Estimate> p50, p90, p95, p99; };

/// One candidate's times in ms, of answers that came at the first try and were asked by this run, `timed` of them. What
/// was not streamed has no TTFT, TPOT or ITL. Those of `ttft` and `total` are observed values; the others are read off
/// histograms, to within 1 %.
struct Latency {
  std::size_t timed = 0;
  Quantiles ttft;                ///< from the request written to the first token, reasoning included
  Quantiles first_answer;        ///< likewise to the first token after the reasoning
  bool reasons = false;          ///< some answers began with reasoning, so that the two above differ
  Quantiles total;               ///< from the request written to the last token
  Quantiles tpot;                ///< time per output token after the first, from the provider's count of tokens
  Quantiles itl;                 ///< gaps between chunks
  bool coalesced = false;        ///< chunks are no tokens here: `itl` says little, `tpot` counts
  Quantiles queued, connect;     ///< before the request was written, and no part of the above
};

/// What the provider said it served, and what a reader must know of answers that look whole. Counts are of answers.
struct Served {
  std::map<std::string, std::size_t> models, fingerprints;   ///< the first few by name, each name cut to a length
  bool more_models = false, more_fingerprints = false;       ///< there were others
  std::size_t prompt_cut = 0, other_model = 0, no_usage = 0; ///< see Notices
};

struct Standing {
  std::uint32_t candidate = 0;
  std::uint32_t place = 0;                          ///< from 1; those level on the objective share one
  std::optional<Estimate> quality;                  ///< [0, 1], weighted over suites
  std::vector<std::optional<Estimate>> by_suite;    ///< [0, 1], one a suite of the plan
  std::optional<Estimate> ttft_p50, ttft_p95, total_p50, total_p95;   ///< ms; those of `latency`
  std::optional<Estimate> usd_per_1k;               ///< per 1,000 calls; unset when any cost is unknown
  std::optional<double> usd_per_1k_passed;          ///< per 1,000 points of quality earned
  Rates rates;
  Latency latency;
  Served served;
  std::optional<double> utility;
  std::optional<Estimate> versus_first;             ///< paired quality difference to the chosen, same items
  bool distinguishable = true;                      ///< from the chosen one: the interval excludes 0, or a race proved it
  bool pareto = false;                              ///< none is at least as good on all three and clearly better on one
  bool within_limits = true;
  std::string limits_broken;                        ///< which, with the figures
  std::string left_at;                              ///< "" or "race, round 2"
  std::string why;                                  ///< one line: why this place
};

/// What all calls on record took of this run.
struct Effort {
  std::size_t calls = 0, cached = 0;      ///< calls that were made; cached: answers of earlier runs, which cost this run nothing
  std::size_t unsent = 0;                 ///< on record, but never sent: no part of any other figure
  Money spent;                            ///< by calls whose cost is known
  std::size_t cost_unknown = 0;           ///< the other calls, failed ones included
  std::size_t broken_off = 0;             ///< tries that failed with part of an answer: paid for, nobody says how much
};

/// Calls that keep a run from being complete.
struct Openings {
  std::size_t missing = 0;                ///< of the open round, without a record
  std::size_t failed = 0;                 ///< failed for good, where the plan says that this makes the run incomplete
  std::size_t flawed = 0;                 ///< answered, but with a flaw of which the plan says so
};

struct Ranking {
  std::vector<Standing> standings;        ///< by place
  std::optional<std::uint32_t> chosen;    ///< a candidate; unset when the records support none
  std::vector<Cut> cuts;
  std::vector<StageReport> stages;
  std::vector<AuditFinding> audit;
  std::optional<Decision> decision{};     ///< unset where nobody is chosen
  bool complete = false;                  ///< each call that the plan called for has its record, none left open by a failure
  Openings open;
  Effort effort;
  std::vector<std::string> notes;         ///< what the reader must know: missing calls, skipped answers, warnings
};

/// How the limit of a lane moved while it was adapted to what the provider takes.
struct LaneHistory {
  struct Step {
    Duration at{};             ///< since the lane's first call of this process
    std::size_t slots = 0;     ///< calls in flight allowed from here on
    std::string why;           ///< "rate_limited", "near quota", "own machine", "grows"
  };
  std::string lane, started;   ///< started: RFC 3339, UTC
  std::vector<Step> steps;     ///< the first is where it began; bounded
  std::size_t left_out = 0;    ///< steps beyond the bound
};

/// How late this program was: from when a socket was ready to when it was served. It bounds the error of every latency.
struct ClientLag {
  double p50_ms = 0, p99_ms = 0, max_ms = 0;
  std::size_t n = 0;
};
inline constexpr double client_bound_ms = 1;   ///< a p99 above it: latencies are partly our own ("client-bound")

/// Where and how the records came to be.
struct Provenance {
  std::string run_id, version, started, finished;             ///< RFC 3339, UTC
  std::map<std::string, std::string> facts;                   ///< "local.threads" -> "2", "suite.arithmetic" -> digest
  std::vector<std::string> warnings;
  std::vector<LaneHistory> lanes{};                           ///< of all processes of the run
  std::optional<ClientLag> lag{};                             ///< the worst of all processes; unset: nothing was timed
};

struct Run {
  Plan plan;
  Records records;   ///< sorted by key
  Ranking ranking;
  Provenance provenance;
};

}  // namespace shortlist
