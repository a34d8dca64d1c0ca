#include "harness/ranking/ranking.hpp"

#include "harness/ranking/contenders.hpp"
#include "harness/ranking/decision.hpp"

namespace shortlist {
namespace {

Effort effort(const Board& board) {
  Effort all;
  for (std::uint32_t c = 0; c < board.candidates(); ++c) {
    const Effort& one = board.tally(c).effort;
    all.calls += one.calls, all.cached += one.cached, all.cost_unknown += one.cost_unknown, all.spent += one.spent;
    all.broken_off += one.broken_off, all.unsent += one.unsent;
  }
  return all;
}

Openings openings(const Board& board, const RaceStatus& status) {
  Openings open{status.finished ? 0 : status.open_missing, 0, 0};
  for (std::uint32_t c = 0; c < board.candidates(); ++c) {
    const Tally& t = board.tally(c);
    open.failed += t.left_open, open.flawed += t.incomplete - t.left_open;
  }
  return open;
}

}  // namespace

Ranking rank(const Board& board, const RaceStatus& status) {
  std::vector<Contender> entries = make_contenders(board, status);
  Ranking ranking;
  ranking.chosen = settle_places(board, entries);
  ranking.cuts.assign(status.cuts.begin(), status.cuts.end());
  ranking.stages = status.stages;
  if (ranking.chosen) ranking.audit = audit_findings(board, status.cuts, status.stages, *ranking.chosen);
  ranking.effort = effort(board);
  ranking.open = openings(board, status);
  ranking.complete = status.finished && ranking.open.failed + ranking.open.flawed == 0;
  ranking.notes = make_notes(board, entries, status, ranking.chosen.has_value());
  for (Contender& e : entries) ranking.standings.push_back(std::move(e.standing));
  if (ranking.chosen) ranking.decision = decide(board, ranking.standings, status);
  return ranking;
}

}  // namespace shortlist
