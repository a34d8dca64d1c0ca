#include "harness/config/suggest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace shortlist {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      auto replaced = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, replaced});
      bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> names) {
  constexpr std::size_t longest = 100;   // nobody mistypes a name this long; a whole text may stand here
  if (word.size() > longest) return std::nullopt;
  auto best = std::max<std::size_t>(1, word.size() / 3) + 1;
  std::optional<std::string_view> found;
  for (auto name : names)
    if (auto distance = edit_distance(word, name); distance < best && distance < name.size()) {
      best = distance;
      found = name;
    }
  return found;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> names) {
  if (names.empty()) return "";
  if (auto name = nearest(word, names)) return fmt::format(", did you mean \"{}\"?", *name);
  return fmt::format("; known here: {}", fmt::join(names, ", "));
}

}  // namespace shortlist
