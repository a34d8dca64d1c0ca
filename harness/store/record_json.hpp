#pragma once
// The lists within a record, as JSON text in one column each.
#include <string>
#include <vector>

#include "harness/types/record.hpp"

namespace shortlist {

std::string text_of(const std::vector<Attempt>& attempts);
std::string text_of(const std::vector<ToolCall>& calls);
std::vector<Attempt> attempts_of(const std::string& text);      ///< throws Json::exception
std::vector<ToolCall> tool_calls_of(const std::string& text);   ///< throws Json::exception

}  // namespace shortlist
