#include "harness/store/record_rows.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Transaction.h>

#include "harness/store/columns.hpp"
#include "harness/store/record_json.hpp"

namespace shortlist {
namespace {

constexpr const char* insert_call =
    "INSERT INTO calls (candidate, suite, item, repeat, failure, detail, retry_after_ns, text, reasoning, refusal, "
    "finish, usage, input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, tool_calls, model_served, "
    "fingerprint, started_ns, queued_ns, connected_ns, written_ns, first_byte_ns, first_token_ns, last_token_ns, "
    "done_ns, attempts, flaw, quality, cost_nano_usd) "
    "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
constexpr const char* select_calls =
    "SELECT number, candidate, suite, item, repeat, failure, detail, retry_after_ns, text, reasoning, refusal, "
    "finish, usage, input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, tool_calls, model_served, "
    "fingerprint, started_ns, queued_ns, connected_ns, written_ns, first_byte_ns, first_token_ns, last_token_ns, "
    "done_ns, attempts, flaw, quality, cost_nano_usd FROM calls ORDER BY number";
constexpr const char* select_scores = "SELECT call, metric, value, reason FROM scores ORDER BY call, position";
constexpr int failure_columns = 3, completion_columns = 12;

void bind_nulls(Bind& bind, int count) {
  for (int i = 0; i < count; ++i) bind.null();
}

void bind(Bind& to, const Failure& failure) {
  to.text(std::string(name_of(failure.kind))).text(failure.detail).duration(failure.retry_after);
  bind_nulls(to, completion_columns);
}

void bind(Bind& to, const Completion& answer) {
  bind_nulls(to, failure_columns);
  to.text(answer.text).text(answer.reasoning).text(answer.refusal).text(std::string(name_of(answer.finish)));
  const Usage usage = answer.usage.value_or(Usage{});
  to.integer(std::int64_t{answer.usage.has_value()});
  to.integer(usage.input).integer(usage.cached_input).integer(usage.output).integer(usage.reasoning);
  answer.tool_calls.empty() ? to.null() : to.text(text_of(answer.tool_calls));
  to.text(answer.model_served).text(answer.fingerprint);
}

void bind(Bind& to, const Timing& timing) {
  to.duration(timing.queued).duration(timing.connected).duration(timing.written).duration(timing.first_byte);
  to.duration(timing.first_token).duration(timing.last_token).duration(timing.done);
}

void bind(Bind& to, const CallKey& key) {
  to.integer(std::int64_t{key.candidate}).integer(std::int64_t{key.suite});
  to.integer(std::int64_t{key.item}).integer(std::int64_t{key.repeat});
}

std::optional<std::int64_t> nanos(const std::optional<Money>& money) {
  if (!money) return std::nullopt;
  return money->nano_usd;
}

Failure read_failure(Read& row, FailureKind kind) {
  Failure failure;
  failure.kind = kind;
  failure.detail = row.text();
  failure.retry_after = row.maybe_duration();
  row.skip(completion_columns);
  return failure;
}

std::optional<Usage> read_usage(Read& row) {
  const bool reported = row.integer() != 0;
  Usage usage;
  usage.input = row.maybe_integer();
  usage.cached_input = row.maybe_integer();
  usage.output = row.maybe_integer();
  usage.reasoning = row.maybe_integer();
  return reported ? std::optional(usage) : std::nullopt;
}

Completion read_completion(Read& row) {
  row.skip(failure_columns - 1);   // all but its kind, which was read
  Completion answer;
  answer.text = row.text();
  answer.reasoning = row.text();
  answer.refusal = row.text();
  answer.finish = finish(row.text()).value_or(Finish::unknown);
  answer.usage = read_usage(row);
  if (const auto calls = row.maybe_text()) answer.tool_calls = tool_calls_of(*calls);
  answer.model_served = row.text();
  answer.fingerprint = row.text();
  return answer;
}

std::variant<Completion, Failure> read_result(Read& row) {
  const auto failed = row.maybe_text();
  if (!failed) return read_completion(row);
  return read_failure(row, failure_kind(*failed).value_or(FailureKind::protocol));
}

Timing read_timing(Read& row) {
  Timing timing;
  timing.queued = row.duration();
  timing.connected = row.maybe_duration();
  timing.written = row.maybe_duration();
  timing.first_byte = row.maybe_duration();
  timing.first_token = row.maybe_duration();
  timing.last_token = row.maybe_duration();
  timing.done = row.duration();
  return timing;
}

Record read_record(Read& row) {
  Record record;
  Outcome& outcome = record.outcome;
  outcome.key = {row.index(), row.index(), row.index(), row.index()};
  outcome.result = read_result(row);
  outcome.started = WallTime(std::chrono::duration_cast<WallTime::duration>(row.duration()));
  outcome.timing = read_timing(row);
  outcome.attempts = attempts_of(row.text());
  record.flaw = flaw(row.text()).value_or(Flaw::none);
  record.quality = row.maybe_real();
  if (const auto cost = row.maybe_integer()) record.cost = Money{*cost};
  return record;
}

/// The scores beside a walk over the calls: both are sorted by the call's number.
class ScoreRows {
 public:
  explicit ScoreRows(const SQLite::Database& database) : rows_(database, select_scores) { advance(); }
  std::vector<Score> of(std::int64_t call) {
    std::vector<Score> scores;
    for (; more_ && call_ <= call; advance())
      if (call_ == call) scores.push_back(std::move(score_));
    return scores;
  }

 private:
  void advance() {
    more_ = rows_.executeStep();
    if (!more_) return;
    Read row(rows_);
    call_ = row.integer();
    score_.metric = row.text();
    score_.value = row.maybe_real();
    score_.reason = row.text();
  }

  SQLite::Statement rows_;
  bool more_ = false;
  std::int64_t call_ = 0;
  Score score_;
};

}  // namespace

RecordWriter::RecordWriter(SQLite::Database& database)
    : database_(database),
      find_(database, "SELECT number, failure IS NULL FROM calls "
                      "WHERE candidate = ? AND suite = ? AND item = ? AND repeat = ?"),
      remove_(database, "DELETE FROM calls WHERE number = ?"), call_(database, insert_call),
      score_(database, "INSERT INTO scores (call, position, metric, value, reason) VALUES (?, ?, ?, ?, ?)") {}

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
  if (!make_room(record)) return;
  const Outcome& outcome = record.outcome;
  Bind row(call_);
  bind(row, outcome.key);
  std::visit([&](const auto& result) { bind(row, result); }, outcome.result);
  row.integer(static_cast<std::int64_t>(
      std::chrono::duration_cast<Duration>(outcome.started.time_since_epoch()).count()));
  bind(row, outcome.timing);
  row.text(text_of(outcome.attempts)).text(std::string(name_of(record.flaw)));
  row.real(record.quality).integer(nanos(record.cost)).run();
  const std::int64_t number = database_.getLastInsertRowid();
  for (std::size_t i = 0; i < record.scores.size(); ++i) {
    const Score& score = record.scores[i];
    Bind(score_).integer(number).integer(static_cast<std::int64_t>(i)).text(score.metric).real(score.value)
        .text(score.reason).run();
  }
}

void read_records(SQLite::Database& database, const std::function<void(Record)>& take) {
  SQLite::Transaction snapshot(database);   // another process may be writing
  ScoreRows scores(database);
  for (SQLite::Statement calls(database, select_calls); calls.executeStep();) {
    Read row(calls);
    const std::int64_t number = row.integer();
    Record record = read_record(row);
    record.scores = scores.of(number);
    take(std::move(record));
  }
}

}  // namespace shortlist
