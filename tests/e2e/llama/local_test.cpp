// The local backend with the real shortlist-llama and real models. Skipped, with the reason, where either is
// missing.
#include "backends/local.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <charconv>

#include "tests/e2e/llama/conversation.hpp"
#include "tests/unit/backends/complaint.hpp"
#include "tests/unit/backends/fakes.hpp"

namespace shortlist {
namespace {

using namespace std::chrono_literals;

class Local : public testing::Test {
 protected:
  void SetUp() override {
    for (const std::string& needed : {helper_program(), model_file(smollm2)})
      if (!std::filesystem::exists(needed))
        GTEST_SKIP() << "no " << needed << ": run backends/local/fetch and build again";
  }
  static Candidate candidate(const Json& options = Json::object(), const char* file = smollm2) {
    Candidate c;
    c.name = "m";
    c.backend = "local";
    c.file = file;
    c.options = options;
    c.options["threads"] = 1;
    c.where = "plan.yaml:3:5 candidates[0]";
    return c;
  }
  static Item item(const std::string& question) {
    Item i;
    i.id = "i-1";
    i.prompt = {{"user", question}};
    return i;
  }
  BackendWorld world() { return world_of(clock_, model_folder(), BINARY_DIR "/bin"); }
  Reply ask(Backend& backend, const Candidate& c, const Item& i) {
    const CallKey key{0, 0, calls_++, 0};
    backend.ask(c, i, key, 300s, replies_.done(key));
    return replies_.of(key);
  }
  std::string complaint(const Candidate& c) {
    return complaint_of([&] { check_local(c, world()); });
  }

