#include "harness/store/upgrade.hpp"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

#include "harness/store/columns.hpp"
#include "harness/store/database.hpp"
#include "harness/store/record_json.hpp"

namespace shortlist {

extern const std::string_view schema_sql;

namespace {

/// Version 1 kept scores in a table, had the key as a constraint, and knew nothing of gaps, caches and notices.
constexpr const char* set_aside_1 =
    "DROP INDEX failed_calls; ALTER TABLE calls RENAME TO calls_1; ALTER TABLE scores RENAME TO scores_1";
constexpr const char* copy_1 =
    "INSERT INTO calls (number, candidate, suite, item, repeat, cached, failure, finish, flaw, quality, cost_nano_usd, "
    "usage, input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, prompt_cut, other_model, no_usage, "
    "started_ns, queued_ns, connected_ns, written_ns, first_byte_ns, first_token_ns, last_token_ns, done_ns, "
    "retry_after_ns, gap_count, attempts, scores, tool_calls, model_served, fingerprint, detail, refusal, reasoning, text) "
    "SELECT number, candidate, suite, item, repeat, 0, failure, finish, flaw, quality, cost_nano_usd, "
    "coalesce(usage, 0), input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, 0, 0, 0, "
    "started_ns, queued_ns, connected_ns, written_ns, first_byte_ns, first_token_ns, last_token_ns, done_ns, "
    "retry_after_ns, 0, attempts, '[]', tool_calls, model_served, fingerprint, detail, refusal, reasoning, text "
    "FROM calls_1 ORDER BY number";
constexpr const char* clear_1 = "DROP TABLE scores_1; DROP TABLE calls_1";

void copy_scores_1(SQLite::Database& database) {
  SQLite::Statement update(database, "UPDATE calls SET scores = ? WHERE number = ?");
  SQLite::Statement rows(database, "SELECT call, metric, value, reason FROM scores_1 ORDER BY call, position");
  std::vector<Score> scores;
  std::int64_t call = 0;
  const auto flush = [&] {
    if (!scores.empty()) Bind(update).text(text_of(std::exchange(scores, {}))).integer(call).run();
  };
  while (rows.executeStep()) {
    Read row(rows);
    if (const std::int64_t next = row.integer(); next != call) {
      flush();
      call = next;
    }
    scores.push_back({row.text(), row.maybe_real(), row.text()});
  }
  flush();
}

}  // namespace

void upgrade(SQLite::Database& database, int version) {
  if (version != 1) return;
  SQLite::Transaction all(database);
  database.exec(set_aside_1);
  database.exec(std::string(schema_sql));
  database.exec(copy_1);
  copy_scores_1(database);
  database.exec(clear_1);
  database.exec(fmt::format("PRAGMA user_version = {}", schema_version));
  all.commit();
}

}  // namespace shortlist
