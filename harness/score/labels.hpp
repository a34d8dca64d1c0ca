#pragma once
// Labels of choices ("A", "b", "2", "가") in running text, told from articles, pronouns and initials. Pure.
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shortlist {

/// Whether the label stands at this byte after a phrase that announces it: any case, a word of its own; a
/// small "a" or "i" before another word is that word.
bool announced_label(std::string_view text, std::size_t at, std::string_view label);

/// Places and indices of the labels that the text names by themselves (rule 3 of mentions.hpp).
std::vector<std::pair<std::size_t, std::size_t>> marked_labels(std::string_view text,
                                                               const std::vector<std::string>& labels);

}  // namespace shortlist
