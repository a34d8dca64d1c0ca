#pragma once
// The run's own facts: rows of `meta`. All throw SQLite::Exception.
#include <SQLiteCpp/Database.h>

#include <string>

#include "harness/store/store.hpp"

namespace shortlist {

struct NewRun { std::string id, name, created, asked_digest; };

void write_new_meta(SQLite::Database& database, const NewRun& run);
void write_meta(SQLite::Database& database, const std::string& key, const std::string& value);
std::string read_meta(SQLite::Database& database, const std::string& key);   ///< "" where there is none
/// All but id and folder.
void fill_summary(SQLite::Database& database, RunSummary& summary);

Json json_of(const Provenance& provenance);
Provenance provenance_of(const Json& json);

}  // namespace shortlist
