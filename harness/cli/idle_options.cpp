#include "harness/cli/idle_options.hpp"

#include <fmt/format.h>

#include "harness/types/error.hpp"

namespace shortlist {
namespace {

using Mode = RaceStage::Mode;
using What = Replayed::What;

struct Case {
  const Arguments& args;
  const Replayed& r;
  bool weighs(std::string_view option, double weight) const { return weight > 0 || args.has(option); }
  bool weighs_cost() const { return weighs("cost-weight", r.objective.cost_weight); }
  bool weighs_latency() const { return weighs("latency-weight", r.objective.latency_weight); }
  bool pareto() const { return r.mode == Mode::pareto; }
};

/// An option may have several rows; each must hold. Options that always matter have none.
struct Row {
  std::string_view option;
  bool (*matters)(const Case& c);
  std::string_view otherwise;
};
constexpr Row rows[] = {
    {"cost", [](const Case& c) { return c.r.what == What::scores; }, "goes with --scores FILE"},
    {"latency", [](const Case& c) { return c.r.what == What::scores; }, "goes with --scores FILE"},
    {"missing", [](const Case& c) { return c.r.what == What::scores; }, "goes with --scores FILE"},
    {"dir", [](const Case& c) { return c.r.what == What::stored; },
     "goes with RUN: it is where stored runs lie"},
    {"candidates", [](const Case& c) { return c.r.what != What::made_up; },
     "chooses from a table; --least-favourable has numbers of its own"},
    {"items", [](const Case& c) { return c.r.what != What::made_up; },
     "chooses from a table; --least-favourable has numbers of its own"},
    {"budget", [](const Case& c) { return c.r.mode == Mode::budget; }, "goes with --mode budget"},
    {"confidence", [](const Case& c) { return c.r.mode != Mode::full; },
     "has no effect in mode full, which asks everyone everything; leave it out"},
    {"population", [](const Case& c) { return c.r.mode != Mode::full; },
     "has no effect in mode full, which claims nothing beyond what it asks; leave it out"},
    {"favourites", [](const Case& c) { return c.r.mode == Mode::certified; }, "goes with --mode certified"},
    {"cost-weight", [](const Case& c) { return c.r.objective.prefer == Objective::Prefer::utility; },
     "has no effect: the run's plan prefers the cheapest or fastest, which weighs nothing; leave it out"},
    {"latency-weight", [](const Case& c) { return c.r.objective.prefer == Objective::Prefer::utility; },
     "has no effect: the run's plan prefers the cheapest or fastest, which weighs nothing; leave it out"},
    {"cost-cap", [](const Case& c) { return c.weighs_cost() || c.pareto(); },
     "has no effect where nothing weighs cost; --cost-weight W or --mode pareto does"},
    {"cost-cap", [](const Case& c) { return c.r.cost_known; },
     "needs to know costs; --scores FILE --cost FILE names them"},
    {"latency-cap", [](const Case& c) { return c.weighs_latency() || c.pareto(); },
     "has no effect where nothing weighs latency; --latency-weight W or --mode pareto does"},
    {"latency-cap", [](const Case& c) { return c.r.latency_known; },
     "needs to know latencies; --scores FILE --latency FILE names them"},
    {"latency", [](const Case& c) { return c.weighs_latency() || (c.pareto() && c.args.has("latency-cap")); },
     "has no effect where nothing weighs latency; --latency-weight W with --latency-cap MS does, or --mode "
     "pareto with --latency-cap MS"},
};

}  // namespace

void refuse_idle_options(const Arguments& args, const Replayed& replayed) {
  const Case given{args, replayed};
  for (const Row& row : rows)
    if (args.has(row.option) && !row.matters(given))
      throw UserError(fmt::format("--{} {}", row.option, row.otherwise));
}

}  // namespace shortlist
