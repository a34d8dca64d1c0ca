// The records of a stored run as a table to replay.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "harness/ports/items.hpp"
#include "harness/simulate/table.hpp"
#include "harness/types/error.hpp"

namespace shortlist::simulation {
namespace {

constexpr std::string_view what_it_takes =
    "a run with `stages: [race: {mode: full}]` has them all, and asks only what is not stored yet";

struct Cell {
  double quality = 0, cost = 0, latency = 0;
  std::uint32_t judged = 0, priced = 0, timed = 0, calls = 0;

  void add(const Record& record) {
    ++calls;
    if (record.quality) quality += *record.quality, ++judged;
    if (record.cost) cost += to_usd(*record.cost), ++priced;
    if (timed_call(record)) latency += to_ms(total(record.outcome.timing)), ++timed;
  }
  static bool timed_call(const Record& record) { return shortlist::timed(record.outcome); }
};

/// All calls of the run, cell by cell of its whole plan.
class Cells {
 public:
  explicit Cells(const Run& run) {
    for (const Suite& suite : run.plan.suites) starts_.push_back(items_), items_ += suite.items->size();
    cells_.resize(items_ * run.plan.candidates.size());
    for (const Record& record : run.records) {
      const CallKey& key = record.outcome.key;
      cells_[key.candidate * items_ + starts_[key.suite] + key.item].add(record);
    }
  }
  const Cell& at(std::size_t candidate, std::size_t column) const {
    return cells_[candidate * items_ + column];
  }
  std::size_t column(std::size_t suite, std::size_t item) const { return starts_[suite] + item; }
  std::size_t items() const { return items_; }

 private:
  std::vector<std::size_t> starts_;
  std::size_t items_ = 0;
  std::vector<Cell> cells_;
};

using Rows = std::vector<std::size_t>;  // candidates

bool answered_by_all(const Cells& cells, const Rows& rows, std::size_t column) {
  return std::all_of(rows.begin(), rows.end(), [&](auto c) { return cells.at(c, column).judged > 0; });
}

std::size_t judged_items(const Cells& cells, std::size_t candidate) {
  std::size_t items = 0;
  for (std::size_t column = 0; column < cells.items(); ++column)
    items += cells.at(candidate, column).judged > 0;
  return items;
}

/// Candidates without any judged answer are no part of the table: declared facts kept them out, or no answer
/// came.
Rows rows_of(const Run& run, const Cells& cells, std::vector<std::string>& notes) {
  Rows rows;
  std::vector<std::string_view> without;
  for (std::size_t c = 0; c < run.plan.candidates.size(); ++c)
    if (judged_items(cells, c) > 0)
      rows.push_back(c);
    else
      without.push_back(run.plan.candidates[c].name);
  if (rows.empty())
    throw UserError(fmt::format("it has no judged answer: nothing to replay; {}", what_it_takes));
  if (!without.empty())
    notes.push_back(fmt::format("without any judged answer, and so left out: {}", fmt::join(without, ", ")));
  return rows;
}

/// "poor has 5 of 60"
std::string fewest(const Run& run, const Cells& cells, const Rows& rows) {
  const auto least = *std::min_element(rows.begin(), rows.end(), [&](auto a, auto b) {
    return judged_items(cells, a) < judged_items(cells, b);
  });
  return fmt::format("{} has {} of {}", run.plan.candidates[least].name, judged_items(cells, least),
                     cells.items());
}

/// Of the columns kept, whether each call has the figure that `count` counts.
bool all_known(const Cells& cells, const Rows& rows, const std::vector<std::size_t>& kept,
               std::uint32_t Cell::*count) {
  for (const std::size_t c : rows)
    for (const std::size_t column : kept)
      if (cells.at(c, column).*count == 0) return false;
  return true;
}

std::vector<float> figures(const Cells& cells, const Rows& rows, const std::vector<std::size_t>& kept,
                           double Cell::*sum, std::uint32_t Cell::*count) {
  std::vector<float> all;
  for (const std::size_t c : rows)
    for (const std::size_t column : kept) {
      const Cell& cell = cells.at(c, column);
      all.push_back(static_cast<float>(cell.*sum / cell.*count));
    }
  return all;
}

}  // namespace

RunTable table_of(const Run& run) {
  const Plan& plan = run.plan;
  const Cells cells(run);
  RunTable result;
  Table& table = result.table;
  table.suites.clear();
  std::vector<std::size_t> kept;
  const Rows rows = rows_of(run, cells, result.notes);
  for (std::uint32_t s = 0; s < plan.suites.size(); ++s) {
    table.suites.push_back({plan.suites[s].name, plan.suites[s].weight});
    for (std::size_t i = 0; i < plan.suites[s].items->size(); ++i) {
      if (!answered_by_all(cells, rows, cells.column(s, i))) continue;
      kept.push_back(cells.column(s, i));
      table.columns.push_back({plan.suites[s].items->id(i), plan.suites[s].items->cluster(i), s});
    }
  }
  if (kept.empty())
    throw UserError(fmt::format("no item has a judged answer of every candidate ({}): nothing to replay; {}",
                                fewest(run, cells, rows), what_it_takes));
  if (kept.size() < cells.items())
    result.notes.push_back(
        fmt::format("{} of {} items have no judged answer of some candidate ({}) and are left out; {}",
                    cells.items() - kept.size(), cells.items(), fewest(run, cells, rows), what_it_takes));
  for (const std::size_t c : rows) table.candidates.push_back(plan.candidates[c].name);
  table.quality = figures(cells, rows, kept, &Cell::quality, &Cell::judged);
  if (all_known(cells, rows, kept, &Cell::priced))
    table.cost_usd = figures(cells, rows, kept, &Cell::cost, &Cell::priced);
  else
    result.notes.push_back("some answers' cost is unknown: money is left out");
  if (all_known(cells, rows, kept, &Cell::timed))
    table.latency_ms = figures(cells, rows, kept, &Cell::latency, &Cell::timed);
  else
    result.notes.push_back("some answers have no time of their own: latency is left out");
  return result;
}

}  // namespace shortlist::simulation
