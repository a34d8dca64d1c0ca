#pragma once
// The stages of a plan, in order: each narrows the field, or says more of those who are left.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace shortlist {

/// Declared facts that a candidate must have; no call is made. Unset or empty: no matter. A fact that is not declared
/// drops nobody: it is reported as unknown.
struct ConstraintsStage {
  std::optional<bool> open_weights, local;
  std::vector<std::string> regions, licenses;        ///< one of these; "any" alone: no matter (beside others it is a value that a fact may have)
  std::vector<std::string> modalities, capabilities; ///< all of these: "text", "image"; "tools", "json_schema", "streaming"
  std::optional<std::int64_t> context_min;           ///< tokens
  std::optional<double> input_per_mtok_max, output_per_mtok_max;   ///< USD
};

/// A few items for all; drops those that do not answer, break the format, or are hopelessly slow or dear.
struct SmokeStage {
  std::size_t items = 5;        ///< >= 1
  double flawed_max = 0.5;      ///< share of the items that may fail or be flawed, [0, 1]
  double over_limit = 4;        ///< beyond a hard limit of the objective by this factor is hopeless, >= 1
};

/// Asks in rounds and drops whoever cannot be the best any more. See harness/race/README.md for what each mode proves.
struct RaceStage {
  enum class Mode {
    certified,   ///< wrong with probability at most 1 - confidence, proven
    fast,        ///< the same race at a level calibrated on public tables: no guarantee
    budget,      ///< sequential halving on a share of the calls, with whatever certificate its answers earned
    pareto,      ///< a candidate leaves only when another is certified better on quality, cost and latency
    full         ///< everyone is asked everything
  };
  Mode mode = Mode::certified;
  std::optional<double> within;          ///< of the utility, (0, 1]; unset follows from the number of items
  double confidence = 0.95;              ///< (0.5, 1)
  double budget = 0.2;                   ///< mode budget: share of what asking all still racing everything would take, (0, 1]
  bool infinite = false;                 ///< the claim is about the task from which the items were drawn, not these items
  std::vector<std::string> favourites;   ///< likely leaders, likeliest first, named before anything was asked
};

/// The variants of the candidates that are left enter and race; until then only each one's first variant stands.
struct OptimiseStage {
  std::size_t keep = 2;   ///< so many go on, the best first; >= 1
  RaceStage race;
};

/// Those who are left answer the whole suite, each item `repeats` times.
struct ConfirmStage {
  std::uint32_t repeats = 1;   ///< >= 1
  std::size_t keep = 0;        ///< at most so many, the best first; 0: all
};

/// How the decision is worded; no call is made.
struct DecideStage {
  std::string incumbent;                   ///< a candidate's name; "" for none
  std::optional<double> not_worse_than;    ///< the incumbent, by so much utility, [0, 1]
  std::optional<int> valid_days;           ///< the decision is to be looked at again after so many; >= 1
};

/// Some who were dropped, but not by declared facts, are asked everything after all, to see whether dropping them was wrong.
struct AuditStage {
  std::size_t candidates = 1;   ///< at most so many, drawn by the seed; >= 1
};

using Stage = std::variant<RaceStage, ConstraintsStage, SmokeStage, OptimiseStage, ConfirmStage, DecideStage, AuditStage>;

/// "race", as the plan spells it.
std::string_view name_of(const Stage& stage);

}  // namespace shortlist
