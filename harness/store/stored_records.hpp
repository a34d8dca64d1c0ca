#pragma once
// The records of a run, read from its file one at a time.
#include <memory>
#include <string>

#include "harness/types/records.hpp"

namespace shortlist {

/// All records as they are now, sorted by key: what another process writes meanwhile is not among them. Keeps the file
/// open as long as it or a walk over it lives. Throws UserError, also in a walk.
std::shared_ptr<const RecordSource> stored_records(const std::string& file);

}  // namespace shortlist
