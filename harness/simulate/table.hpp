#pragma once
// What is replayed: each candidate's answer to each item, known beforehand.
#include <cstdint>
#include <string>
#include <vector>

#include "harness/board/random.hpp"
#include "harness/types/plan.hpp"
#include "harness/types/run.hpp"

namespace shortlist::simulation {

/// Cells are row after row, a row a candidate, a column an item. `cost_usd` and `latency_ms`: as large as
/// `quality`, or empty where they are not known.
struct Table {
  struct Group {
    std::string name = "table";
    double weight = 1;
  };  ///< a suite
  struct Column {
    std::string name, cluster{};
    std::uint32_t suite = 0;
  };

  std::vector<std::string> candidates;
  std::vector<Group> suites{1};
  std::vector<Column> columns;    ///< suites in order
  std::vector<float> quality;     ///< [0, 1]
  std::vector<float> cost_usd;    ///< USD a call, >= 0
  std::vector<float> latency_ms;  ///< to the last token, >= 0

  std::size_t cell(std::size_t candidate, std::size_t column) const {
    return candidate * columns.size() + column;
  }
};

/// The part of a table that one replay sees; ascending.
struct Draw {
  std::vector<std::uint32_t> rows, columns;
};
/// So many of each, every choice equally likely; 0 is all. REQUIRES: no more than there are.
Draw draw(const Table& table, std::size_t candidates, std::size_t items, Random random);

/// What the race is to find out: each drawn row's mean utility over the drawn columns, suites by their
/// weights (the formula is that of harness/race/units.hpp).
std::vector<double> true_utilities(const Table& table, const Draw& part, const Objective& objective);

/// The records of a run as a table: all its candidates that have a judged answer, and the items to which each
/// of them has one; repeats are averaged. `notes` say what was left out. Throws UserError, without the run's
/// name, when no item is left.
struct RunTable {
  Table table;
  std::vector<std::string> notes;
};
RunTable table_of(const Run& run);

}  // namespace shortlist::simulation
