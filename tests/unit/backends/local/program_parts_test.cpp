// The parts of shortlist-llama that need no model: arguments, requests, the plain template, the machine's
// load.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "backends/local/arguments.hpp"
#include "backends/local/machine.hpp"
#include "backends/local/plain_prompt.hpp"
#include "backends/local/request_queue.hpp"
#include "backends/local/wire.hpp"

namespace shortlist::local {
namespace {

struct ArgumentRow {
  const char* name;
  std::vector<const char*> words;
  const char* complaint;
};
class ArgumentsRow : public testing::TestWithParam<ArgumentRow> {};
TEST_P(ArgumentsRow, AreReadStrictly) {
  auto parsed = parse_arguments(GetParam().words);
  const auto* why = std::get_if<std::string>(&parsed);
  EXPECT_EQ(why ? *why : "", GetParam().complaint);
}
INSTANTIATE_TEST_SUITE_P(
    Rows, ArgumentsRow,
    testing::Values(ArgumentRow{"fine", {"--model", "m.gguf", "--threads", "2", "--no-prefix-cache"}, ""},
                    ArgumentRow{"no_model", {"--threads", "2"}, "--model FILE.gguf is missing"},
                    ArgumentRow{"unknown", {"--modle", "m"}, "unknown argument \"--modle\""},
                    ArgumentRow{"no_value", {"--model"}, "--model needs a value"},
                    ArgumentRow{"zero_threads", {"--threads", "0"}, "--threads cannot be \"0\""},
                    ArgumentRow{"not_a_number", {"--context", "4k"}, "--context cannot be \"4k\""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(PlainPrompt, NamesTheSpeakersAndAsks) {
  const std::vector<Message> chat{
      {"system", "Be brief."}, {"user", "1+1?"}, {"assistant", "2"}, {"user", "2+2?"}};
  EXPECT_EQ(plain_prompt(chat, true), "Be brief.\n\nUser: 1+1?\n\nAssistant: 2\n\nUser: 2+2?\n\nAssistant:");
  EXPECT_EQ(plain_prompt(std::span(chat).first(3), false), "Be brief.\n\nUser: 1+1?\n\nAssistant: 2\n\n");
  EXPECT_EQ(bare_text(chat), "Be brief.\n\n1+1?\n\n2\n\n2+2?");
}

RC_GTEST_PROP(PlainPrompt, TheFirstMessagesAreABeginning, (const std::vector<std::string>& texts)) {
  std::vector<Message> chat;
  for (const std::string& text : texts) chat.push_back({chat.size() % 2 ? "assistant" : "user", text});
  chat.push_back({"user", "last"});
  RC_ASSERT(
      plain_prompt(chat, true).starts_with(plain_prompt(std::span(chat).first(chat.size() - 1), false)));
}

TEST(Request, IsRead) {
  auto parsed =
      parse_request(R"({"id":3,"op":"generate","messages":[{"role":"user","content":"x"}],"repeat":2,)"
                    R"("sampling":{"temperature":0.5,"top_k":4,"max_tokens":9,"seed":10,"stop":["."]}})");
  const Request& request = std::get<Request>(parsed);
  const Generate& generate = std::get<Generate>(request.what);
  EXPECT_EQ(request.id, 3);
  EXPECT_EQ(generate.messages, (std::vector<Message>{{"user", "x"}}));
  EXPECT_EQ(generate.sampling.temperature, 0.5);
  EXPECT_EQ(generate.sampling.top_k, 4);
  EXPECT_EQ(generate.sampling.max_tokens, 9);
  EXPECT_EQ(generate.sampling.seed, 12U);  // the seed and the repeat: repeats differ
  EXPECT_EQ(generate.sampling.stop, std::vector<std::string>{"."});
}

struct WrongRow {
  const char* name;
  std::string line;
  bool has_id;
};
class WrongRequest : public testing::TestWithParam<WrongRow> {};
TEST_P(WrongRequest, IsToldApart) {
  auto parsed = parse_request(GetParam().line);
  ASSERT_TRUE(std::holds_alternative<Misunderstood>(parsed));
  EXPECT_EQ(std::get<Misunderstood>(parsed).id.has_value(), GetParam().has_id);
  EXPECT_FALSE(std::get<Misunderstood>(parsed).detail.empty());
}
INSTANTIATE_TEST_SUITE_P(
    Rows, WrongRequest,
    testing::Values(WrongRow{"garbage", "hello", false}, WrongRow{"list", "[1]", false},
                    WrongRow{"no_id", R"({"op":"cancel"})", false},
                    WrongRow{"unknown_op", R"({"id":1,"op":"sing"})", true},
                    WrongRow{"no_messages", R"({"id":1,"op":"generate"})", true},
                    WrongRow{"message_type", R"({"id":1,"op":"generate","messages":["x"]})", true},
                    WrongRow{"no_continuation", R"({"id":1,"op":"loglikelihood","messages":[]})", true},
                    WrongRow{"sampling_type",
                             R"({"id":1,"op":"generate","messages":[],"sampling":{"top_k":"x"}})", true},
                    WrongRow{"huge", R"({"id":1,"op":"generate","messages":[],"sampling":{"max_tokens":1e300}})", true},
                    WrongRow{"beyond_an_int", R"({"id":1,"op":"generate","messages":[],"sampling":{"top_k":99999999999}})", true},
                    WrongRow{"too_deep", "{\"id\":1,\"op\":\"generate\",\"messages\":" + std::string(1'000'000, '['), false}),
    [](const auto& row) { return std::string(row.param.name); });

RC_GTEST_PROP(RequestProperty, AnyLineIsReadOrRefused, (const std::string& line)) { parse_request(line); }

TEST(RequestQueue, ACancelReachesTheWaitingAndTheOneAtWork) {
  RequestQueue queue;
  queue.push({1, Generate{}});
  queue.push({2, Generate{}});
  const auto first = queue.pop();
  EXPECT_EQ(first.request.id, 1);
  queue.push({1, Cancel{}});
  queue.push({2, Cancel{}});
  queue.push({3, Cancel{}});  // of an unknown one: nothing
  EXPECT_TRUE(*first.cancelled);
  queue.finished(1);
  EXPECT_TRUE(*queue.pop().cancelled);
}

TEST(Machine, BusyTimeLeavesIdlingAndWaitingOut) {
  EXPECT_DOUBLE_EQ(busy_seconds("cpu  100 5 45 1000 300 2 8 40 0 0\ncpu0 1 2 3\n", 100), 2.0);
  EXPECT_DOUBLE_EQ(busy_seconds("", 100), 0);
}

TEST(Machine, BusyElsewhereIsWhatOthersUsed) {
  EXPECT_DOUBLE_EQ(busy_elsewhere({10, 2, 100}, {16, 4, 102}), 2.0);  // 6 s busy, 2 of them ours, in 2 s
  EXPECT_DOUBLE_EQ(busy_elsewhere({10, 2, 100}, {11, 4, 102}), 0.0);  // the kernel's ticks are coarse
  EXPECT_DOUBLE_EQ(busy_elsewhere({10, 2, 100}, {11, 4, 100}), 0.0);
}

}  // namespace
}  // namespace shortlist::local
