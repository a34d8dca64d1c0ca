#include "harness/race/limit_tests.hpp"

#include <fmt/format.h>

#include <cmath>

#include "harness/board/words.hpp"

namespace shortlist {
namespace {

constexpr double clip = 4, slow_share = 0.05;

}  // namespace

LimitTests::LimitTests(const Objective& o, const Field& field, double error, bool infinite)
    : population_{field.board.order().size(), infinite} {
  using Figure = Board::Figure;
  if (o.limit_p95_ms) tests_.push_back({"p95 " + ms_text(*o.limit_p95_ms), Figure::total_ms, *o.limit_p95_ms, false, slow_share});
  if (o.limit_ttft_p95_ms)
    tests_.push_back({"TTFT p95 " + ms_text(*o.limit_ttft_p95_ms), Figure::ttft_ms, *o.limit_ttft_p95_ms, false, slow_share});
  if (o.limit_usd_per_1k)
    tests_.push_back({usd_text(*o.limit_usd_per_1k) + " per 1k", Figure::cost_usd, clip * *o.limit_usd_per_1k / 1000, true, 1 / clip});
  if (!tests_.empty()) bar_ = -std::log(error * share_of_error / static_cast<double>(tests_.size()));
  accounts_.assign(field.asked.size(), std::vector<Account>(tests_.size()));
}

double LimitTests::value(const Test& test, double amount) const {
  if (std::isnan(amount)) return 0;
  if (!test.in_proportion) return amount > test.full ? 1 : 0;
  return test.full > 0 ? std::min(1.0, amount / test.full) : amount > 0;
}

std::vector<Cut> LimitTests::cut(const Field& field) {
  std::vector<Cut> cuts;
  for (const std::uint32_t candidate : field.racing) {
    std::string broken;
    for (std::size_t t = 0; t < tests_.size(); ++t) {
      const Test& test = tests_[t];
      Account& account = accounts_[candidate][t];
      while (account.past.seen < field.asked[candidate]) {
        const double amount = field.board.mean(test.figure, candidate, account.past.seen, field.board.plan().repeats);
        const double y = value(test, amount);
        account.over += test.in_proportion ? amount > test.full / clip : y > 0;
        account.log += log_factor(account.past, y, -test.allowed, population_);
        account.past.add(y);
      }
      if (account.log >= bar_)
        broken += fmt::format("{}limit {}: {} of {} items over it", broken.empty() ? "" : "; ", test.what, account.over,
                              account.past.seen);
    }
    if (!broken.empty()) cuts.push_back({candidate, {}, 0, broken, Cut::Ground::limit});
  }
  return cuts;
}

}  // namespace shortlist
