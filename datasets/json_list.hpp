#pragma once
// A file that is one JSON list of objects: where each of them stands.
#include <cstdint>
#include <vector>

#include "datasets/text_file.hpp"

namespace shortlist {

struct JsonListIndex {
  std::vector<std::uint64_t> begins, ends;
  std::vector<std::uint32_t> lines;   ///< that each begins on, from 1
};
/// Looks at brackets and texts only; what is inside of an object is JsonRowReader's to check. Throws UserError.
JsonListIndex index_json_list(const TextFile& file);

}  // namespace shortlist
