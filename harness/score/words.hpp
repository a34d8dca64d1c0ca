#pragma once
// Words, characters and sentences as people count them (ICU 72, Unicode text segmentation, UAX #29). Pure.
#include <cstddef>
#include <optional>
#include <string_view>

namespace shortlist {

/// What a length is counted in.
enum class TextUnit { words, characters, sentences, lines, paragraphs };
std::optional<TextUnit> text_unit(std::string_view name);

/// Words are segments with a letter or digit (Korean: as spaced; French "l'eau" is one); characters are
/// grapheme clusters without line ends; lines and paragraphs only those that are not blank.
std::size_t count(std::string_view text, TextUnit unit);

/// Whether a word may begin / end at this byte. A Korean particle may follow a word ("Paris는" names Paris),
/// and a mark inside a number ends none ("4" is not in "4.5").
bool begins_word(std::string_view text, std::size_t at);
bool ends_word(std::string_view text, std::size_t at);

/// The first place at or after `from` where `needle` stands as whole words; npos if there is none. REQUIRES:
/// both normalised alike, needle not empty.
std::size_t find_words(std::string_view text, std::string_view needle, std::size_t from = 0);

}  // namespace shortlist
