#pragma once
// The table of policies: the kind of a stage, and a race's mode, name its row. One more policy: one file, one row.
#include <memory>

#include "harness/race/policy.hpp"
#include "harness/types/stage.hpp"

namespace shortlist {

/// `field`: as the stage begins.
std::unique_ptr<Policy> make_policy(const Stage& stage, const Field& field);

// One a kind of stage ...
std::unique_ptr<Policy> make_constraints(const ConstraintsStage& stage, const Field& field);
std::unique_ptr<Policy> make_smoke(const SmokeStage& stage, const Field& field);
std::unique_ptr<Policy> make_race(const RaceStage& stage, const Field& field);
std::unique_ptr<Policy> make_optimise(const OptimiseStage& stage, const Field& field);
std::unique_ptr<Policy> make_confirm(const ConfirmStage& stage, const Field& field);
std::unique_ptr<Policy> make_decide(const DecideStage& stage, const Field& field);
std::unique_ptr<Policy> make_audit(const AuditStage& stage, const Field& field);
// ... and of a race.
std::unique_ptr<Policy> make_betting(const RaceStage& stage, const Field& field);   ///< certified and fast
/// Sequential halving on common items with kept samples (Karnin, Koren & Somekh, "Almost optimal exploration in
/// multi-armed bandits", ICML 2013; here every answer counts in all later rounds).
std::unique_ptr<Policy> make_budget(const RaceStage& stage, const Field& field);
std::unique_ptr<Policy> make_pareto(const RaceStage& stage, const Field& field);
std::unique_ptr<Policy> make_full(const RaceStage& stage, const Field& field);

}  // namespace shortlist
