#pragma once
// The front door: the real Race on known answers, many times over. What it would have cost, and how often it
// was right.
//
// The room has a namespace of its own: its plain words (table, setting, range, summary) mean other things
// elsewhere. Thread safety: `simulate` makes threads of its own and waits for them; the result does not
// depend on how many.
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "harness/simulate/table.hpp"
#include "harness/simulate/world.hpp"
#include "harness/types/json.hpp"
#include "harness/types/stage.hpp"

namespace shortlist::simulation {

struct Setting {
  std::string mode = "certified";  ///< as the user spells it
  RaceStage stage;      ///< with `within`; favourites that a replay's draw lacks are left out of it
  Objective objective;  ///< of a utility; quality alone by default
  std::size_t candidates = 0, items = 0;  ///< of each replay, drawn by the seed; 0: all
  std::size_t replays = 100;              ///< >= 1, each in an order of its own
  std::uint64_t seed = 1;
  unsigned jobs = 1;  ///< threads, >= 1
};

/// A table, or a recipe by which each replay gets one of its own.
using Source = std::variant<Table, World>;

/// Shares of all calls, when the shortlist is looked at.
inline constexpr double looks[] = {0.05, 0.10, 0.20, 0.40};

/// Who is not excluded as the best at one of the `looks`, by the rounds closed until then: the certificate's
/// `possible`; those still racing where no certificate is made.
struct Look {
  std::size_t size = 0;
  bool covers = false;  ///< the true best, or one that is level with it, is among them
};

struct Replay {
  double share_of_calls = 0;
  std::optional<double> share_of_cost;  ///< of the money that asking everyone everything would take
  double regret = 0;                    ///< utility of the true best less that of the chosen one
  bool finished = false;  ///< the certificate was reached; where none is made: the race ended
  Look shortlist[std::size(looks)];
};

/// Replay `number` alone. REQUIRES: the table has what the objective weighs.
Replay replay(const Source& source, const Setting& setting, std::uint64_t number);

struct Spread {
  double mean = 0, p50 = 0, p90 = 0;
};

struct Summary {
  Setting setting;
  std::size_t candidates = 0, items = 0;  ///< of each replay
  Spread share_of_calls;
  std::optional<Spread> share_of_cost;
  Estimate error;  ///< share of replays that chose one worse than the best by more than `within`
  double share_best = 0, mean_regret = 0, finished = 0;
  double asked_all = 0;  ///< share of replays in which everyone was asked everything: there nothing is left to chance
  struct Shortlist {
    double share_of_calls = 0, size = 0, coverage = 0;
  };
  std::vector<Shortlist> shortlist;
};

Summary simulate(const Source& source, const Setting& setting);

/// As `simulate --format json` prints it.
Json to_json(const Summary& summary);
std::string to_text(const Summary& summary);

}  // namespace shortlist::simulation
