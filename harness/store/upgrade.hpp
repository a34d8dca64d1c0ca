#pragma once
// Files of an older schema, brought up to date.
#include <SQLiteCpp/Database.h>

namespace shortlist {

/// From `version` to schema_version, in one transaction: whole or not at all.
/// REQUIRES: the run's lock is held. Throws SQLite::Exception.
void upgrade(SQLite::Database& database, int version);

}  // namespace shortlist
