// Asks some of those who were dropped everything after all, and the chosen one with them.
#include <algorithm>

#include "harness/race/figures.hpp"
#include "harness/race/keep.hpp"
#include "harness/race/policies.hpp"
#include "harness/race/random.hpp"

namespace shortlist {
namespace {

class Audit : public Policy {
 public:
  Audit(const AuditStage& stage, const Field& field) {
    for (const Cut& cut : field.cuts)   // whom declared facts keep out is not to be asked at all
      if (!cut.stage.starts_with("constraints")) dropped_.push_back(cut.candidate);
    std::sort(dropped_.begin(), dropped_.end());
    shuffle(std::span(dropped_), Random(field.board.plan().seed).fork(dropped_.size()));
    dropped_.resize(std::min(dropped_.size(), stage.candidates));
  }

  std::vector<Target> open(const Field& field) override {
    std::vector<Target> all;
    if (field.round > 1 || dropped_.empty()) return all;
    const std::size_t items = field.board.order().size();
    if (!field.racing.empty()) all.push_back({ranked(field).front().candidate, items});
    for (const std::uint32_t candidate : dropped_) all.push_back({candidate, items});
    return all;
  }
  std::vector<Cut> close(const Field&) override { return {}; }
  std::size_t rounds() const override { return 1; }

 private:
  std::vector<std::uint32_t> dropped_;
};

bool asked_everything(const Board& board, std::uint32_t candidate) {
  for (std::size_t p = 0; p < board.order().size(); ++p)
    for (std::uint32_t r = 0; r < board.plan().repeats; ++r)
      if (!board.has(candidate, p, r)) return false;
  return true;
}

}  // namespace

std::vector<AuditFinding> audit_findings(const Board& board, std::span<const Cut> cuts, std::span<const StageReport> stages,
                                         std::uint32_t chosen) {
  std::vector<AuditFinding> findings;
  double within = 0;
  bool begun = false;
  for (std::size_t s = 0; s < stages.size(); ++s) {
    begun = begun || (stages[s].begun && std::holds_alternative<AuditStage>(board.plan().stages[s]));
    if (stages[s].certificate) within = stages[s].certificate->within;
  }
  if (!begun) return findings;
  for (const Cut& cut : cuts) {
    if (!asked_everything(board, cut.candidate)) continue;
    AuditFinding finding{cut.candidate, std::nullopt, false};
    if (asked_everything(board, chosen))
      if (const auto ahead = lead(board, cut.candidate, chosen, board.order().size(), board.plan().repeats)) {
        finding.lead = ahead->value;
        finding.wrong = *finding.lead > within + 1e-9;
      }
    findings.push_back(finding);
  }
  return findings;
}

std::unique_ptr<Policy> make_audit(const AuditStage& stage, const Field& field) {
  return std::make_unique<Audit>(stage, field);
}

}  // namespace shortlist
