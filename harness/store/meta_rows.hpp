#pragma once
// The run's own facts: rows of `meta`. All throw SQLite::Exception.
#include <SQLiteCpp/Database.h>

#include <string>

#include "harness/store/store.hpp"

namespace shortlist {

struct NewRun {
  std::string id, name, created, asked_digest;
  bool fresh = false;   ///< it takes no answers from earlier runs, also when it goes on later
};

void write_new_meta(SQLite::Database& database, const NewRun& run);
void write_meta(SQLite::Database& database, const std::string& key, const std::string& value);
std::string read_meta(SQLite::Database& database, const std::string& key);   ///< "" where there is none
bool started_fresh(SQLite::Database& database);
/// All but id, folder and the counts.
void fill_summary(SQLite::Database& database, RunSummary& summary);
/// Takes a walk over an index: some ten milliseconds for a million calls.
void count_calls(SQLite::Database& database, RunSummary& summary);

Json json_of(const Provenance& provenance);
Provenance provenance_of(const Json& json);

}  // namespace shortlist
