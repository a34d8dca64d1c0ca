#include "backends/mock.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/backends/complaint.hpp"
#include "tests/unit/backends/fakes.hpp"

namespace shortlist {
namespace {

Candidate candidate(const std::string& name, const Json& options) {
  Candidate c;
  c.name = name;
  c.backend = "mock";
  c.options = options;
  c.where = "plan.yaml:3:5 candidates[0]";
  return c;
}

Item item(int number, const std::string& target = "42") {
  Item i;
  i.id = "i-" + std::to_string(number);
  i.prompt = {{"user", "How many?"}};
  i.target = target;
  return i;
}

bool right(const Candidate& c, const Item& i, std::uint32_t repeat = 0) {
  return text_of(mock_reply(c, i, repeat, 0, {}).reply) == i.target;
}

double accuracy(const Candidate& c, int items) {
  int hits = 0;
  for (int n = 0; n < items; ++n) hits += right(c, item(n));
  return static_cast<double>(hits) / items;
}

TEST(Mock, AnswersRightAsOftenAsAsked) {
  for (double wanted : {0.0, 0.2, 0.5, 0.8, 1.0}) {
    const double error = 4 * std::sqrt(0.25 / 10000) + 1e-9;  // 4 standard errors of 10,000 fair throws
    EXPECT_NEAR(accuracy(candidate("m", {{"accuracy", wanted}}), 10000), wanted, error) << wanted;
  }
}

TEST(Mock, CandidatesTendToFailOnTheSameItems) {
  const Candidate a = candidate("a", {{"accuracy", 0.7}}), b = candidate("b", {{"accuracy", 0.7}});
  int both = 0;
  for (int n = 0; n < 10000; ++n) both += right(a, item(n)) && right(b, item(n));
  EXPECT_GT(both / 10000.0, 0.49 + 0.05);  // independent ones would agree on being right for 0.7 x 0.7
  EXPECT_LT(both / 10000.0, 0.70 - 0.05);  // and equal ones for 0.7
}

TEST(Mock, RepeatsAndSeedsDiffer) {
  const Candidate a = candidate("a", {{"accuracy", 0.5}}),
                  b = candidate("a", {{"accuracy", 0.5}, {"seed", 9}});
  int other_repeat = 0, other_seed = 0;
  for (int n = 0; n < 500; ++n) {
    other_repeat += right(a, item(n), 0) != right(a, item(n), 1);
    other_seed += right(a, item(n)) != right(b, item(n));
  }
  EXPECT_GT(other_repeat, 20);
  EXPECT_GT(other_seed, 20);
}

TEST(Mock, WrongAnswersAreOfTheSameKindAndNeverRight) {
  const Candidate never = candidate("m", {{"accuracy", 0}});
  for (const char* target : {"42", "7.5", "-3", "1,200", "B", "d", "Paris", R"({"age": 31})", "0", "9", "99"})
    for (int n = 0; n < 200; ++n) {
      const std::string said = text_of(mock_reply(never, item(n, target), 0, 0, {}).reply);
      EXPECT_NE(said, target);
      EXPECT_FALSE(said.empty());
      if (std::string_view(target).size() == 1 && std::isalpha(static_cast<unsigned char>(*target))) {
        EXPECT_EQ(said.size(), 1U) << said;
      }
    }
}

struct FaultRow {
  const char* fault;
  const char* kind;
};
class MockFault : public testing::TestWithParam<FaultRow> {};
TEST_P(MockFault, ComesAsOftenAsAsked) {
  const Candidate c = candidate("m", {{"faults", {{GetParam().fault, 0.25}}}});
  int seen = 0;
  for (int n = 0; n < 8000; ++n) seen += kind_of(mock_reply(c, item(n), 0, 0, {}).reply) == GetParam().kind;
  EXPECT_NEAR(seen / 8000.0, 0.25, 0.02);
}
INSTANTIATE_TEST_SUITE_P(OfTheWire, MockFault,
                         testing::Values(FaultRow{"rate_limited", "rate_limited"},
                                         FaultRow{"server_error", "server_error"},
                                         FaultRow{"network", "network"}, FaultRow{"timeout", "timeout"},
                                         FaultRow{"auth", "auth"}),
                         [](const auto& row) { return std::string(row.param.fault); });

TEST(Mock, FlawsComeAsOftenAsAsked) {
  const Candidate c = candidate(
      "m", {{"accuracy", 1},
            {"faults", {{"refused", 0.1}, {"truncated", 0.2}, {"empty", 0.3}, {"unparsable", 0.05}}}});
  int refused = 0, truncated = 0, empty = 0, unparsable = 0;
  for (int n = 0; n < 8000; ++n) {
    const auto answer = std::get<Completion>(mock_reply(c, item(n, "forty-two"), 0, 0, {}).reply.result);
    refused += answer.finish == Finish::refusal && !answer.refusal.empty();
    truncated += answer.finish == Finish::length && answer.text == "fort";
    empty += answer.text.empty();
    unparsable += answer.text == "That is hard to say.";
  }
  EXPECT_NEAR(refused / 8000.0, 0.10, 0.02);
  EXPECT_NEAR(truncated / 8000.0, 0.20, 0.02);
  EXPECT_NEAR(empty / 8000.0, 0.30, 0.02);
  EXPECT_NEAR(unparsable / 8000.0, 0.05, 0.02);
}

TEST(Mock, AnotherAttemptHasAnotherFateAndTheSameAnswer) {
  const Candidate c = candidate("m", {{"accuracy", 0.5}, {"faults", {{"network", 0.5}}}});
  int saved = 0;
  for (int n = 0; n < 400; ++n) {
    const Reply first = mock_reply(c, item(n), 0, 0, {}).reply,
                second = mock_reply(c, item(n), 0, 1, {}).reply;
    saved += kind_of(first) == "network" && kind_of(second) == "answered";
    if (kind_of(first) == "answered" && kind_of(second) == "answered") {
      EXPECT_EQ(text_of(first), text_of(second));
    }
  }
  EXPECT_NEAR(saved, 100, 40);
}

TEST(Mock, LatenciesAreWhatWasAskedUnderAVirtualClock) {
  HandClock clock;
  auto backend = make_mock(world_of(clock, "/"));
  const Candidate c = candidate("m", {{"ttft_ms", 200}, {"itl_ms", 10}, {"tokens", 51}});
  Replies replies;
  const Instant start = clock.now();
  backend->ask(c, item(1), {0, 0, 1, 0}, std::chrono::seconds(60), replies.done({0, 0, 1, 0}));
  EXPECT_EQ(replies.count(), 0U);
  clock.run_all();
  const Reply reply = replies.of({0, 0, 1, 0});
  EXPECT_EQ(*reply.stamps.first_token - *reply.stamps.written, from_ms(200));
  EXPECT_EQ(*reply.stamps.last_token - *reply.stamps.written, from_ms(700));
  EXPECT_EQ(clock.now() - start, from_ms(700));
  EXPECT_EQ(std::get<Completion>(reply.result).usage->output, 51);
}

TEST(Mock, JitterSpreadsLatencies) {
  const Candidate c = candidate("m", {{"ttft_ms", 100}, {"jitter", 0.5}});
  double low = 1e9, high = 0, log_sum = 0;
  for (int n = 0; n < 2000; ++n) {
    const Stamps stamps = mock_reply(c, item(n), 0, 0, {}).reply.stamps;
    const double ms = to_ms(*stamps.first_token - *stamps.written);
    low = std::min(low, ms), high = std::max(high, ms), log_sum += std::log(ms);
  }
  EXPECT_LT(low, 50);
  EXPECT_GT(high, 200);
  EXPECT_NEAR(std::exp(log_sum / 2000), 100, 8);  // the median of a log-normal
}

TEST(Mock, ASlowAnswerRunsIntoTheTimeout) {
  HandClock clock;
  auto backend = make_mock(world_of(clock, "/"));
  const Candidate c = candidate("m", {{"ttft_ms", 5000}});
  Replies replies;
  const Instant start = clock.now();
  backend->ask(c, item(1), {}, std::chrono::seconds(1), replies.done({}));
  clock.run_all();
  EXPECT_EQ(kind_of(replies.of({})), "timeout");
  EXPECT_EQ(clock.now() - start, std::chrono::seconds(1));
}

TEST(Mock, CancelServesTheCallOnce) {
  HandClock clock;
  auto backend = make_mock(world_of(clock, "/"));
  const Candidate c = candidate("m", Json::object());
  Replies replies;
  backend->ask(c, item(1), {}, std::chrono::seconds(1), replies.done({}));
  backend->cancel({});
  EXPECT_EQ(kind_of(replies.of({})), "cancelled");
  clock.run_all();
  EXPECT_TRUE(replies.each_once());
  backend->cancel({});  // of a call that is over: nothing
}

TEST(Mock, WhatWaitsAtTheEndIsCancelled) {
  HandClock clock;
  auto backend = make_mock(world_of(clock, "/"));
  const Candidate c = candidate("m", Json::object());
  Replies replies;
  backend->ask(c, item(1), {}, std::chrono::seconds(1), replies.done({}));
  backend.reset();
  clock.run_all();  // what the clock still holds must not touch what is gone
  EXPECT_EQ(kind_of(replies.of({})), "cancelled");
  EXPECT_TRUE(replies.each_once());
}

TEST(Mock, RetriesOfOneCallHaveTheFatesOfTheirAttempts) {
  HandClock clock;
  auto backend = make_mock(world_of(clock, "/"));
  const Candidate c = candidate("m", {{"faults", {{"network", 0.6}}}});
  for (std::uint32_t n = 0; n < 100; ++n)
    for (std::uint32_t attempt = 0; attempt < 4; ++attempt) {
      Replies replies;
      const CallKey key{0, 0, n, 0};
      backend->ask(c, item(static_cast<int>(n)), key, std::chrono::seconds(1), replies.done(key));
      clock.run_all();
      EXPECT_EQ(kind_of(replies.of(key)),
                kind_of(mock_reply(c, item(static_cast<int>(n)), 0, attempt, {}).reply));
      if (kind_of(replies.of(key)) == "answered") break;
    }
}

struct OptionRowCase {
  const char* name;
  Json options;
  const char* complaint;
};
class MockOption : public testing::TestWithParam<OptionRowCase> {};
TEST_P(MockOption, IsCheckedStrictly) {
  HandClock clock;
  const Candidate c = candidate("m", GetParam().options);
  EXPECT_EQ(complaint_of([&] { check_mock(c, world_of(clock, "/")); }), GetParam().complaint);
}
INSTANTIATE_TEST_SUITE_P(
    Rows, MockOption,
    testing::Values(
        OptionRowCase{"fine", {{"accuracy", 0.9}, {"faults", {{"network", 0.5}, {"refused", 1}}}}, ""},
        OptionRowCase{
            "typo",
            {{"acuracy", 0.9}},
            "plan.yaml:3:5 candidates[0]: options: unknown key \"acuracy\", did you mean \"accuracy\"?"},
        OptionRowCase{"range",
                      {{"accuracy", 1.5}},
                      "plan.yaml:3:5 candidates[0]: options.accuracy: must be a number from 0 to 1, not 1.5"},
        OptionRowCase{"type",
                      {{"tokens", "many"}},
                      "plan.yaml:3:5 candidates[0]: options.tokens: must be a whole number from 1 to "
                      "1000000, not \"many\""},
        OptionRowCase{"fault_typo",
                      {{"faults", {{"netwrok", 0.5}}}},
                      "plan.yaml:3:5 candidates[0]: options.faults: unknown key \"netwrok\", did you mean "
                      "\"network\"?"},
        OptionRowCase{
            "fault_range",
            {{"faults", {{"network", -1}}}},
            "plan.yaml:3:5 candidates[0]: options.faults.network: must be a share from 0 to 1, not -1"},
        OptionRowCase{"fault_sum",
                      {{"faults", {{"network", 0.6}, {"auth", 0.5}}}},
                      "plan.yaml:3:5 candidates[0]: options.faults: the shares add up to more than 1"},
        OptionRowCase{
            "faults_type",
            {{"faults", 3}},
            "plan.yaml:3:5 candidates[0]: options.faults: must be a map of shares from 0 to 1, not 3"},
        OptionRowCase{
            "negative_seed",
            {{"seed", -1}},
            "plan.yaml:3:5 candidates[0]: options.seed: must be a whole number, 0 or more, not -1"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Mock, HasNoUseForAFile) {
  HandClock clock;
  Candidate c = candidate("m", Json::object());
  c.file = "x.gguf";
  EXPECT_EQ(complaint_of([&] { check_mock(c, world_of(clock, "/")); }),
            "plan.yaml:3:5 candidates[0]: backend mock has no use for \"file\"");
}

}  // namespace
}  // namespace shortlist
