// Which stages may follow which: what is left over is what would ask nothing, or cut for no reason.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "harness/config/stage_parts.hpp"

namespace shortlist {
namespace {

bool any_variants(const Candidates& all) {
  for (std::size_t i = 1; i < all.size(); ++i)
    if (!all[i].base.empty() && all[i].base == all[i - 1].base) return true;
  return false;
}

/// The first of that candidate's variants; itself if it has none.
const Candidate& stands_for(const std::string& name, const Candidates& all) {
  auto at = std::find_if(all.begin(), all.end(), [&](const Candidate& c) { return c.name == name; });
  while (at != all.begin() && !at->base.empty() && std::prev(at)->base == at->base) --at;
  return *at;
}

/// Goes along the stages; each call says what is wrong with one more of them, or "".
class Walk {
 public:
  Walk(const std::vector<Stage>& stages, const Candidates& candidates) : candidates_(candidates) {
    brings_variants_ = std::any_of(stages.begin(), stages.end(),
                                   [](const Stage& s) { return std::holds_alternative<OptimiseStage>(s); });
  }

  std::string step(const Stage& stage) {
    const std::string name(name_of(stage));
    const bool at_the_end = std::holds_alternative<DecideStage>(stage) || std::holds_alternative<AuditStage>(stage);
    if (ended_ && !at_the_end) return fmt::format("{} after {}: only decide and audit may follow it", name, last_);
    if (std::string wrong = std::visit(*this, stage); !wrong.empty()) return wrong;
    ended_ = ended_ || at_the_end;
    last_ = name;
    return "";
  }
  bool asked() const { return asked_; }

  std::string operator()(const ConstraintsStage&) {
    return asked_ ? fmt::format("constraints after {}: they cost nothing, so put them before anyone is asked", last_) : "";
  }
  std::string operator()(const SmokeStage&) {
    if (raced_) return fmt::format("smoke after {}: it is for those of whom nothing is known yet", last_);
    asked_ = true;
    return "";
  }
  std::string operator()(const RaceStage& race) {
    if (whole_) return fmt::format("race after {}: all who are left have answered everything by then", last_);
    if (brings_variants_ && !optimised_)
      for (const auto& name : race.favourites)
        if (const auto& first = stands_for(name, candidates_); first.name != name)
          return fmt::format("{} cannot be a favourite here: until optimise brings it in, {} stands for it", name, first.name);
    asked_ = raced_ = true;
    whole_ = race.mode == RaceStage::Mode::full;
    return "";
  }
  std::string operator()(const OptimiseStage& optimise) {
    if (optimised_) return "a second optimise: all variants have been in";
    if (!any_variants(candidates_)) return "optimise, but no candidate has variants";
    if (!asked_) return "optimise before anyone is asked: put a race before it, that tells who is the best";
    optimised_ = raced_ = true;
    whole_ = optimise.race.mode == RaceStage::Mode::full;
    return "";
  }
  std::string operator()(const ConfirmStage& confirm) {
    if (confirm.keep > 0 && !asked_)
      return "confirm is to keep the best before anyone is asked: put a race before it, that tells who they are";
    asked_ = raced_ = whole_ = true;
    return "";
  }
  std::string operator()(const DecideStage&) { return std::exchange(decided_, true) ? "a second decide: a plan has one" : ""; }
  std::string operator()(const AuditStage&) { return std::exchange(audited_, true) ? "a second audit: a plan has one" : ""; }

 private:
  const Candidates& candidates_;
  std::string last_;
  bool brings_variants_ = false;
  bool asked_ = false, raced_ = false, optimised_ = false, decided_ = false, audited_ = false, ended_ = false;
  bool whole_ = false;   // all who are left have answered everything
};

}  // namespace

void check_stage_order(const Value& list, const std::vector<Value>& values, const std::vector<Stage>& stages,
                       const Candidates& candidates) {
  if (stages.empty()) list.complain("at least one stage is needed");
  Walk walk(stages, candidates);
  for (std::size_t i = 0; i < stages.size(); ++i)
    if (const std::string wrong = walk.step(stages[i]); !wrong.empty()) values[i].complain(wrong);
  if (!walk.asked()) list.complain("no stage asks anyone: add a race");
}

}  // namespace shortlist
