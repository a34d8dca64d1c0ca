#pragma once
// "did you mean": the nearest of the names that would have been right.
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shortlist {

/// Edits between two words: insert, delete, replace, swap of neighbours (Damerau's optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);
/// The nearest name at no more than a third of the word's length (at least one edit), or none; the first on a tie.
std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> names);
/// `, did you mean "model"?`, or `; known here: a, b, c`, or nothing where there are no names.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> names);

}  // namespace shortlist
