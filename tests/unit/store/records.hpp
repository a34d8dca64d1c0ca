#pragma once
// Records for the store's tests, down to the last field.
#include <string>

#include "harness/types/record.hpp"

namespace shortlist {

Record full_answer(const CallKey& key);          ///< every field of an answer set, awkward bytes included
Record full_failure(const CallKey& key);
/// All that a record says, to compare and to print.
std::string described(const Record& record);

}  // namespace shortlist
