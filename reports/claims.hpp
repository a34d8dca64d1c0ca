#pragma once
// What the answers of a run allow to say, and in which words: what a race proved and of whom, who may be the best yet,
// what is exact on these very items, what an interval is worth. Pure; texts are visible() and not yet escaped.
//
// What a race proved is said as the study of the race words it; "best" is only ever said of the field ("the best of the
// 8"), and a level that is calibrated and not proven is named so wherever it is named.
#include <string>
#include <string_view>
#include <vector>

#include "harness/types/run.hpp"

namespace shortlist {

inline constexpr std::string_view calibrated_label = "calibrated on public tables, no guarantee";

/// The label where a fast race took part, else "".
std::string_view fast_label(const Run& run);
/// Whether a race that has begun chose by the answers when to stop: then intervals over fewer than all items are nominal.
bool race_chose_when(const Run& run);
/// "95 %", or "nominal 95 %" for an interval over so many items.
std::string level_of(const Run& run, std::size_t items);
/// One sentence on what the intervals of this run are worth.
std::string interval_note(const Run& run);
/// Whether it is over every item that weighs, so that its value is exact on these items.
bool is_exact(const Run& run, const Estimate& difference);
/// "+0.5 points, -1.2 .. +2.2"; where it is exact: "+0.5 points on these very items; for the task -1.2 .. +2.2".
std::string difference_text(const Run& run, const Estimate& difference);

/// "on this 500-question suite", "on this task, of which these 500 questions are a sample".
std::string scope_text(const Run& run, const Certificate& certificate);
/// "Within 2 points of the best of the 8 candidates on this 500-question suite (95 % certified; 21 % of the calls)."; one a
/// race, led by the race's name where there are several. Where another was chosen, it says of whom the race says nothing.
std::vector<std::string> certificate_lines(const Run& run);
/// All who entered left in this race: its certificate is about nobody.
bool is_about_nobody(const Certificate& certificate);

/// The two sets of others who might do as well, each named with what it means, in one line where they are the same: "Not
/// excluded as best: ..." ("Still possible: ..." where the race has not reached its end) by the last race that claims
/// something, less those who are below on these very items, all of which were asked; and "Not distinguishable on the same items:
/// ...". `level`: what there is to say of each of the latter.
std::vector<std::string> set_lines(const Run& run, const std::vector<std::string>& level);
/// "Every item was asked of all 3, so on these very items it is exact: A is 0.5 points ahead of C. Whether that holds for the
/// task: -1.2 .. +2.2 (paired 95 % interval)"; "" where it was not.
std::string exact_line(const Run& run);

}  // namespace shortlist
