// Notices fire on what they are for, and on nothing that an honest server does.
#include "harness/score/notices.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace shortlist {
namespace {

struct Served { const char *asked, *served; };

TEST(OtherModel, AliasesAndEditionsAreTheModelAskedFor) {
  for (const auto& [asked, served] : {
           Served{"gpt-4o", "gpt-4o-2024-08-06"}, {"gpt-4o-mini", "gpt-4o-mini-2024-07-18"}, {"gpt-4", "gpt-4-0613"},
           {"GPT-4o", "gpt-4o"}, {"o1", "o1-2024-12-17"}, {"claude-haiku-4-5", "claude-haiku-4-5-20251001"},
           {"claude-3-5-sonnet-latest", "claude-3-5-sonnet-20241022"}, {"claude-3-5-sonnet", "claude-3-5-sonnet@20240620"},
           {"claude-3-5-sonnet", "claude-3-5-sonnet-20241022-v2:0"},
           {"mistral-small-latest", "mistral-small-2506"}, {"mistral-small-latest", "mistral-small"},
           {"gemini-2.0-flash", "models/gemini-2.0-flash-001"}, {"gemini-2.5-pro", "gemini-2.5-pro-preview-05-06"},
           {"command-r", "command-r-08-2024"}, {"openai/gpt-4o", "gpt-4o-2024-08-06"}, {"gpt-4o", "openai/gpt-4o"},
           {"deepseek/deepseek-r1:free", "deepseek/deepseek-r1"}, {"llama3", "llama3:latest"}, {"llama3:8b", "llama3"},
           {"gpt-4o-2024-08-06", "gpt-4o"}, {"meta-llama/Llama-3.1-8B", "meta-llama/Llama-3.1-8B"},
           {"ft:gpt-4o-mini:org::id", "ft:gpt-4o-mini:org::id"}, {"", "anything"}, {"anything", ""}, {":", ":"}, {"/", "/"},
       })
    EXPECT_TRUE(may_be_served_as(asked, served)) << asked << " served as " << served;
}

TEST(OtherModel, AnotherModelIsAnother) {
  for (const auto& [asked, served] : {
           Served{"gpt-5", "gpt-5-mini"}, {"gpt-5-mini", "gpt-5"}, {"gpt-4", "gpt-4.1"}, {"gpt-4", "gpt-4o"},
           {"gpt-3.5-turbo", "gpt-3.5-turbo-16k-0613"}, {"claude-3", "claude-3-5"}, {"llama3", "llama3:8b"},
           {"llama3:8b", "llama3:70b"}, {"gpt-4o-2024-05-13", "gpt-4o-2024-08-06"}, {"a/x", "b/x"},
           {"mistral-small-2503", "mistral-small-2506"}, {"gpt-4o", "gpt-4o-2024-08-06<script>"}, {"m", "=m"},
       })
    EXPECT_FALSE(may_be_served_as(asked, served)) << asked << " served as " << served;
}

RC_GTEST_PROP(OtherModel, AnyNameIsItsOwn, (const std::string& name, const std::string& other)) {
  RC_ASSERT(may_be_served_as(name, name));
  may_be_served_as(name, other);
}

Item asking(std::string text) {
  Item item;
  item.prompt = {{"system", "Answer."}, {"user", std::move(text)}};
  return item;
}

Completion counted(std::optional<std::int64_t> input, std::optional<std::int64_t> cached = {}) {
  Completion c;
  c.usage = Usage{input, cached, 3, {}};
  return c;
}

std::string times(std::string_view text, int n) {
  std::string all;
  for (int i = 0; i < n; ++i) all += text;
  return all;
}

/// Texts with the fewest tokens that any tokenizer in use makes of them.
struct Tokenized { const char* name; std::string text; std::int64_t tokens; };

TEST(PromptCut, NeverFiresOnTheWholePrompt) {
  for (const auto& [name, text, tokens] : {
           Tokenized{"nothing", "", 8},
           {"one word", "Hi", 1},
           {"English, a token a word", times("the quick brown fox ", 500), 2000},
           {"English, four words a token", times("by the way of ", 500), 503},
           {"French", times("l'été où j'étais là ", 300), 1200},
           {"Korean, a token an eojeol", times("서울에서 부산까지 기차로 ", 400), 1200},
           {"Chinese, eleven characters a token", times("日本毛片免费视频观看吧", 300), 300},
           {"white space of a table in one token", times("a" + std::string(120, ' '), 50), 100},
           {"blank lines", std::string(5000, '\n'), 40},
           {"code with deep indents", times("\n" + std::string(64, ' ') + "}", 200), 400},
           {"a rule of equal signs", std::string(12'800, '='), 100},
           {"a long identifier", times("translatesAutoresizingMaskIntoConstraints ", 100), 100},
           {"one endless line of base64", std::string(100'000, 'A'), 1600},
       })
    for (const std::int64_t template_tokens : {0, 7})
      EXPECT_FALSE(notices_of(counted(tokens + template_tokens), asking(text), {}).prompt_cut) << name;
}

TEST(PromptCut, FiresOnAPromptCutShort) {
  const auto english = times("the quick brown fox jumps over lazy dogs, ", 5000);   // 40,000 words, 45,000 tokens or more
  EXPECT_TRUE(notices_of(counted(4096), asking(english), {}).prompt_cut) << "a server with a small window";
  EXPECT_TRUE(notices_of(counted(2048), asking(times("서울에서 부산까지 기차로 ", 3000)), {}).prompt_cut);
  EXPECT_FALSE(notices_of(counted(45'000), asking(english), {}).prompt_cut);
}

TEST(PromptCut, NeedsACount) {
  const auto text = times("word ", 1000);
  EXPECT_FALSE(notices_of(counted({}), asking(text), {}).prompt_cut);
  EXPECT_FALSE(notices_of(counted(0), asking(text), {}).prompt_cut) << "0 is a way of not telling";
  EXPECT_FALSE(notices_of(Completion{}, asking(text), {}).prompt_cut);
  EXPECT_FALSE(notices_of(counted(5), Item{}, {}).prompt_cut) << "a stored plan has no prompts";
  EXPECT_FALSE(notices_of(counted(4, 996), asking(text), {}).prompt_cut) << "what was cached was left out";
}

RC_GTEST_PROP(PromptCut, ATokenForEachWordIsEnough, (const std::vector<std::string>& words)) {
  std::string text;
  std::int64_t tokens = 1;
  for (const auto& word : words) {
    text += word + " ";
    // A word with white space in it is several.
    tokens += 1 + std::count_if(word.begin(), word.end(), [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
  }
  RC_ASSERT(!notices_of(counted(tokens), asking(text), {}).prompt_cut);
  RC_ASSERT(fewest_tokens({{"user", text}}) <= tokens);
}

TEST(NoUsage, IsAnyCountThatIsMissing) {
  EXPECT_TRUE(notices_of(Completion{}, {}, {}).no_usage);
  EXPECT_TRUE(notices_of(counted({}), {}, {}).no_usage);
  EXPECT_TRUE(notices_of(counted(0), {}, {}).no_usage);
  EXPECT_FALSE(notices_of(counted(9), {}, {}).no_usage);
  auto no_output = counted(9);
  no_output.usage->output.reset();
  EXPECT_TRUE(notices_of(no_output, {}, {}).no_usage);
}

TEST(OtherModel, IsTheCandidatesModel) {
  Candidate candidate;
  candidate.model = "gpt-5";
  auto answer = counted(9);
  answer.model_served = "gpt-5-mini";
  EXPECT_TRUE(notices_of(answer, {}, candidate).other_model);
  candidate.model.clear();
  EXPECT_FALSE(notices_of(answer, {}, candidate).other_model);
}

}  // namespace
}  // namespace shortlist
