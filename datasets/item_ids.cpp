#include "datasets/item_ids.hpp"

#include <algorithm>
#include <bit>

namespace shortlist {
namespace {

// Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators": the mixing step.
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

using Twins = std::optional<std::pair<std::size_t, std::size_t>>;

// Rows whose hashes agree: are there equal ids among them?
Twins twins_among(std::vector<std::pair<std::string, std::size_t>> rows) {
  std::sort(rows.begin(), rows.end());
  Twins first;
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (rows[i].first == rows[i - 1].first && (!first || rows[i].second < first->second))
      first = {rows[i - 1].second, rows[i].second};
  return first;
}

}  // namespace

std::uint64_t hash_id(std::string_view id) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return mixed(hash);
}

// The low bits of each hash give way to the row's number, so that sorting needs no second array.
Twins find_twin_ids(std::vector<std::uint64_t>& hashes, const std::function<std::string(std::size_t)>& id) {
  const std::uint64_t row_mask = std::bit_ceil(hashes.size() + 1) - 1;
  for (std::size_t row = 0; row < hashes.size(); ++row) hashes[row] = (hashes[row] & ~row_mask) | row;
  std::sort(hashes.begin(), hashes.end());
  Twins first;
  for (std::size_t begin = 0, end; begin < hashes.size(); begin = end) {
    for (end = begin + 1; end < hashes.size() && ((hashes[begin] ^ hashes[end]) & ~row_mask) == 0;) ++end;
    if (end - begin == 1) continue;
    std::vector<std::pair<std::string, std::size_t>> rows;
    for (std::size_t i = begin; i < end; ++i) rows.emplace_back(id(hashes[i] & row_mask), hashes[i] & row_mask);
    const Twins found = twins_among(std::move(rows));
    if (found && (!first || found->second < first->second)) first = found;
  }
  return first;
}

std::vector<std::uint32_t> choose_rows(const std::vector<std::uint64_t>& hashes, std::size_t limit,
                                       std::uint64_t seed) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> drawn;
  drawn.reserve(hashes.size());
  const std::uint64_t salt = mixed(seed + 0x9e3779b97f4a7c15u);
  for (const std::uint64_t hash : hashes) drawn.emplace_back(mixed(hash ^ salt), static_cast<std::uint32_t>(drawn.size()));
  limit = std::min(limit, drawn.size());
  std::nth_element(drawn.begin(), drawn.begin() + static_cast<std::ptrdiff_t>(limit), drawn.end());
  std::vector<std::uint32_t> rows;
  for (std::size_t i = 0; i < limit; ++i) rows.push_back(drawn[i].second);
  std::sort(rows.begin(), rows.end());
  return rows;
}

}  // namespace shortlist
