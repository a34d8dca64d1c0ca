// What comes in an event stream. Most rows serve a fixture of tests/wire/openai, cut into packets of seven
// bytes, to the whole program; tests/wire reads the same bytes cut at every place.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/e2e/faults/fault_case.hpp"

namespace shortlist::test::faults {
namespace {

using nlohmann::json;

const std::string folder = SOURCE_DIR "/tests/wire/openai/";

Conduct in_packets(std::string content_type, std::string bytes) {
  return [=](const Ask&, Peer& peer) {
    peer.send(fmt::format("HTTP/1.1 200 OK\r\nContent-Type: {}\r\n\r\n", content_type));
    peer.drip(bytes, 7, std::chrono::milliseconds(0));
    peer.close();
  };
}

/// The answer (or failure) that the fixture promises must be in the store.
FaultCase of_fixture(int fault, const std::string& file, const std::string& made,
                     const std::string& becomes) {
  const std::string stem = file.substr(0, file.rfind('.'));
  const bool stream = file.ends_with(".sse");
  const json expected = json::parse(file_text(folder + stem + ".expect.json"));
  FaultCase row{.fault = fault, .name = "Fixture_" + stem, .made = made, .becomes = becomes};
  row.conduct = in_packets(stream ? "text/event-stream" : "application/json", file_text(folder + file));
  row.lane = "attempts: 1, timeout_s: 10, concurrency: 1";
  row.requests = 1;
  row.exit_code = expected.contains("failure") ? 4 : 0;
  row.failure = expected.value("failure", "");
  if (expected.contains("failure"))
    row.words = {expected.at("detail")};
  else
    row.text = expected.at("text");
  return row;
}

std::vector<FaultCase> frames() {
  return {
      of_fixture(27, "cr_only.sse", "lines end in CR", "the same text"),
      of_fixture(27, "several_events_crlf.sse", "lines end in CR LF", "the same text"),
      of_fixture(27, "multi_line_data.sse", "an event's data over several lines", "the same text"),
      of_fixture(28, "bom_no_space_comments.sse", "a byte order mark, no blank behind the colon",
                 "the same text"),
      of_fixture(29, "comments_only.sse", "comments and nothing else", "a failure, not an empty answer"),
      of_fixture(31, "utf8.sse", "characters split over packets", "the same text"),
      of_fixture(31, "utf8_escaped.sse", "surrogate pairs escaped", "the same text"),
      of_fixture(31, "invalid_utf8.sse", "bytes that are no UTF-8", "as the fixture says"),
      of_fixture(32, "error_event.sse", "an event named error", "a failure"),
      of_fixture(32, "error_in_stream.sse", "an error object among the events",
                 "a failure, the part not scored"),
      of_fixture(32, "error_without_data.sse", "an error as bare JSON in an event stream", "a failure"),
      of_fixture(32, "error_code_number.sse", "an error whose code is a number", "a failure of that kind"),
      of_fixture(32, "error_unknown.sse", "an error of no known kind", "a failure"),
      of_fixture(32, "finish_error_openrouter.sse", "finish_reason error", "a failure"),
      of_fixture(32, "whole_error_200.json", "an error in a whole reply with 200", "a failure"),
      of_fixture(33, "no_done_but_finished.sse", "finish_reason came, [DONE] did not", "an answer"),
      of_fixture(34, "done_without_finish.sse", "[DONE] without a finish_reason", "as the fixture says"),
      of_fixture(34, "truncated.sse", "ends after a delta", "truncated, not scored"),
      of_fixture(34, "truncated_in_event.sse", "ends inside an event", "truncated, not scored"),
      of_fixture(35, "after_done_ignored.sse", "events after [DONE]", "ignored"),
      of_fixture(37, "malformed_event.sse", "one event of broken JSON among sound ones", "the attempt fails"),
      of_fixture(37, "not_an_object.sse", "an event that is no object", "the attempt fails"),
      of_fixture(37, "whole_cut.json", "a whole reply cut in its JSON", "a failure"),
  };
}

FaultCase inline_row(int fault, const char* name, const char* made, const char* becomes,
                     const std::string& bytes) {
  FaultCase row{.fault = fault, .name = name, .made = made, .becomes = becomes};
  row.conduct = in_packets("text/event-stream", bytes);
  row.lane = "attempts: 1, timeout_s: 10, concurrency: 1";
  row.requests = 1;
  return row;
}

FaultCase fails(FaultCase row) {
  row.exit_code = 4;
  row.failure = "protocol";
  return row;
}

std::vector<FaultCase> json_limits() {
  const std::string right = number(0), end = text_event("", "\"stop\"") + done_event();
  const auto odd = [&](const std::string& value) {
    return event_of(fmt::format(R"({{"x":{},"choices":[{{"index":0,"delta":{{"content":"{}"}}}}]}})", value,
                                right)) +
           end;
  };
  return {
      inline_row(30, "EmptyData", "`data:` alone, `data: : keepalive`, an id and a comment", "skipped",
                 "data:\n\ndata: : keepalive\n\nid: 7\n: note\n\n" + text_event(right) + end),
      inline_row(35, "FinishTwice", "finish_reason in two events", "one answer",
                 text_event(right, "\"stop\"") + text_event("", "\"stop\"") + end),
      fails(inline_row(38, "Depth10000", "JSON nested 10,000 deep", "protocol",
                       odd(std::string(10000, '[') + std::string(10000, ']')))),
      fails(inline_row(38, "Number1e400", "a number beyond a double", "protocol", odd("1e400"))),
      fails(inline_row(38, "NaN", "NaN in the JSON", "protocol", odd("NaN"))),
      inline_row(38, "DuplicateKeys", "a key that is not read, twice", "an answer", odd("1,\"x\":2")),
      of_fixture(38, "deep_json.sse", "deep JSON", "a failure"),
      of_fixture(38, "huge_number.sse", "a number too large", "as the fixture says"),
  };
}

std::optional<Usage> usage_in(const Seen& seen) { return completion(seen.records.at(0).outcome)->usage; }

FaultCase with_usage(const char* name, const char* made, const char* becomes, const char* usage,
                     std::function<void(const Seen&)> more) {
  FaultCase row = inline_row(39, name, made, becomes,
                             text_event(number(0)) + text_event("", "\"stop\"") +
                                 event_of(fmt::format(R"({{"choices":[]{}}})", usage)) + done_event());
  row.more = std::move(more);
  return row;
}

void expect_unknown_cost(const Seen& seen) {
  EXPECT_FALSE(seen.records.at(0).cost) << "unknown is never zero";
}

void expect_no_counts(const Seen& seen) {
  const auto usage = usage_in(seen);
  EXPECT_TRUE(!usage || (!usage->input && !usage->output));
  expect_unknown_cost(seen);
}

std::vector<FaultCase> usages() {
  const auto flagged = [](const Seen& seen) { EXPECT_TRUE(seen.records.at(0).notices.no_usage); };
  FaultCase notice = with_usage("UsageAbsentIsFlagged", "no usage at all", "the record says so", "", flagged);
  return {
      with_usage("UsageAbsent", "no usage at all", "tokens and cost unknown", "", expect_no_counts),
      notice,
      with_usage("UsageNegative", "negative counts", "unknown",
                 R"(,"usage":{"prompt_tokens":-3,"completion_tokens":-1})", expect_no_counts),
      with_usage("UsageBeyond2To53", "counts that lose digits", "unknown",
                 R"(,"usage":{"prompt_tokens":9007199254740993,"completion_tokens":18446744073709551615})",
                 expect_no_counts),
      with_usage("UsageNotNumbers", "counts as text", "unknown",
                 R"(,"usage":{"prompt_tokens":"12","completion_tokens":null})", expect_no_counts),
      of_fixture(39, "usage_nonsense.sse", "more of that", "as the fixture says"),
      of_fixture(39, "usage_on_every_chunk.sse", "cumulative usage on each chunk", "the last counts"),
      of_fixture(40, "other_choices_ignored.sse", "more choices than asked for", "the first alone"),
      of_fixture(40, "whole_choices_null.json", "choices null", "a failure"),
      of_fixture(40, "empty_choices_azure.sse", "chunks without a choice", "skipped"),
  };
}

[[maybe_unused]] const bool added =
    add_cases("Protocol", frames) && add_cases("Protocol", json_limits) && add_cases("Protocol", usages);

}  // namespace
}  // namespace shortlist::test::faults
