#include "harness/store/record_rows.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <algorithm>

#include "harness/store/columns.hpp"
#include "harness/store/record_json.hpp"

namespace shortlist {
namespace {

/// In the order of binding and reading below.
constexpr std::string_view columns =
    "candidate, suite, item, repeat, asked, cached, failure, finish, flaw, quality, cost_nano_usd, usage, "
    "input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, prompt_cut, other_model, no_usage, "
    "started_ns, queued_ns, connected_ns, written_ns, first_byte_ns, first_token_ns, first_answer_ns, "
    "last_token_ns, done_ns, retry_after_ns, gap_count, gaps, attempts, scores, tool_calls, model_served, "
    "fingerprint, detail, refusal, reasoning, text";

std::string insert_call() {
  std::string places = "?";
  for (auto commas = std::ranges::count(columns, ','); commas > 0; --commas) places += ",?";
  return fmt::format("INSERT INTO calls ({}) VALUES ({})", columns, places);
}

const Completion no_answer{};
const Failure no_failure{};

std::string_view bytes_of(const AskedKey& asked) {
  if (asked == AskedKey{}) return {};
  return {reinterpret_cast<const char*>(asked.data()), asked.size()};
}

AskedKey asked_of(std::string_view bytes) {
  AskedKey asked{};
  if (bytes.size() == asked.size()) std::ranges::copy(bytes, reinterpret_cast<char*>(asked.data()));
  return asked;
}

void bind(Bind& to, const CallKey& key) {
  to.integer(std::int64_t{key.candidate}).integer(std::int64_t{key.suite});
  to.integer(std::int64_t{key.item}).integer(std::int64_t{key.repeat});
}

void bind(Bind& to, const std::optional<Usage>& usage) {
  const Usage tokens = usage.value_or(Usage{});
  to.integer(std::int64_t{usage.has_value()});
  to.integer(tokens.input).integer(tokens.cached_input).integer(tokens.output).integer(tokens.reasoning);
}

void bind(Bind& to, const Notices& notices) {
  to.integer(std::int64_t{notices.prompt_cut}).integer(std::int64_t{notices.other_model});
  to.integer(std::int64_t{notices.no_usage});
}

void bind(Bind& to, const Timing& timing) {
  to.duration(timing.queued).duration(timing.connected).duration(timing.written).duration(timing.first_byte);
  to.duration(timing.first_token).duration(timing.first_answer).duration(timing.last_token).duration(timing.done);
}

std::optional<std::int64_t> nanos(const std::optional<Money>& money) {
  if (!money) return std::nullopt;
  return money->nano_usd;
}

std::int64_t nanos(WallTime time) {
  return std::chrono::duration_cast<Duration>(time.time_since_epoch()).count();
}

std::optional<Usage> read_usage(Read& row) {
  const bool reported = row.flag();
  Usage usage;
  usage.input = row.maybe_integer();
  usage.cached_input = row.maybe_integer();
  usage.output = row.maybe_integer();
  usage.reasoning = row.maybe_integer();
  return reported ? std::optional(usage) : std::nullopt;
}

Timing read_timing(Read& row) {
  Timing timing;
  timing.queued = row.duration();
  timing.connected = row.maybe_duration();
  timing.written = row.maybe_duration();
  timing.first_byte = row.maybe_duration();
  timing.first_token = row.maybe_duration();
  timing.first_answer = row.maybe_duration();
  timing.last_token = row.maybe_duration();
  timing.done = row.duration();
  return timing;
}

/// What answers have and failures have not, and the other way round; the row holds columns for both.
struct Either {
  Completion answer;
  Failure failure;
};

void read_texts(Read& row, Either& either) {
  if (const auto calls = row.maybe_text()) either.answer.tool_calls = tool_calls_of(*calls);
  either.answer.model_served = row.text();
  either.answer.fingerprint = row.text();
  either.failure.detail = row.text();
  either.answer.refusal = row.text();
  either.answer.reasoning = row.text();
  either.answer.text = row.text();
}

}  // namespace

std::string select_calls(std::string_view rest) { return fmt::format("SELECT {} FROM calls {}", columns, rest); }

Record read_record(SQLite::Statement& statement) {
  Read row(statement);
  Record record;
  Outcome& outcome = record.outcome;
  Either either;
  outcome.key = {row.index(), row.index(), row.index(), row.index()};
  outcome.asked = asked_of(row.blob());
  outcome.cached = row.flag();
  const auto failed = row.maybe_text(), finished = row.maybe_text();
  record.flaw = flaw(row.text()).value_or(Flaw::none);
  record.quality = row.maybe_real();
  if (const auto cost = row.maybe_integer()) record.cost = Money{*cost};
  either.answer.usage = read_usage(row);
  record.notices = {row.flag(), row.flag(), row.flag()};
  outcome.started = WallTime(std::chrono::duration_cast<WallTime::duration>(row.duration()));
  outcome.timing = read_timing(row);
  either.failure.retry_after = row.maybe_duration();
  row.skip(1);   // the number of gaps is for other readers
  outcome.timing.gaps = unpacked_gaps(row.blob());
  outcome.attempts = attempts_of(row.text());
  record.scores = scores_of(row.text());
  read_texts(row, either);
  either.answer.finish = finish(finished.value_or("")).value_or(Finish::unknown);
  either.failure.kind = failure_kind(failed.value_or("")).value_or(FailureKind::protocol);
  if (failed) outcome.result = std::move(either.failure);
  else outcome.result = std::move(either.answer);
  return record;
}

RecordWriter::RecordWriter(SQLite::Database& database)
    : find_(database, "SELECT number, failure IS NULL FROM calls "
                      "WHERE candidate = ? AND suite = ? AND item = ? AND repeat = ?"),
      remove_(database, "DELETE FROM calls WHERE number = ?"), insert_(database, insert_call()) {}

bool RecordWriter::make_room(const Record& record) {
  Bind key(find_);
  bind(key, record.outcome.key);
  if (!find_.executeStep()) return find_.reset(), true;
  const std::int64_t number = find_.getColumn(0).getInt64();
  const bool answered = find_.getColumn(1).getInt() != 0;
  find_.reset();
  if (answered && failure(record.outcome)) return false;
  Bind(remove_).integer(number).run();
  return true;
}

void RecordWriter::put(const Record& record) {
  if (make_room(record)) insert(record);
}

void RecordWriter::insert(const Record& record) {
  const Outcome& outcome = record.outcome;
  const Timing& timing = outcome.timing;
  const auto *failed = failure(outcome);
  const auto *answered = completion(outcome);
  const Completion& answer = answered ? *answered : no_answer;
  const Failure& why = failed ? *failed : no_failure;
  const std::string gaps = packed(timing.gaps), attempts = text_of(outcome.attempts), scores = text_of(record.scores);
  Bind row(insert_);
  bind(row, outcome.key);
  row.blob(bytes_of(outcome.asked)).integer(std::int64_t{outcome.cached});
  failed ? row.name(name_of(why.kind)).null() : row.null().name(name_of(answer.finish));
  row.name(name_of(record.flaw)).real(record.quality).integer(nanos(record.cost));
  bind(row, answer.usage);
  bind(row, record.notices);
  row.integer(nanos(outcome.started));
  bind(row, timing);
  row.duration(why.retry_after).integer(static_cast<std::int64_t>(timing.gaps.size())).blob(gaps);
  row.text(attempts).text(scores);
  answer.tool_calls.empty() ? row.null() : row.text(text_of(answer.tool_calls));
  if (failed) row.null().null().text(why.detail).null().null().null();
  else row.text(answer.model_served).text(answer.fingerprint).null().text(answer.refusal).text(answer.reasoning).text(answer.text);
  row.run();
}

void read_records(SQLite::Database& database, const std::function<void(Record)>& take) {
  SQLite::Transaction snapshot(database);   // another process may be writing
  for (SQLite::Statement calls(database, select_calls("ORDER BY number")); calls.executeStep();)
    take(read_record(calls));
}

void read_failed(SQLite::Database& database, const std::function<void(const Record&)>& take) {
  for (SQLite::Statement calls(database, select_calls("WHERE failure IS NOT NULL ORDER BY number")); calls.executeStep();)
    take(read_record(calls));
}

}  // namespace shortlist
