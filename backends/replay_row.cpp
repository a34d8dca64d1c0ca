// Reading one line of shortlist.call/1.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "backends/options.hpp"
#include "backends/replay_table.hpp"
#include "harness/types/error.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace {

constexpr std::array<std::string_view, 16> fields{
    "schema", "run",     "candidate", "suite",     "item",     "repeat",       "status",   "text",
    "finish", "failure", "usage",     "timing_ms", "attempts", "cached_reply", "cost_usd", "scores"};

void require(bool fine, const std::string& where, std::string_view what) {
  if (!fine) throw UserError(fmt::format("{}: {}", where, what));
}

/// A field that nobody knows may come from a later version; one that is nearly right is a mistake.
void refuse_misspelt(const Json& row, const std::string& where) {
  for (const auto& [name, value] : row.items()) {
    if (std::find(fields.begin(), fields.end(), name) != fields.end()) continue;
    if (const auto near = nearest(name, fields))
      throw UserError(fmt::format("{}: unknown field \"{}\", did you mean \"{}\"?", where, name, *near));
  }
}

std::optional<double> ms(const Json& timing, const char* name, const std::string& where) {
  auto found = timing.find(name);
  if (found == timing.end() || found->is_null()) return std::nullopt;
  require(found->is_number() && *found >= 0 && *found <= 1e9, where,
          fmt::format("timing_ms.{} must be milliseconds, 0 or more, not {}", name, found->dump()));
  return found->get<double>();
}

std::optional<std::int64_t> tokens(const Json& usage, const char* name, const std::string& where) {
  auto found = usage.find(name);
  if (found == usage.end() || found->is_null()) return std::nullopt;
  require(found->is_number_integer() && *found >= 0, where,
          fmt::format("usage.{} must be a number of tokens, not {}", name, found->dump()));
  return found->get<std::int64_t>();
}

/// The object of that name; empty when it is left out or null.
Json object_in(const Json& row, const char* name, const std::string& where) {
  auto found = row.find(name);
  if (found == row.end() || found->is_null()) return Json::object();
  require(found->is_object(), where, fmt::format("\"{}\" must be an object, not {}", name, found->dump()));
  return *found;
}

std::string text_in(const Json& row, const char* name, const std::string& otherwise,
                    const std::string& where) {
  auto found = row.find(name);
  if (found == row.end() || found->is_null()) return otherwise;
  require(found->is_string(), where, fmt::format("\"{}\" must be a string, not {}", name, found->dump()));
  return found->get<std::string>();
}

Completion completion_in(const Json& row, const std::string& where) {
  require(row.contains("text") && row["text"].is_string(), where,
          "a completed call needs its \"text\", a string");
  Completion answer;
  answer.text = row["text"];
  const std::string name = text_in(row, "finish", "stop", where);
  const auto value = finish(name);
  require(value || name == "unknown", where, fmt::format("unknown finish \"{}\"", name));
  answer.finish = value.value_or(Finish::unknown);
  const Json usage = object_in(row, "usage", where);
  if (!usage.empty())
    answer.usage = Usage{tokens(usage, "input", where), tokens(usage, "cached", where),
                         tokens(usage, "output", where), tokens(usage, "reasoning", where)};
  return answer;
}

Failure failure_in(const Json& row, const std::string& where) {
  const Json failure = object_in(row, "failure", where);
  const std::string name = text_in(failure, "kind", "", where);
  const auto kind = failure_kind(name);
  require(kind.has_value(), where, fmt::format("unknown failure kind \"{}\"", name));
  return {*kind, text_in(failure, "detail", "", where), std::nullopt};
}

}  // namespace

RecordedCall recorded_call(const Json& row, const std::string& where) {
  refuse_misspelt(row, where);
  const std::string schema = text_in(row, "schema", "shortlist.call/1", where);
  require(schema == "shortlist.call/1", where,
          fmt::format("schema \"{}\", expected \"shortlist.call/1\"", schema));
  RecordedCall call;
  call.suite = text_in(row, "suite", "", where);
  const std::string status = text_in(row, "status", "completed", where);
  require(status == "completed" || status == "failed", where,
          fmt::format("status \"{}\", expected completed or failed", status));
  if (status == "completed")
    call.result = completion_in(row, where);
  else
    call.result = failure_in(row, where);
  const Json timing = object_in(row, "timing_ms", where);
  call.ttft_ms = ms(timing, "ttft", where);
  call.total_ms = ms(timing, "total", where);
  require(!call.ttft_ms || !call.total_ms || *call.ttft_ms <= *call.total_ms, where,
          "timing_ms.ttft is more than timing_ms.total");
  return call;
}

}  // namespace shortlist
