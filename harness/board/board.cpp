#include "harness/board/board.hpp"

#include <algorithm>

namespace shortlist {
namespace {

enum Seen : std::uint8_t { recorded = 1, answered = 2, priced = 4, unsent = 8 };   // the upper four bits: how it ended

// Grows by half, not by double: these vectors are most of the memory of a large run.
template <class T>
void reach(std::vector<T>& values, std::size_t size, T fill) {
  if (values.size() >= size) return;
  if (values.capacity() < size) values.reserve(std::max(size, values.capacity() + values.capacity() / 2));
  values.resize(size, fill);
}

}  // namespace

Board::Board(const Plan& plan, const Order& order)
    : plan_(plan), order_(order), repeats_(most_repeats(plan)), columns_(plan.candidates.size()), tallies_(plan.candidates.size()),
      timings_(plan.candidates.size()), served_(plan.candidates.size()), repeats_of_(plan.candidates.size(), plan.repeats) {}

bool Board::in_plan(const CallKey& key) const {
  return key.candidate < candidates() && key.repeat < repeats() && order_.holds(key.suite, key.item);
}

bool Board::has(std::uint32_t candidate, std::size_t position, std::uint32_t repeat) const {
  const auto& seen = columns_[candidate].seen;
  const std::size_t at = cell(position, repeat);
  return at < seen.size() && seen[at] != 0;
}

bool Board::made(std::uint32_t candidate, std::size_t position, std::uint32_t repeat) const {
  return has(candidate, position, repeat) && (columns_[candidate].seen[cell(position, repeat)] & unsent) == 0;
}

bool Board::insert(const Record& record) {
  const CallKey& key = record.outcome.key;
  if (!in_plan(key)) return false;
  const std::size_t position = order_.position(key.suite, key.item);
  if (has(key.candidate, position, key.repeat)) return false;
  const std::size_t at = cell(position, key.repeat);
  Columns& columns = columns_[key.candidate];
  reach(columns.seen, at + 1, std::uint8_t{0});
  const bool answer = completion(record.outcome) != nullptr;
  columns.seen[at] = static_cast<std::uint8_t>(recorded | (answer ? answered : 0) | (record.cost ? priced : 0) |
                                               (was_unsent(record.outcome) ? unsent : 0) |
                                               static_cast<int>(ending_of(record)) << ending_shift);
  put(columns.quality, at, record.quality);
  if (answer) put_answer(columns, at, record), served_[key.candidate].add(record);
  if (timed(record.outcome)) timings_[key.candidate].add(record.outcome);
  count_in(tallies_[key.candidate], record);
  repeats_of_[key.candidate] = std::max(repeats_of_[key.candidate], key.repeat + 1);
  ++records_;
  return true;
}

// A column is as long as its last known value needs: a race without times or costs never allocates them.
void Board::put(std::vector<float>& column, std::size_t at, std::optional<double> value) const {
  if (!value) return;
  reach(column, (at / repeats() + 1) * repeats(), none);
  column[at] = static_cast<float>(*value);
}

void Board::put_answer(Columns& columns, std::size_t at, const Record& record) const {
  if (record.cost) put(columns.cost_usd, at, to_usd(*record.cost));
  if (!timed(record.outcome)) return;
  put(columns.total_ms, at, to_ms(total(record.outcome.timing)));
  if (const auto first = ttft(record.outcome.timing)) put(columns.ttft_ms, at, to_ms(*first));
}

Treatment Board::treatment(const Record& record) const {
  return failure(record.outcome) ? plan_.failures.transport : treatment_of(plan_.failures, record.flaw);
}

void Board::count_in(Effort& effort, const Record& record) {
  if (was_unsent(record.outcome)) return void(++effort.unsent);
  ++effort.calls;
  if (!record.outcome.cached)
    effort.broken_off += static_cast<std::size_t>(std::ranges::count_if(
        record.outcome.attempts, [](const Attempt& attempt) { return !attempt.partial.empty(); }));
  if (record.outcome.cached) ++effort.cached;
  else if (record.cost) effort.spent += *record.cost;
  else ++effort.cost_unknown;
}

void Board::count_in(Tally& tally, const Record& record) const {
  const bool answer = completion(record.outcome) != nullptr;
  ++tally.records;
  if (!was_unsent(record.outcome)) ++tally.calls, ++(answer ? tally.answers : tally.failed);
  if (record.outcome.cached) ++tally.cached;
  else if (record.outcome.attempts.size() > 1) ++tally.retried;
  count_in(tally.effort, record);
  if (answer && !record.cost) ++tally.cost_unknown;
  if (answer && record.flaw == Flaw::refused) ++tally.refused;
  if (answer && record.flaw == Flaw::truncated) ++tally.truncated;
  if (answer && record.flaw == Flaw::empty) ++tally.empty;
  if (answer && record.flaw == Flaw::unparsable) ++tally.unparsable;
  if (record.quality) return;
  const Treatment treated = treatment(record);
  if (treated == Treatment::incomplete) ++tally.incomplete, tally.left_open += !answer;
  else if (treated == Treatment::skipped) ++tally.skipped;
  else if (answer) ++tally.not_judged;
}

double Board::mean_of_repeats(const float* scores, std::uint32_t repeats) {
  double sum = 0;
  int judged = 0;
  for (std::uint32_t r = 0; r < repeats; ++r)
    if (!std::isnan(scores[r])) sum += scores[r], ++judged;
  return judged == 0 ? none : sum / judged;
}

const std::vector<float>& Board::column(const Columns& columns, Figure figure) {
  switch (figure) {
    case Figure::ttft_ms: return columns.ttft_ms;
    case Figure::total_ms: return columns.total_ms;
    case Figure::cost_usd: return columns.cost_usd;
    case Figure::quality: break;
  }
  return columns.quality;
}

std::vector<float> Board::known(Figure figure, std::uint32_t candidate, std::size_t items, std::uint32_t repeats) const {
  const auto& cells = column(columns_[candidate], figure);
  std::vector<float> values;
  const std::size_t end = std::min(cells.size(), items * repeats_);
  values.reserve(end);
  for (std::size_t at = 0; at < end; ++at)
    if (!std::isnan(cells[at]) && at % repeats_ < repeats) values.push_back(cells[at]);
  return values;
}

double Board::mean(Figure figure, std::uint32_t candidate, std::size_t position, std::uint32_t repeats) const {
  const auto& cells = column(columns_[candidate], figure);
  const std::size_t first = cell(position, 0);
  return first < cells.size() ? mean_of_repeats(cells.data() + first, std::min(repeats, repeats_)) : none;
}

std::uint32_t Board::left_out(std::uint32_t candidate, std::size_t position, std::uint32_t repeats) const {
  const Columns& columns = columns_[candidate];
  std::uint32_t out = 0;
  for (std::size_t at = cell(position, 0), end = at + std::min(repeats, repeats_); at < end && at < columns.seen.size(); ++at) {
    const bool judged = at < columns.quality.size() && !std::isnan(columns.quality[at]);
    const auto ending = static_cast<Ending>(columns.seen[at] >> ending_shift);
    out += columns.seen[at] != 0 && !judged && ending != Ending::not_judged;
  }
  return out;
}

Board::Ending Board::ending_of(const Record& record) {
  if (!completion(record.outcome)) return Ending::failed;
  switch (record.flaw) {
    case Flaw::refused: return Ending::refused;
    case Flaw::truncated: return Ending::truncated;
    case Flaw::empty: return Ending::empty;
    case Flaw::unparsable: return Ending::unparsable;
    case Flaw::none: break;
  }
  return record.quality ? Ending::good : Ending::not_judged;
}

std::size_t Board::count(std::uint32_t candidate, std::size_t items, std::uint32_t repeats, std::uint8_t mask,
                         std::uint8_t wanted) const {
  const auto& seen = columns_[candidate].seen;
  const std::size_t end = std::min(seen.size(), items * repeats_);
  std::size_t found = 0;
  for (std::size_t at = 0; at < end; ++at) found += (seen[at] & mask) == wanted && at % repeats_ < repeats;
  return found;
}

std::size_t Board::cost_unknown(std::uint32_t candidate, std::size_t items, std::uint32_t repeats) const {
  return count(candidate, items, repeats, recorded | answered | priced, recorded | answered);
}

std::size_t Board::failed(std::uint32_t candidate, std::size_t items, std::uint32_t repeats) const {
  return count(candidate, items, repeats, recorded | answered, recorded);
}

}  // namespace shortlist
