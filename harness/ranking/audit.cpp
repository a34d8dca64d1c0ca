// What asking everything after all showed of those who had been dropped.
#include "harness/board/figures.hpp"
#include "harness/ranking/contenders.hpp"

namespace shortlist {
namespace {

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
        const bool kept = limits_broken(board.plan().objective, expense(board, cut.candidate, board.order().size())).empty();
        finding.wrong = kept && *finding.lead > within + 1e-9;
      }
    findings.push_back(finding);
  }
  return findings;
}

}  // namespace shortlist
