#pragma once
// Ids of a million rows without a table of strings: eight bytes a row while the file is loaded, none after.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shortlist {

/// 64 bits of a text: FNV-1a, then splitmix64's finaliser. The same on every machine.
std::uint64_t hash_id(std::string_view id);

/// The first row, in order, whose id an earlier row has: {earlier, later}. `id` gives a row's id and is asked only where
/// hashes meet. `hashes` holds one a row; its content is spent.
std::optional<std::pair<std::size_t, std::size_t>> find_twin_ids(
    std::vector<std::uint64_t>& hashes, const std::function<std::string(std::size_t row)>& id);

/// `limit` rows chosen by the seed, in order. Each row draws a number from the seed and its id, and the lowest win: a
/// smaller limit is a subset of a larger one, and rows added or moved leave the others' numbers as they are.
std::vector<std::uint32_t> choose_rows(const std::vector<std::uint64_t>& hashes, std::size_t limit,
                                       std::uint64_t seed);

}  // namespace shortlist
