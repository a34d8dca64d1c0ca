#pragma once
// The ranking's own working table: one entry a candidate, between the board and its Standing.
#include <optional>
#include <string>
#include <vector>

#include "harness/board/figures.hpp"
#include "harness/ranking/ranking.hpp"

namespace shortlist {

struct Contender {
  Standing standing;
  const Cut* cut = nullptr;       ///< null: it stayed
  std::size_t left = 0;           ///< when it left: a later cut is a higher number; who stayed has the highest
  bool whole = true;              ///< judged in every suite in which anyone is
  bool tied = false;              ///< exactly as good as the chosen one, which the plan's order put before it
  bool leads = false;             ///< the race that asked last found it ahead on the items that it asked all contenders
  bool near_best = false;         ///< within `within` of the highest quality of those eligible
  std::optional<Estimate> lead;   ///< its utility less the chosen one's, paired
  std::string missing;            ///< suites without a judged answer of its own: "support, reading"

  bool judged() const { return standing.quality.has_value(); }
  bool eligible() const { return cut == nullptr && judged() && whole && standing.within_limits; }
};

/// One a candidate, in the plan's order: all of the standing that needs no other candidate, and all of the rest.
std::vector<Contender> make_contenders(const Board& board, const RaceStatus& status);

/// The rest of Contender::standing: places, comparison with the chosen, reasons. `entries` come out in order of place.
/// Gives the chosen candidate.
std::optional<std::uint32_t> settle_places(const Board& board, std::vector<Contender>& entries);

/// One line: why the entry stands where it does. `first` is the chosen one's entry, null if there is none.
std::string reason(const Board& board, const std::vector<Contender>& entries, const Contender& entry, const Contender* first);

/// What the reader must know, one line a matter.
std::vector<std::string> make_notes(const Board& board, const std::vector<Contender>& entries, const RaceStatus& status,
                                    bool chosen);

/// Those who left and have been asked everything after all; nothing where no audit stage has begun.
std::vector<AuditFinding> audit_findings(const Board& board, std::span<const Cut> cuts, std::span<const StageReport> stages,
                                         std::uint32_t chosen);

}  // namespace shortlist
