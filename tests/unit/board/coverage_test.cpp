// What the headers promise of the intervals, held by enumeration where that is possible and by seeded simulation where
// it is not. With 4,000 repetitions a true coverage of .95 is seen as .95 +- .01 (three standard errors).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "harness/board/random.hpp"
#include "harness/board/statistics.hpp"

namespace shortlist {
namespace {

class World {
 public:
  explicit World(std::uint64_t seed) : random_(seed) {}
  double uniform() { return static_cast<double>((random_.next() >> 11) + 1) * 0x1p-53; }
  bool chance(double p) { return uniform() <= p; }
  double normal() { return std::sqrt(-2 * std::log(uniform())) * std::cos(6.283185307179586 * uniform()); }

 private:
  Random random_;
};

bool covers(const Estimate& e, double truth) { return e.low <= truth + 1e-9 && truth - 1e-9 <= e.high; }

double share(int repetitions, const std::function<bool()>& hit) {
  int hits = 0;
  for (int i = 0; i < repetitions; ++i) hits += hit();
  return static_cast<double>(hits) / repetitions;
}

double binomial(int n, int k, double p) {
  const double ways = std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
  return std::exp(ways + k * std::log(p) + (n - k) * std::log1p(-p));
}

TEST(Coverage, OfABinaryMeanIsExactlyKnown) {
  for (int n : {5, 10, 20, 50, 100, 200, 500}) {
    std::vector<Estimate> intervals;
    for (int x = 0; x <= n; ++x) {
      Sample s;
      s.n = n, s.ups = x, s.sum = s.squares = x;
      intervals.push_back(mean_of_scores(s));
    }
    double mean = 0;
    for (int percent = 1; percent <= 99; ++percent) {
      const double p = percent / 100.0;
      double coverage = 0;
      for (int x = 0; x <= n; ++x)
        if (covers(intervals[x], p)) coverage += binomial(n, x, p);
      EXPECT_GE(coverage, 0.915) << "n " << n << ", p " << p;
      if (std::min(p, 1 - p) * n <= 1) { EXPECT_GE(coverage, 0.95) << "n " << n << ", p " << p; }
      mean += coverage / 99;
    }
    EXPECT_GE(mean, 0.949) << n;
    EXPECT_LE(mean, n < 20 ? 0.985 : 0.966) << n;
  }
}

TEST(Coverage, OfAMeanOfPartsHoldsNearTheEdges) {
  struct Row { const char* name; std::function<double(World&, int n)> draw; std::function<double(int n)> truth; };
  const std::vector<Row> rows{
      {"uniform", [](World& w, int) { return w.uniform(); }, [](int) { return 0.5; }},
      {"near 1", [](World& w, int) { return std::pow(w.uniform(), 1.0 / 20); }, [](int) { return 20.0 / 21; }},
      {"two repeats of .95", [](World& w, int) { return (w.chance(.95) + w.chance(.95)) / 2.0; }, [](int) { return .95; }},
      {"1, seldom less", [](World& w, int) { return w.chance(.98) ? 1 : w.uniform(); }, [](int) { return .99; }},
      {".9, once in n 0", [](World& w, int n) { return w.chance(1 - 1.0 / n) ? .9 : 0; },
       [](int n) { return .9 - .9 / n; }},
      {".9, thrice in n 0", [](World& w, int n) { return w.chance(1 - 3. / n) ? .9 : 0; },
       [](int n) { return .9 - 2.7 / n; }},
      {".1, thrice in n 1", [](World& w, int n) { return w.chance(1 - 3. / n) ? .1 : 1; },
       [](int n) { return .1 + 2.7 / n; }},
      {"0, half, 1", [](World& w, int) { return w.chance(.7) ? 1 : w.chance(2. / 3) ? .5 : 0; }, [](int) { return .8; }},
  };
  World w(1);
  for (const auto& [name, draw, truth] : rows)
    for (int n : {5, 20, 100}) {
      const double coverage = share(4000, [&] {
        Sample s;
        for (int i = 0; i < n; ++i) s.add(draw(w, n));
        s.whole = false;   // this interval even where all happen to be 0 or 1
        return covers(mean_of_scores(s), truth(n));
      });
      EXPECT_GE(coverage, 0.93) << name << ", n " << n;
    }
}

TEST(Coverage, OfPairedBinaryDifferences) {
  struct Row { double up, down; };
  World w(2);
  for (const auto& [up, down] : {Row{.1, .1}, {.02, .02}, {.2, .1}, {.01, .06}, {.3, .3}, {.0, .05}})
    for (int n : {10, 30, 200}) {
      const double coverage = share(3000, [&] {
        Sample s;
        for (int i = 0; i < n; ++i) {
          const double u = w.uniform();
          s.add(u < up ? 1 : u < up + down ? -1 : 0);
        }
        return covers(mean_of_differences(s), up - down);
      });
      EXPECT_GE(coverage, 0.93) << up << " " << down << ", n " << n;
    }
}

TEST(Coverage, OfPairedDifferencesOfRepeats) {
  World w(3);
  for (double p : {.5, .8, .95, .98})
    for (int n : {10, 30, 200}) {
      const double coverage = share(3000, [&] {   // five answers against one, the case that breaks the plain t
        Sample s;
        for (int i = 0; i < n; ++i) {
          int a = 0;
          for (int r = 0; r < 5; ++r) a += w.chance(p);
          s.add(a / 5.0 - w.chance(p - .05));
        }
        s.whole = false;
        return covers(mean_of_differences(s), .05);
      });
      EXPECT_GE(coverage, 0.93) << "p " << p << ", n " << n;
    }
}

TEST(Coverage, OfAWeightedMeanOverSuites) {
  World w(4);
  const double coverage = share(4000, [&] {
    Sample easy, hard, parts;
    for (int i = 0; i < 40; ++i) easy.add(w.chance(.97));
    for (int i = 0; i < 15; ++i) hard.add(w.chance(.1));
    for (int i = 0; i < 30; ++i) parts.add(w.uniform());
    const std::vector<Weighted> all{{mean_of_scores(easy), 1}, {mean_of_scores(hard), 2}, {mean_of_scores(parts), 1}};
    return covers(*weighted_mean(all), (.97 + 2 * .1 + .5) / 4);
  });
  EXPECT_GE(coverage, 0.93);
  EXPECT_LE(coverage, 0.985);
}

TEST(Coverage, OfQuantilesDependsOnNoDistribution) {
  World w(5);
  struct Row { double q; int n; double at_least; };
  for (const auto& [q, n, at_least] : {Row{.5, 10, .95}, {.5, 101, .95}, {.95, 72, .95}, {.95, 500, .95}, {.95, 40, .86}})
    for (bool skewed : {false, true}) {
      const double truth = skewed ? -std::log(1 - q) : q;
      const double coverage = share(3000, [&] {
        std::vector<float> values(n);
        for (float& v : values) {
          const double u = w.uniform();
          v = static_cast<float>(skewed ? -std::log(u) : u);
        }
        std::sort(values.begin(), values.end());
        return covers(quantile(values, q), truth);
      });
      EXPECT_GE(coverage, at_least - 0.012) << q << ", n " << n;
    }
}

TEST(Coverage, OfMeanCosts) {
  World w(6);
  for (int n : {20, 200}) {
    const double coverage = share(4000, [&] {
      std::vector<float> values(n);
      for (float& v : values) v = static_cast<float>(std::exp(0.5 * w.normal()));
      return covers(mean_of_amounts(values), std::exp(0.125));
    });
    EXPECT_GE(coverage, 0.90) << n;
    EXPECT_LE(coverage, 0.96) << n;
  }
}

}  // namespace
}  // namespace shortlist
