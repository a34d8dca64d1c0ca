#include "harness/run/purse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace shortlist {

std::optional<Money> worst_cost(const Candidate& candidate, const Item& item) {
  const Price& price = candidate.price;
  if (!price.input_per_mtok || !price.output_per_mtok) return std::nullopt;
  const auto input = std::accumulate(item.prompt.begin(), item.prompt.end(), std::size_t{0},
                                     [](std::size_t sum, const Message& message) {
                                       return sum + message.content.size() + template_tokens_per_message;
                                     });
  const int output = candidate.sampling.max_tokens.value_or(output_tokens_reserved);
  return from_usd((static_cast<double>(input) * *price.input_per_mtok + output * *price.output_per_mtok) * 1e-6);
}

std::string way_out(const Candidate& candidate, Money needed) {
  constexpr double step = 1e-4;   // USD; never less than what is needed
  const double usd = std::ceil(to_usd(needed) / step - 1e-6) * step;
  const std::string raise = fmt::format("raise the budget (--max-cost, or budget.usd of the plan) to at least ${:.4f}", usd);
  if (candidate.sampling.max_tokens) return raise;
  return fmt::format("{}: set sampling.max_tokens, without which {} tokens of answer are reserved, or {}",
                     candidate.where.empty() ? candidate.name : candidate.where, output_tokens_reserved, raise);
}

namespace {

/// "30 minutes", "1.5 minutes", "6 seconds", "0.06 seconds"
std::string time_text(Duration time) {
  const bool short_time = time < std::chrono::minutes(1);
  const double value = short_time ? to_s(time) : to_s(time) / 60;
  return fmt::format("{:.6g} {}{}", value, short_time ? "second" : "minute", value == 1 ? "" : "s");
}

}  // namespace

Purse::Purse(const Budget& budget, const Spent& before, Instant start) : budget_(budget), spent_(before) {
  if (budget.time) deadline_ = start + *budget.time;
}

bool Purse::fits(Money more) const { return !budget_.money || spent_.money + reserved_ + more <= *budget_.money; }

std::string Purse::empty(Instant now) const {
  if (budget_.calls && spent_.calls >= *budget_.calls) return fmt::format("budget: {} calls made", spent_.calls);
  if (deadline_ && now >= *deadline_) return fmt::format("budget: the time is over ({})", time_text(*budget_.time));
  if (budget_.money && (spent_.money >= *budget_.money || (open_.empty() && turned_away_ && !fits(*turned_away_))))
    return fmt::format("budget: ${:.4f} of ${:.4f} spent{}", to_usd(spent_.money), to_usd(*budget_.money),
                       turned_away_ ? fmt::format(", the next call may cost ${:.4f}", to_usd(*turned_away_)) : "");
  return "";
}

bool Purse::affords(Money worst) {
  const bool fit = fits(worst);
  turned_away_ = fit ? std::nullopt : std::optional(worst);
  return fit;
}

std::optional<Money> Purse::needed() const {
  if (!turned_away_) return std::nullopt;
  return spent_.money + *turned_away_;
}

void Purse::start(const CallKey& key, std::optional<Money> worst) {
  const Money reserved = worst.value_or(Money{});
  open_.emplace(key, reserved);
  reserved_ += reserved;
  ++spent_.calls;
}

void Purse::settle(const CallKey& key, std::optional<Money> cost) {
  if (!open_.contains(key)) return;
  abandon(key);
  spent_.money += cost.value_or(Money{});
  if (!cost) ++spent_.cost_unknown;
}

void Purse::abandon(const CallKey& key) {
  const auto found = open_.find(key);
  if (found == open_.end()) return;
  reserved_.nano_usd -= found->second.nano_usd;
  open_.erase(found);
}

}  // namespace shortlist
