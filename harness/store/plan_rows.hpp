#pragma once
// The plan as rows: its JSON, and of its suites what reports need.
#include <SQLiteCpp/Database.h>

#include "harness/types/plan.hpp"

namespace shortlist {

/// Makes the stored plan and suites equal to `plan`, writing only what differs. Items are written again when their
/// suite's digests are not the stored ones. REQUIRES: a transaction is open. Throws SQLite::Exception.
void store_plan(SQLite::Database& database, const Plan& plan, const std::string& since);
/// The plan stored last. Its suites carry ids, tags and clusters of their items, no prompts.
Plan load_plan(SQLite::Database& database);

}  // namespace shortlist
