#include "harness/ranking/portfolio.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/board/words.hpp"
#include "harness/ports/items.hpp"
#include "harness/ranking/mixer.hpp"

namespace shortlist {
namespace {

constexpr std::size_t units_min = 10;

/// What routers go by, a column of the suite each: its name and the value of each item, "" where it has none.
struct Column {
  std::string name;
  std::vector<std::string> values;
};

Column by_suite(const Mixer& m) {
  Column column{"suite", std::vector<std::string>(m.items())};
  for (std::size_t p = 0; p < m.items(); ++p)
    column.values[p] = m.board.plan().suites[m.board.order().at(p).suite].name;
  return column;
}

/// Tag columns of all suites, those of one name together, in the order in which they are first named.
std::vector<Column> by_tags(const Mixer& m) {
  std::vector<Column> columns;
  const auto& suites = m.board.plan().suites;
  for (const Suite& suite : suites)
    for (const std::string& name : suite.tag_names)
      if (std::ranges::find(columns, name, &Column::name) == columns.end())
        columns.push_back({name, std::vector<std::string>(m.items())});
  if (columns.empty()) return columns;
  for (std::size_t p = 0; p < m.items(); ++p) {
    const auto [s, item] = m.board.order().at(p);
    if (suites[s].tag_names.empty()) continue;
    const auto tags = suites[s].items->bare_item(item).tags;
    for (std::size_t t = 0; t < std::min(tags.size(), suites[s].tag_names.size()); ++t)
      std::ranges::find(columns, suites[s].tag_names[t], &Column::name)->values[p] = tags[t];
  }
  return columns;
}

/// Spares a race replayed a thousand times, on one suite of scores alone, the work.
bool mixable(const Board& board, const Compared& compared) {
  const auto& suites = board.plan().suites;
  return suites.size() > 1 || std::ranges::any_of(suites, [](const Suite& s) { return !s.tag_names.empty(); }) ||
         std::ranges::any_of(compared.candidates, [&](std::uint32_t c) {
           return !board.known(Board::Figure::cost_usd, c, compared.items).empty();
         });
}

}  // namespace

Mixer::Mixer(const Board& b, const Compared& c, std::uint32_t chosen_one)
    : board(b), compared(c), knobs(knobs_of(b.plan().objective)), shares(item_shares(b, c.items)), fold(c.items) {
  for (const std::uint32_t candidate : compared.candidates) {
    if (candidate == chosen_one) chosen = table.size();
    table.push_back(amounts(board, candidate, compared.items, compared.repeats));
    for (Amount& a : table.back())   // who was sent the item and has no answer to show earned nothing
      if (std::isnan(a.quality)) a.quality = 0, ++unanswered;
    const bool any = std::ranges::any_of(table.back(), [](const Amount& a) { return !std::isnan(a.usd_per_1k); });
    priced.push_back(any && board.cost_unknown(candidate, compared.items) == 0);
  }
  std::size_t p = 0, unit = 0;
  for (const std::uint32_t end : board.order().unit_ends())
    for (++unit; p < std::min<std::size_t>(end, fold.size()); ++p) fold[p] = static_cast<std::uint8_t>(unit % folds);
}

Mix Mixer::mix(std::span<const Amount> picked, bool costs_known, bool with_gain) const {
  Mix mix;
  std::vector<double> quality(picked.size()), gain(picked.size());
  double usd = 0, n = 0;
  for (std::size_t p = 0; p < picked.size(); ++p) {
    quality[p] = picked[p].quality;
    gain[p] = shortlist::utility(knobs, picked[p]) - utility(chosen, p);
    if (!std::isnan(picked[p].usd_per_1k)) usd += picked[p].usd_per_1k, ++n;
  }
  mix.quality = mean_over_suites(board, quality, false);
  if (with_gain) mix.gain = mean_over_suites(board, gain, true);
  if (costs_known && n > 0) mix.usd_per_1k = usd / n;
  return mix;
}

std::optional<Portfolio> portfolio(const Board& board, const Compared& compared, std::uint32_t chosen) {
  const auto ends = board.order().unit_ends();
  const auto units = std::ranges::count_if(ends, [&](std::uint32_t end) { return end <= compared.items; });
  if (compared.candidates.size() < 2 || static_cast<std::size_t>(units) < units_min || !mixable(board, compared)) return std::nullopt;
  const Mixer m(board, compared, chosen);
  Portfolio p{compared.items, compared.items == board.order().size(), compared.candidates, {}, {}, {}, {}};
  p.chosen = m.mix(m.table[m.chosen], m.priced[m.chosen], false);
  std::vector<Column> columns{by_suite(m)};
  for (Column& tags : by_tags(m)) columns.push_back(std::move(tags));
  for (const Column& column : columns)
    if (auto router = route(m, column.name, column.values, p.notes)) p.routers.push_back(std::move(*router));
  p.cascade = cascade(m, p.notes);
  if (m.unanswered > 0) p.notes.push_back(fmt::format("{} without a judged answer count as 0 here, since whoever is sent an item gets nothing: "
                                                      "elsewhere they are left out", count(m.unanswered, "item")));
  if (p.routers.empty() && !p.cascade) return std::nullopt;
  return p;
}

}  // namespace shortlist
