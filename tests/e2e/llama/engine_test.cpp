// What shortlist-llama promises: the same answer whatever was asked before, whole characters, right
// log-likelihoods.
#include <cmath>

#include "tests/e2e/llama/conversation.hpp"

namespace shortlist {
namespace {

class Engine : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    for (const std::string& needed : {helper_program(), model_file(GetParam())})
      if (!std::filesystem::exists(needed))
        GTEST_SKIP() << "no " << needed << ": run backends/local/fetch and build again";
  }
};
class SmolLM2 : public Engine {};
INSTANTIATE_TEST_SUITE_P(Models, Engine, testing::Values(smollm2, gemma3), [](const auto& model) {
  return std::string(model.param == smollm2 ? "SmolLM2" : "Gemma3");
});
INSTANTIATE_TEST_SUITE_P(Model, SmolLM2, testing::Values(smollm2),
                         [](const auto&) { return std::string("Q4_1"); });

/// A prompt with examples in front, whose beginning is worth keeping.
std::vector<Message> shots(int kind, const std::string& question) {
  const std::string unit = kind ? "coins" : "apples";
  std::vector<Message> chat{{"system", "Answer with the number only. All questions are about " + unit + "."}};
  for (int n = 2; n < 4; ++n) {
    chat.push_back({"user", "Tom has " + std::to_string(n) + " " + unit + " and gets 3 more. How many?"});
    chat.push_back({"assistant", std::to_string(n + 3)});
  }
  chat.push_back({"user", question});
  return chat;
}

const Json brief{{"max_tokens", 8}};
const Json sampled{{"max_tokens", 8}, {"temperature", 0.9}, {"top_k", 50}, {"top_p", 0.95}, {"seed", 5}};

struct Asked {
  int kind;
  const char* question;
  Json sampling;
};
std::vector<Asked> questions() {
  std::vector<Asked> list;
  for (const char* question : {"Anna has 7 and buys 5. How many?", "Write a sentence."})
    for (int kind : {0, 1}) list.push_back({kind, question, list.size() % 3 ? sampled : brief});
  return list;
}
Json answer(Conversation& to, const Asked& asked) {
  Json done = to.generate(shots(asked.kind, asked.question), asked.sampling);
  return {{"text", done["text"]}, {"finish", done["finish"]}, {"output", done["usage"]["output"]}};
}

TEST_P(Engine, AnAnswerDoesNotDependOnWhatWasAskedBefore) {
  const auto asked = questions();
  std::vector<Json> in_order, backwards(asked.size()), uncached;
  Conversation forth(GetParam()), back(GetParam()), without(GetParam(), {"--no-prefix-cache"});
  for (const Asked& one : asked) in_order.push_back(answer(forth, one));
  for (std::size_t i = asked.size(); i-- > 0;) backwards[i] = answer(back, asked[i]);
  for (const Asked& one : asked) uncached.push_back(answer(without, one));
  Conversation alone(GetParam());
  EXPECT_EQ(answer(alone, asked.back()), in_order.back());
  EXPECT_EQ(in_order, backwards);
  EXPECT_EQ(in_order, uncached);
}

TEST_P(Engine, NorDoesALikelihoodToTheLastBit) {
  Conversation first(GetParam()), second(GetParam(), {"--no-prefix-cache"});
  const auto asked = shots(0, "Anna has 7 and buys 5. How many?");
  const double alone = second.weigh(asked, " 12")["logprob"];
  first.generate(shots(0, "Something else?"), brief);
  first.generate(shots(1, "Something else?"), brief);
  EXPECT_EQ(first.weigh(asked, " 12")["logprob"].get<double>(), alone);
  EXPECT_EQ(first.weigh(asked, " 12")["logprob"].get<double>(), alone);
}

TEST_P(Engine, BeginningsAreReadOnce) {
  Conversation to(GetParam());
  EXPECT_EQ(to.generate(shots(0, "1 and 1?"), brief)["usage"]["cached"], 0);
  const Json second = to.generate(shots(0, "2 and 2?"), brief);
  EXPECT_GT(second["usage"]["cached"], 40);
  EXPECT_LT(second["usage"]["cached"], second["usage"]["input"]);
}

