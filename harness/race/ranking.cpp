#include "harness/race/ranking.hpp"

#include "harness/race/entries.hpp"

namespace shortlist {

Ranking rank(const Board& board, const RaceStatus& status) {
  std::vector<Contender> entries = make_entries(board, status.cuts);
  Ranking ranking;
  ranking.chosen = settle_places(board, entries);
  ranking.cuts.assign(status.cuts.begin(), status.cuts.end());
  ranking.complete = status.finished;
  for (std::uint32_t c = 0; c < board.candidates(); ++c)
    if (board.tally(c).incomplete > 0) ranking.complete = false;
  ranking.notes = make_notes(board, entries, status, ranking.chosen.has_value());
  for (Contender& e : entries) ranking.standings.push_back(std::move(e.standing));
  return ranking;
}

}  // namespace shortlist
