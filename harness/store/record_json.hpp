#pragma once
// The lists within a record, each in one column: JSON text, and the gaps between chunks as packed numbers.
#include <string>
#include <string_view>
#include <vector>

#include "harness/types/record.hpp"

namespace shortlist {

std::string text_of(const std::vector<Attempt>& attempts);
std::string text_of(const std::vector<ToolCall>& calls);
std::string text_of(const std::vector<Score>& scores);          ///< a value that is no number becomes null
std::vector<Attempt> attempts_of(const std::string& text);      ///< throws Json::exception, as do the next two
std::vector<ToolCall> tool_calls_of(const std::string& text);
std::vector<Score> scores_of(const std::string& text);

/// Unsigned LEB128, one number a gap, in nanoseconds.
std::string packed(const std::vector<Duration>& gaps);
std::vector<Duration> unpacked_gaps(std::string_view bytes);    ///< what is cut short at the end is left out

}  // namespace shortlist