TEST_P(Engine, StreamsTheTextThatItReports) {
  Conversation to(GetParam());
  const Json done = to.generate({{"user", "한국어로 인사해 주세요. 😀"}},
                                {{"max_tokens", 40}, {"temperature", 1.2}, {"seed", 3}});
  std::string all;
  for (const std::string& piece : to.streamed()) all += piece;
  EXPECT_EQ(all, done["text"].get<std::string>());  // Json::parse would have thrown on half a character
}

TEST_P(Engine, AStoppedAnswerEndsBeforeTheStop) {
  Conversation to(GetParam());
  const Json whole = to.generate({{"user", "Count from one to five."}}, brief);
  const std::string text = whole["text"];
  ASSERT_GT(text.size(), 4U);
  const std::string stop = text.substr(text.size() / 2, 2);
  const Json done = to.generate({{"user", "Count from one to five."}}, {{"max_tokens", 8}, {"stop", {stop}}});
  EXPECT_EQ(done["text"], text.substr(0, text.find(stop)));
  EXPECT_EQ(done["finish"], "stop");
}

TEST_P(SmolLM2, LikelihoodsAreWhatTheModelSays) {
  Conversation to(GetParam(), {"--chat-template", "plain"});
  const std::vector<Message> france{{"user", "The capital of France is"}};
  const Json paris = to.weigh(france, " Paris");
  EXPECT_NEAR(paris["logprob"].get<double>(), -0.264, 0.05);  // other builds of llama.cpp: -0.2644, -0.2486
  EXPECT_EQ(paris["tokens"], 1);
  EXPECT_EQ(paris["usage"]["input"], 5);
  const Json rome = to.weigh(france, " Rome");
  EXPECT_LT(rome["logprob"].get<double>(), paris["logprob"].get<double>() - 3);
  const Json longer = to.weigh(france, " Paris, the city of light");
  EXPECT_LT(longer["logprob"].get<double>(), paris["logprob"].get<double>());
  EXPECT_GT(longer["tokens"], 3);
}

TEST_P(SmolLM2, ALikelihoodIsTheSumOfItsSteps) {
  Conversation to(GetParam(), {"--chat-template", "plain"});
  const auto logprob = [&](const std::string& before, const std::string& after) {
    return to.weigh({{"user", before}}, after)["logprob"].get<double>();
  };
  const double steps = logprob("The sun rises in the", " east") +
                       logprob("The sun rises in the east", " and") +
                       logprob("The sun rises in the east and", " sets");
  EXPECT_NEAR(logprob("The sun rises in the", " east and sets"), steps,
              0.02);  // other batch shapes round otherwise
}

TEST_P(SmolLM2, MistakesAreToldAndSurvived) {
  Conversation to(GetParam(), {"--context", "128"});
  EXPECT_EQ(to.weigh({{"user", "x"}}, "")["kind"], "bad_request");
  EXPECT_EQ(to.generate({{"user", std::string(5000, 'a') + " b c"}})["kind"], "too_long");
  EXPECT_EQ(to.ask({{"op", "sing"}})["kind"], "bad_request");
  EXPECT_EQ(to.ask({{"op", "generate"}})["kind"], "bad_request");
  to.send("not json");
  EXPECT_EQ(to.next()["detail"], "not a JSON object");
  EXPECT_EQ(to.generate({{"user", "What is the capital of France?"}}, brief)["text"],
            "The capital of France is Paris.");
}

TEST_P(SmolLM2, SeedsAndRepeatsMatterOnlyToSampling) {
  Conversation to(GetParam());
  const auto said = [&](const Json& sampling, int repeat) {
    Json request{{"op", "generate"},
                 {"repeat", repeat},
                 {"sampling", sampling},
                 {"messages", {{{"role", "user"}, {"content", "Tell me a story."}}}}};
    return to.ask(request)["text"].get<std::string>();
  };
  EXPECT_EQ(said(brief, 0), said(brief, 1));
  EXPECT_EQ(said(sampled, 0), said(sampled, 0));
  EXPECT_NE(said(sampled, 0), said(sampled, 1));
}

TEST_P(SmolLM2, PlainAnswersEndAtABlankLine) {
  Conversation to(GetParam(), {"--chat-template", "plain"});
  const Json done = to.generate(shots(0, "Anna has 7 apples and buys 5. How many?"), brief);
  const std::string text = done["text"];
  EXPECT_FALSE(text.empty());
  EXPECT_EQ(text.find("\n\n"), std::string::npos);
  EXPECT_NE(text[0], ' ');
  EXPECT_EQ(done["finish"], "stop");
}

}  // namespace
}  // namespace shortlist
