// Input: a table of scores, CSV, plain or gzipped. Only complaints come out; each score is from 0 to 1.
#include "datasets/score_table.hpp"

#include "tests/fuzz/support/fuzz.hpp"

using namespace shortlist;
using namespace shortlist::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const MemoryFile file("scores.csv");
  file.write(text_of(data, size));
  ScoreTable table;
  if (!accepts([&] { table = read_score_table(file.path()); })) return 0;
  require(!table.candidates.empty() && !table.items.empty(), "a table has rows and columns");
  require(table.scores.size() == table.candidates.size() * table.items.size(), "no cell is missing");
  for (const float score : table.scores) require(score >= 0 && score <= 1, "a score is from 0 to 1");
  return 0;
}
