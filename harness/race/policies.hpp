#pragma once
// The table of policies: a stage's `mode` names its row. One more policy: one file, one row.
#include <memory>
#include <span>
#include <string_view>

#include "harness/race/policy.hpp"

namespace shortlist {

/// What a stage begins with.
struct StageStart {
  std::size_t racing = 0;   ///< candidates still in
  std::size_t asked = 0;    ///< first items already asked of all of them
  std::size_t items = 0;    ///< all there are
};

struct PolicyRow {
  std::string_view mode, summary;
  std::unique_ptr<Policy> (*make)(const Stage& stage, const StageStart& start);
};
std::span<const PolicyRow> policy_table();
/// Throws UserError for an unknown mode, listing the table.
std::unique_ptr<Policy> make_policy(const Stage& stage, const StageStart& start);

std::unique_ptr<Policy> make_full(const Stage& stage, const StageStart& start);
/// Sequential halving on common items with kept samples (Karnin, Koren & Somekh, "Almost optimal exploration in
/// multi-armed bandits", ICML 2013; here every answer counts in all later rounds). See halving.cpp.
std::unique_ptr<Policy> make_halving(const Stage& stage, const StageStart& start);

}  // namespace shortlist
