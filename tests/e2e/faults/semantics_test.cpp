// Sound HTTP, sound JSON, and yet not what was asked for.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/e2e/faults/fault_case.hpp"

namespace shortlist::test::faults {
namespace {

constexpr const char* json_head = "Content-Type: application/json\r\n";

Conduct event_stream(std::string events) {
  return [=](const Ask&, Peer& peer) {
    peer.send(http_reply(200, "Content-Type: text/event-stream\r\n", events));
  };
}

Conduct says(std::string_view fields, std::string_view finish) {
  return event_stream(delta_event(fields) + delta_event("", finish) + done_event());
}

std::function<void(const Seen&)> flawed(Flaw flaw) {
  return [flaw](const Seen& seen) {
    EXPECT_EQ(name_of(seen.records.at(0).flaw), name_of(flaw));
    EXPECT_EQ(seen.records[0].quality, 0.0) << "the model's own failing counts as wrong";
  };
}

FaultCase flaw_row(const char* name, const char* made, const char* becomes, Conduct conduct, const char* text,
                   Flaw flaw) {
  return {.fault = 43,
          .name = name,
          .made = made,
          .becomes = becomes,
          .conduct = std::move(conduct),
          .text = text,
          .requests = 1,
          .more = flawed(flaw)};
}

std::vector<FaultCase> flaws() {
  return {
      flaw_row("ContentFilter", "finish_reason content_filter", "an answer that counts as refused",
               says(R"("content":"I")", "\"content_filter\""), "I", Flaw::refused),
      flaw_row("Refusal", "the refusal field", "an answer that counts as refused",
               says(R"("refusal":"I will not")", "\"stop\""), "", Flaw::refused),
      flaw_row("ReasoningOnly", "reasoning up to the limit, no answer", "wrong, not an error of the wire",
               says(R"("reasoning_content":"hm")", "\"length\""), "", Flaw::truncated),
      flaw_row("EmptyAnswer", "a finish without a word", "an answer that counts as empty",
               says(R"("content":"")", "\"stop\""), "", Flaw::empty),
  };
}

/// Refuses the field as new models do, and answers without it.
void without_temperature(const Ask& ask, Peer& peer) {
  if (ask.body.find("\"temperature\"") == std::string::npos)
    peer.send(stream_reply(ask.answer));
  else
    peer.send(http_reply(
        400, json_head,
        R"({"error":{"message":"Unsupported parameter: 'temperature'","type":"invalid_request_error","param":"temperature","code":"unsupported_parameter"}})"));
}

void served_by_another(const Ask& ask, Peer& peer) {
  std::string body = whole_body(ask.answer);
  body.replace(body.find("\"model\":\"m\""), 11, "\"model\":\"cheaper-model\"");
  peer.send(http_reply(200, json_head, body));
}

void with_two_fingerprints(const Ask& ask, Peer& peer) {
  std::string body = whole_body(ask.answer);
  body.insert(1, fmt::format("\"system_fingerprint\":\"fp_{}\",", ask.number > 5));
  peer.send(http_reply(200, json_head, body));
}

void with_a_cut_prompt(const Ask& ask, Peer& peer) {
  std::string body = whole_body(ask.answer);
  body.replace(body.find("\"prompt_tokens\":10"), 18, "\"prompt_tokens\":1");
  peer.send(http_reply(200, json_head, body));
}

void overflowing(const Ask&, Peer& peer) {
  peer.send(http_reply(
      400, json_head,
      R"({"error":{"message":"This model's maximum context length is 8192 tokens","type":"invalid_request_error","code":"context_length_exceeded"}})"));
}

void expect_in_report(const Seen& seen, const char* words) {
  const std::string report = seen.box.run({"report", "--format", "markdown"}).out;
  EXPECT_NE(report.find(words), std::string::npos) << report;
}

/// The server serves 400 calls in no less than two seconds: time for three cuts, one a second.
void expect_half_the_slots_given_up(const Seen& seen) {
  const auto report = nlohmann::json::parse(seen.box.run({"report", "--format", "json"}).out);
  const auto& lane = report.at("lanes").at(0);
  EXPECT_LE(lane.at("steps").back().at("slots"), 16) << lane.dump();
}

std::string long_prompt() {
  std::string words;
  for (int i = 0; i < 200; ++i) words += "word ";
  return "prompt: \"" + words + "ANSWER={{answer}}\"";
}

std::vector<FaultCase> providers() {
  return {
      {.fault = 41,
       .name = "AnotherModelServes",
       .made = "the reply names a model that was not asked for",
       .becomes = "a warning in the report",
       .conduct = served_by_another,
       .options = "stream: false",
       .more =
           [](const Seen& s) {
             EXPECT_TRUE(s.records.at(0).notices.other_model);
             expect_in_report(s, "cheaper-model");
           }},
      {.fault = 42,
       .name = "FingerprintChanges",
       .made = "system_fingerprint changes after five answers",
       .becomes = "said in the report",
       .conduct = with_two_fingerprints,
       .items = 10,
       .options = "stream: false",
       .more = [](const Seen& s) { expect_in_report(s, "the fingerprint changed"); }},
      {.fault = 44,
       .name = "TemperatureRefused",
       .made = "400 unsupported_parameter while a temperature is sent",
       .becomes = "sent once more without it, and said",
       .conduct = without_temperature,
       .items = 3,
       .candidate = "sampling: {temperature: 0}",
       .requests = 4,
       .words = {"temperature"},
       .needs = "learning from a refused parameter"},
      {.fault = 46,
       .name = "PromptCut",
       .made = "fewer input tokens counted than the prompt can have",
       .becomes = "the record says so",
       .conduct = with_a_cut_prompt,
       .options = "stream: false",
       .candidate = long_prompt(),
       .more = [](const Seen& s) { EXPECT_TRUE(s.records.at(0).notices.prompt_cut); }},
      {.fault = 47,
       .name = "ContextOverflow",
       .made = "400 context_length_exceeded",
       .becomes = "too_long, asked once",
       .conduct = overflowing,
       .exit_code = 4,
       .failure = "too_long",
       .requests = 1,
       .words = {"maximum context length"}},
      {.fault = 48,
       .name = "FewerAtOnceThanAsked",
       .made = "429 beyond 4 requests at once, 32 asked",
       .becomes = "every item is answered",
       .model = "mock-cap4-ttft5-tok2",
       .items = 60,
       .lane = "attempts: 20, timeout_s: 10, concurrency: 32"},
      {.fault = 48,
       .name = "FewerAtOnceIsLearnt",
       .made = "the same",
       .becomes = "the lane asks for ever fewer at once",
       .model = "mock-cap4-ttft5-tok2",
       .items = 400,
       .lane = "attempts: 20, timeout_s: 10, concurrency: 32",
       .more = expect_half_the_slots_given_up},
  };
}

[[maybe_unused]] const bool added = add_cases("Semantics", flaws) && add_cases("Semantics", providers);

/// Of two candidates one dies half-way.
TEST(FaultsSemantics, ATargetThatDiesHalfWayIsComparedOnWhatIsCommon) {
  const RawServer sound([](const Ask& ask, Peer& peer) { peer.send(stream_reply(ask.answer)); });
  const RawServer dying([](const Ask& ask, Peer& peer) {
    if (ask.number <= 10)
      peer.send(stream_reply(ask.answer));
    else
      peer.send(http_reply(500, json_head, R"({"error":{"message":"gone"}})"));
  });
  const Sandbox box;
  write_suite(box, 20);
  box.write("shortlist.yaml",
            fmt::format("version: 1\nname: two\nstages: [race: {{mode: full}}]\nsuites: [file: echo.yaml]\nlanes: {{\"*\": {{attempts: 1, "
                        "concurrency: 1}}}}\ncandidates:\n"
                        "  - {{name: sound, backend: openai, endpoint: \"{}\", model: m}}\n"
                        "  - {{name: dying, backend: openai, endpoint: \"{}\", model: m}}\n",
                        sound.endpoint(), dying.endpoint()));
  const Finished done = box.run({"run"});
  EXPECT_EQ(done.code, 4) << done.err;
  std::size_t answered[2] = {0, 0};
  for (const Record& record : stored(box)) answered[record.outcome.key.candidate] += record.quality == 1.0;
  EXPECT_EQ(answered[0], 20u) << "a good answer was lost";
  EXPECT_EQ(answered[1], 10u);
  EXPECT_NE(done.out.find("dying: 10 of its failed calls: server_error"), std::string::npos) << done.out;
}

}  // namespace
}  // namespace shortlist::test::faults