  HandClock clock_;
  Replies replies_;
  std::uint32_t calls_ = 0;
};

TEST_F(Local, AnswersThroughTheFilesOwnTemplate) {
  auto backend = make_local(world());
  const Candidate c = candidate();
  EXPECT_TRUE(backend->facts().empty());  // nothing is loaded before it is asked
  const Reply reply = ask(*backend, c, item("What is the capital of France?"));
  const auto& answer = std::get<Completion>(reply.result);
  EXPECT_EQ(answer.text, "The capital of France is Paris.");
  EXPECT_EQ(answer.finish, Finish::stop);
  EXPECT_EQ(answer.usage->output, 7);
  EXPECT_GT(*answer.usage->input, 10);
  EXPECT_LT(*reply.stamps.written, *reply.stamps.first_token);
  EXPECT_LE(*reply.stamps.first_token, *reply.stamps.last_token);
  const auto facts = backend->facts();
  const std::string name = "local.SmolLM2-135M-Instruct.Q4_1.";
  EXPECT_EQ(facts.at(name + "threads"), "1");
  EXPECT_EQ(facts.at(name + "architecture"), "llama");
  EXPECT_EQ(facts.at(name + "quantisation"), "Q4_1");
  EXPECT_EQ(facts.at(name + "chat_template"), "the file's own");
  for (const char* known : {"build", "load_ms", "load_average", "busy_elsewhere"})
    EXPECT_TRUE(facts.contains(name + known));
}

TEST_F(Local, StopsAndLimitsEndAnAnswer) {
  auto backend = make_local(world());
  Candidate stop = candidate(), limit = candidate();
  stop.sampling.stop = {"Fra"};
  limit.sampling.max_tokens = 3;
  const Reply stopped = ask(*backend, stop, item("What is the capital of France?"));
  EXPECT_EQ(text_of(stopped), "The capital of ");
  EXPECT_EQ(std::get<Completion>(stopped.result).finish, Finish::stop);
  const Reply cut = ask(*backend, limit, item("What is the capital of France?"));
  EXPECT_EQ(text_of(cut), "The capital of");
  EXPECT_EQ(std::get<Completion>(cut.result).finish, Finish::length);
}

TEST_F(Local, APromptThatDoesNotFitIsTooLong) {
  auto backend = make_local(world());
  const Reply reply = ask(*backend, candidate({{"context", 256}}), item(std::string(3000, 'x') + " y z"));
  EXPECT_EQ(kind_of(reply), "too_long");
  EXPECT_NE(detail_of(reply).find("the context takes 256 with the answer"), std::string::npos)
      << detail_of(reply);
}

TEST_F(Local, AnAnswerThatFillsTheContextIsCutThere) {
  auto backend = make_local(world());
  const Reply reply =
      ask(*backend, candidate({{"context", 64}}), item("Tell me a long story of a fox and a hen."));
  EXPECT_EQ(std::get<Completion>(reply.result).finish, Finish::length);
  const Usage usage = *std::get<Completion>(reply.result).usage;
  EXPECT_NEAR(static_cast<double>(*usage.input + *usage.output), 64, 1);
}

pid_t child_of_this(const std::string& program) {
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream stat(entry.path() / "stat");
    std::string id, name, state, parent;
    if (stat >> id >> name >> state >> parent && name == "(" + program.substr(0, 15) + ")" &&
        parent == std::to_string(getpid()) && state != "Z")
      return std::stoi(id);
  }
  return 0;
}

TEST_F(Local, AKilledModelFailsItsCallAndIsLoadedAgain) {
  auto backend = make_local(world());
  const Candidate c = candidate();
  EXPECT_EQ(text_of(ask(*backend, c, item("What is the capital of France?"))),
            "The capital of France is Paris.");
  const pid_t child = child_of_this("shortlist-llama");
  ASSERT_GT(child, 0);
  kill(child, SIGSTOP);  // so that the call is surely in flight when it dies
  Candidate slow = candidate();
  slow.sampling.max_tokens = 400;
  const CallKey key{0, 0, calls_++, 0};
  backend->ask(slow, item("Write a long story."), key, 300s, replies_.done(key));
  kill(child, SIGKILL);
  const Reply reply = replies_.of(key);
  if (kind_of(reply) != "answered") {  // it had been written; else the next process answers it
    EXPECT_EQ(kind_of(reply), "server_error");
    EXPECT_NE(detail_of(reply).find("killed by signal 9 (Killed)"), std::string::npos) << detail_of(reply);
  }
  EXPECT_EQ(text_of(ask(*backend, c, item("What is the capital of France?"))),
            "The capital of France is Paris.");
  EXPECT_NE(child_of_this("shortlist-llama"), child);
}

TEST_F(Local, CancelFreesTheModelForTheNext) {
  auto backend = make_local(world());
  Candidate c = candidate(), brief = candidate();
  c.sampling.max_tokens = 4000;
  c.sampling.temperature = 1.5;
  const CallKey key{0, 0, 999, 0};
  backend->ask(c, item("Write a long story."), key, 300s, replies_.done(key));
  backend->cancel(key);
  EXPECT_EQ(kind_of(replies_.of(key)), "cancelled");
  EXPECT_EQ(text_of(ask(*backend, brief, item("What is the capital of France?"))),
            "The capital of France is Paris.");
}

TEST_F(Local, VariantsShareOneProcessAndOtherOptionsDoNot) {
  auto backend = make_local(world());
  Candidate a = candidate(), b = candidate(), plain = candidate({{"chat_template", "plain"}});
  b.sampling.max_tokens = 2;
  for (const Candidate* c : {&a, &b, &plain}) ask(*backend, *c, item("Hello"));
  const auto facts = backend->facts();
  EXPECT_EQ(facts.at("local.SmolLM2-135M-Instruct.Q4_1.chat_template"), "the file's own");
  EXPECT_EQ(facts.at("local.SmolLM2-135M-Instruct.Q4_1#2.chat_template"), "plain");
  EXPECT_FALSE(facts.contains("local.SmolLM2-135M-Instruct.Q4_1#3.threads"));
}

TEST_F(Local, AModelThatCannotBeLoadedSaysWhy) {
  Folder folder;
  std::ifstream whole(model_file(smollm2), std::ios::binary);
  std::string head(4u << 20, '\0');
  whole.read(head.data(), static_cast<std::streamsize>(head.size()));
  auto backend = make_local(world_of(clock_, "/", BINARY_DIR "/bin"));
  const std::string cut = folder.file("cut.gguf", head);
  const Reply reply = ask(*backend, candidate(Json::object(), cut.c_str()), item("?"));
  EXPECT_EQ(kind_of(reply), "bad_request");
  EXPECT_NE(detail_of(reply).find("cannot be loaded: "), std::string::npos) << detail_of(reply);
  EXPECT_NE(detail_of(ask(*backend, candidate({{"chat_template", "nonsense"}}, model_file(smollm2).c_str()),
                          item("?")))
                .find("unknown chat template \"nonsense\", expected auto, plain, "),
            std::string::npos);
}

TEST_F(Local, IsCheckedBeforeAnythingRuns) {
  Folder folder;
  const std::string text = folder.file("text.gguf", "hello");
  EXPECT_EQ(complaint(candidate()), "");
  EXPECT_EQ(complaint(candidate({{"thread", 2}})),
            "plan.yaml:3:5 candidates[0]: options: unknown key \"thread\", did you mean \"threads\"?");
  EXPECT_EQ(complaint(candidate({{"context", 4}})),
            "plan.yaml:3:5 candidates[0]: options.context: must be a whole number of tokens from 16 to "
            "1048576, not 4");
  EXPECT_EQ(complaint(candidate({}, "")),
            "plan.yaml:3:5 candidates[0]: backend local needs \"file\", a GGUF model");
  EXPECT_EQ(complaint(candidate({}, "gone.gguf")), "plan.yaml:3:5 candidates[0]: file: there is no file " +
                                                       model_folder() + "/gone.gguf that may be read");
  EXPECT_EQ(complaint(candidate({}, text.c_str())),
            "plan.yaml:3:5 candidates[0]: file: " + text + " is not a GGUF file");
  EXPECT_NE(complaint_of([&] {
              check_local(candidate(), world_of(clock_, model_folder(), "/nowhere"));
            }).find("backend local needs /nowhere/shortlist-llama, which is built when llama.cpp is found"),
            std::string::npos);
}

}  // namespace
}  // namespace shortlist
