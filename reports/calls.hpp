#pragma once
// One call as the exports say it, schema "shortlist.call/1" (call.schema.json). Pure.
#include <string>

#include "reports/ordered.hpp"

namespace shortlist {

/// Keys in the schema's order; what is unknown is null.
Ordered call_json(const Run& run, const Record& record);
/// The item's own id, or its index where the suite's items are not at hand.
std::string item_id(const Run& run, const CallKey& key);

}  // namespace shortlist
