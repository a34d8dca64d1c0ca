#include "harness/race/evidence.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>

namespace shortlist {
namespace {

constexpr std::size_t mixes = 3;           // the mean of the best one, two or three is bet on
constexpr double weight_decay = 2;         // w ~ exp(-this / 2 z^2)
constexpr double hopeless_z = 6;           // no weight for who is so far behind
constexpr double least_pair_variance = 0.02, least_log_weight = -50;

double log_sum(double a, double b) {
  const double high = std::max(a, b), low = std::min(a, b);
  return high + std::log1p(std::exp(low - high));
}

}  // namespace

Evidence::Evidence(EvidenceSetting setting)
    : setting_(std::move(setting)), alpha_(setting_.within > 0 ? dropping_share : 1), columns_(setting_.candidates),
      most_(setting_.candidates), sums_(setting_.candidates), most_sums_(setting_.candidates), wealth_(setting_.candidates), live_(setting_.candidates, true),
      covered_by_any_(setting_.candidates) {
  if (setting_.favourites.empty() || !setting_.certified || !(setting_.within > 0)) return;
  Start start;
  for (const double weight : setting_.favourites)
    start.log_weights.push_back(std::log(std::max((1 - alpha_) * favourites_share * weight, 1e-30)));
  starts_.push_back(std::move(start));
}

std::size_t Evidence::most_seen() const {
  std::size_t most = 0;
  for (const auto& column : columns_) most = std::max(most, column.size());
  return most;
}

void Evidence::take(std::uint32_t candidate, std::span<const float> least, std::span<const float> most) {
  auto &own = columns_[candidate], &bounds = most_[candidate];
  if (bounds.empty() && !std::equal(least.begin(), least.end(), most.begin())) bounds = own;
  if (!bounds.empty()) bounds.insert(bounds.end(), most.begin(), most.end());
  own.insert(own.end(), least.begin(), least.end());
  for (const float value : least) sums_[candidate] += value;
  for (const float value : most) most_sums_[candidate] += value;
}

double Evidence::product(std::uint32_t a, std::uint32_t b, std::size_t units) {
  auto known = products_.find(a);
  if (known == products_.end() && products_.contains(b)) return product(b, a, units);
  if (known == products_.end()) known = products_.emplace(a, std::vector<Moment>(candidates())).first;
  Moment& moment = known->second[b];
  const float *x = columns_[a].data(), *y = columns_[b].data();
  double sum = 0;
  for (std::size_t u = moment.seen; u < units; ++u) sum += static_cast<double>(x[u]) * static_cast<double>(y[u]);
  moment.sum += sum;
  moment.seen = std::max(moment.seen, units);
  return moment.sum;
}

double Evidence::mean(std::uint32_t candidate) const {
  const double unknown = most_sums_[candidate] - sums_[candidate], known = static_cast<double>(seen(candidate)) - unknown;
  return known > 1e-9 ? sums_[candidate] / known : 0;
}

/// Of y = the mix's mean less the candidate's value, from products alone. Those are of the least values: where answers
/// are missing, the squares are a guess, which moves the stakes but no claim.
Past Evidence::past_of(std::uint32_t candidate, std::span<const std::uint32_t> mix, std::size_t units) {
  const auto k = static_cast<double>(mix.size());
  double sum = 0, own = 0, squares = 0;
  for (const std::uint32_t j : mix) {
    sum += sums_[j];
    own += product(j, candidate, units);
    for (const std::uint32_t l : mix) squares += product(j, l, units);
  }
  return {sum / k - most_sums_[candidate], squares / (k * k) - 2 * own / k + product(candidate, candidate, units), units};
}

/// What a unit is expected to bring, to second order.
double Evidence::growth(const Past& past) const {
  const double mean = past.gain(), gain = std::max(mean - setting_.population.allowed(past, 0), 0.0);
  return gain * gain / (past.variance(mean) + gain * gain);
}

std::vector<std::uint32_t> Evidence::best_first(std::vector<std::uint32_t> candidates) const {
  std::stable_sort(candidates.begin(), candidates.end(), [&](auto a, auto b) { return mean(a) > mean(b); });
  return candidates;
}

Evidence::Opponents Evidence::opponents_of(std::uint32_t candidate, std::span<const std::uint32_t> best, std::size_t units) {
  std::vector<std::uint32_t> others;
  for (std::size_t i = 0; i < best.size() && others.size() < mixes; ++i)
    if (best[i] != candidate) others.push_back(best[i]);
  Opponents chosen{candidate, {}, {}};
  double most = -1;
  for (std::size_t k = 1; k <= others.size(); ++k) {
    const std::span mix(others.data(), k);
    const Past past = past_of(candidate, mix, units);
    const double grows = growth(past);
    if (grows <= most * (1 + 1e-9)) continue;   // equal but for the last bits: the smaller mix
    most = grows;
    chosen.mix.assign(mix.begin(), mix.end()), chosen.past = past;
  }
  return chosen;
}

void Evidence::fix_opponents(std::span<const std::uint32_t> asked) {
  fixed_.clear();
  if (!settled_) return;   // nobody leads yet: no bets
  const std::size_t units = seen(leader_);
  for ([[maybe_unused]] const std::uint32_t i : asked) assert(seen(i) == units);
  const auto best = best_first({asked.begin(), asked.end()});
  for (const std::uint32_t i : asked)
    if (i != leader_) fixed_.push_back(opponents_of(i, best, units));
}

void Evidence::bank() {
  for (Opponents& one : fixed_) {
    const auto& own = most(one.candidate);
    const auto k = static_cast<double>(one.mix.size());
    Bets bets(one.past, 0, setting_.population);
    for (std::size_t u = one.past.seen; u < own.size(); ++u) {
      double others = 0;
      for (const std::uint32_t j : one.mix) others += static_cast<double>(columns_[j][u]);
      bets.on(others / k - static_cast<double>(own[u]));
    }
    wealth_[one.candidate] += bets.log();
    if (wealth_[one.candidate] >= drop_bar()) live_[one.candidate] = false;
  }
  fixed_.clear();
}

double Evidence::drop_bar() const { return -std::log(setting_.certified ? setting_.error * alpha_ : setting_.error); }

double Evidence::cover_bar() const { return -std::log(setting_.error); }

void Evidence::settle() {
  const std::size_t most = most_seen();
  if (!settled_) first_bets_ = most, settled_ = true;
  std::vector<std::uint32_t> full;
  for (std::uint32_t i = 0; i < candidates(); ++i)
    if (live_[i] && seen(i) == most) full.push_back(i);
  if (full.empty()) return lead_from_behind();   // whoever led was removed
  const auto best = best_first(full);
  leader_ = best.front();
  if (setting_.within > 0 && setting_.certified) start_anew(full);
  for (std::size_t c = 0; c < std::min(contenders, best.size()); ++c) {
    const auto& covered = cover(best[c]);
    for (std::uint32_t i = 0; i < candidates(); ++i)
      if (covered[i] && i != best[c] && setting_.within > 0) covered_by_any_[i] = true;
  }
}

/// Among those who have seen the most; nobody is covered until it has caught up.
void Evidence::lead_from_behind() {
  std::optional<std::uint32_t> first;
  for (std::uint32_t i = 0; i < candidates(); ++i) {
    if (!live_[i]) continue;
    if (!first || seen(i) > seen(*first) || (seen(i) == seen(*first) && mean(i) > mean(*first))) first = i;
  }
  leader_ = first.value_or(leader_);
}

/// Starts count from the first units, on which nobody bets. One a call, so that each sees the latest weights.
void Evidence::start_anew(std::span<const std::uint32_t> full) {
  const std::size_t most = seen(leader_);
  if (next_start_ == starts.size() || most < starts[next_start_] + first_bets_ - std::min(first_bets_, first_units)) return;
  const double rest = starts_.size() > next_start_ ? 1 - favourites_share : 1;
  const double share = rest * start_shares[next_start_++];
  Start start{most, {}};
  for (const double weight : leader_weights(full))
    start.log_weights.push_back(std::log(std::max(weight * share * (1 - alpha_), 1e-30)));
  starts_.push_back(std::move(start));
}

/// By how likely each is to lead in the end: a normal tail of the paired distance to today's leader.
std::vector<double> Evidence::leader_weights(std::span<const std::uint32_t> full) const {
  std::vector<double> weights(candidates());
  const std::size_t units = seen(leader_);
  const auto n = static_cast<double>(units);
  const double left = setting_.population.infinite ? 1 : std::max(1 - n / static_cast<double>(setting_.population.units), 1e-9);
  double sum = 0;
  for (const std::uint32_t i : full) {
    const double behind = (sums_[leader_] - sums_[i]) / n;
    double squares = 0;
    for (std::size_t u = 0; u < units; ++u) {
      const double d = static_cast<double>(columns_[leader_][u]) - static_cast<double>(columns_[i][u]);
      squares += d * d;
    }
    const double variance = std::max(squares / n - behind * behind, least_pair_variance);
    const double z = behind / std::sqrt(variance / n * left);
    sum += weights[i] = z < hopeless_z ? std::exp(-0.5 * weight_decay * z * z) : 0;
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

/// Bets on "the candidate is at least e better than the contender", up to where both are known.
void Evidence::advance(Cover& cover, std::uint32_t contender, std::uint32_t candidate, double e) const {
  const std::size_t end = std::min(seen(contender), seen(candidate));
  const auto &x = columns_[contender], &y = most(candidate);
  while (true) {
    while (cover.at_start.size() < starts_.size() && starts_[cover.at_start.size()].unit <= cover.past.seen)
      cover.at_start.push_back(cover.log);
    if (cover.past.seen >= end) return;
    const std::size_t noted = cover.at_start.size();
    const std::size_t until = noted < starts_.size() ? std::min(end, starts_[noted].unit) : end;
    Bets bets(cover.past, e, setting_.population);
    for (std::size_t u = cover.past.seen; u < until; ++u) bets.on(static_cast<double>(x[u]) - static_cast<double>(y[u]));
    cover.log += bets.log();
  }
}

/// Log of the wealth against "the candidate is the best, and better than the contender by more than the margin".
double Evidence::total(const Cover& cover, std::uint32_t contender, std::uint32_t candidate) const {
  if (!setting_.certified) return cover.log;
  double total = std::log(alpha_) + wealth_[candidate];
  for (std::size_t k = 0; k < starts_.size(); ++k) {
    const double weight = starts_[k].log_weights[contender];
    if (weight <= least_log_weight) continue;
    total = log_sum(total, weight + (k < cover.at_start.size() ? cover.log - cover.at_start[k] : 0));
  }
  return total;
}

bool Evidence::exactly_within(std::uint32_t contender, std::uint32_t candidate, double margin) const {
  const Population& all = setting_.population;
  if (all.infinite || seen(candidate) < all.units || seen(contender) < all.units) return false;
  return most_sums_[candidate] - sums_[contender] <= margin * static_cast<double>(all.units) + 1e-9;
}

/// REQUIRES: the contender has answered as much as anyone (C3).
const std::vector<bool>& Evidence::cover(std::uint32_t contender) {
  Contender& c = contenders_[contender];
  if (c.covered.empty()) c.covers.resize(candidates()), c.covered.resize(candidates());
  for (std::uint32_t i = 0; i < candidates(); ++i) {
    if (!live_[i] || c.covered[i] || i == contender) continue;
    if (exactly_within(contender, i, setting_.within)) {
      c.covered[i] = true;
    } else if (setting_.within > 0) {
      advance(c.covers[i], contender, i, setting_.within);
      c.covered[i] = total(c.covers[i], contender, i) >= cover_bar();
    }
  }
  return c.covered;
}

bool Evidence::covers(std::uint32_t contender, std::uint32_t candidate) const {
  const auto found = contenders_.find(contender);
  return found != contenders_.end() && found->second.covered[candidate];
}

bool Evidence::finished() const {
  if (!settled_) return false;
  for (std::uint32_t i = 0; i < candidates(); ++i)
    if (live_[i] && i != leader_ && !covers(leader_, i)) return false;
  return true;
}

std::vector<std::uint32_t> Evidence::needed() const {
  std::vector<std::uint32_t> open, last;
  for (std::uint32_t i = 0; i < candidates(); ++i) {
    if (!live_[i]) continue;
    if (i == leader_ || !covered_by_any_[i]) open.push_back(i);
    if (i == leader_ || !covers(leader_, i)) last.push_back(i);
  }
  return open.size() > 1 ? open : last;
}

bool Evidence::leader_within(double margin) const {
  for (std::uint32_t i = 0; i < candidates(); ++i) {
    if (!live_[i] || i == leader_ || exactly_within(leader_, i, margin)) continue;
    Cover cover;
    advance(cover, leader_, i, margin);
    if (total(cover, leader_, i) < cover_bar()) return false;
  }
  return true;
}

}  // namespace shortlist
