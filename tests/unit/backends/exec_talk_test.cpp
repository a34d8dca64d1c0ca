// The exec protocol without a program: lines in and out under a clock that the test moves.
#include "backends/exec_talk.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "backends/exec_message.hpp"
#include "tests/unit/backends/fakes.hpp"

namespace shortlist {
namespace {

using namespace std::chrono_literals;
const char* const hello = R"({"protocol":"shortlist.exec/1"})";

class Talk : public testing::Test {
 protected:
  static CallKey key(std::uint32_t n) { return {0, 0, n, 0}; }
  void ask(std::uint32_t n, Duration timeout = 60s) {
    talk_.ask({key(n), R"({"op":"generate"})", timeout, replies_.done(key(n))});
  }
  void start(const char* first_line = hello) {
    talk_.started(clock_.now());
    ASSERT_TRUE(talk_.line(first_line, clock_.now())) << talk_.broken();
  }
  std::string sent() {
    std::string bytes = talk_.output();
    talk_.written(bytes.size(), clock_.now());
    return bytes;
  }
  bool line(const std::string& text) { return talk_.line(text, clock_.now()); }
  Reply reply(std::uint32_t n) {
    serve();
    return served(n);
  }
  Reply served(std::uint32_t n) { return replies_.of(key(n)); }
  std::size_t serve() {
    for (auto& [done, reply] : talk_.take_replies()) done(std::move(reply));
    return replies_.count();
  }

  HandClock clock_;
  ExecTalk talk_{ExecLimits{}};
  Replies replies_;
};

TEST_F(Talk, NothingIsSentBeforeTheFirstLine) {
  ask(1);
  talk_.started(clock_.now());
  EXPECT_EQ(sent(), "");
  EXPECT_TRUE(line(hello));
  EXPECT_EQ(sent(), "{\"id\":1,\"op\":\"generate\"}\n");
}

TEST_F(Talk, StampsAreTakenAtArrival) {
  start();
  ask(1);
  clock_.advance(5ms);
  const Instant written = clock_.now();
  sent();
  clock_.advance(20ms);
  line(R"({"id":1,"event":"token","text":""})");  // no text yet: a first byte, not a first token
  clock_.advance(10ms);
  line(R"({"id":1,"event":"token","text":"4"})");
  clock_.advance(7ms);
  line(R"({"id":1,"event":"token","text":"2"})");
  clock_.advance(100ms);
  line(R"({"id":1,"event":"done","finish":"length","usage":{"input":9,"cached":4,"output":2}})");
  const Reply got = reply(1);
  const auto& answer = std::get<Completion>(got.result);
  EXPECT_EQ(answer.text, "42");
  EXPECT_EQ(answer.finish, Finish::length);
  EXPECT_EQ(answer.usage->input, 9);
  EXPECT_EQ(answer.usage->cached_input, 4);
  EXPECT_EQ(answer.usage->reasoning, std::nullopt);
  EXPECT_EQ(*got.stamps.written, written);
  EXPECT_EQ(*got.stamps.first_byte - written, 20ms);
  EXPECT_EQ(*got.stamps.first_token - written, 30ms);
  EXPECT_EQ(*got.stamps.last_token - written, 37ms);
}

TEST_F(Talk, ASimpleProgramOnlySaysDone) {
  start();
  ask(1);
  sent();
  clock_.advance(50ms);
  line(R"({"id":1,"event":"done","text":"42"})");
  const Reply got = reply(1);
  EXPECT_EQ(text_of(got), "42");
  EXPECT_EQ(std::get<Completion>(got.result).finish, Finish::stop);
  EXPECT_FALSE(std::get<Completion>(got.result).usage);
  EXPECT_FALSE(got.stamps.first_token);  // unknown, not the time of the whole answer
  EXPECT_EQ(*got.stamps.last_token - *got.stamps.written, 50ms);
}

TEST_F(Talk, SendsNoMoreThanTheProgramTakesAtOnce) {
  start(R"({"protocol":"shortlist.exec/1","parallel":2})");
  for (std::uint32_t n = 1; n <= 3; ++n) ask(n);
  EXPECT_EQ(sent(), "{\"id\":1,\"op\":\"generate\"}\n{\"id\":2,\"op\":\"generate\"}\n");
  clock_.advance(1s);
  line(R"({"id":2,"event":"done","text":"b"})");
  EXPECT_EQ(sent(), "{\"id\":3,\"op\":\"generate\"}\n");
  clock_.advance(1ms);
  line(R"({"id":3,"event":"done","text":"c"})");
  const Reply got = reply(3);
  EXPECT_EQ(*got.stamps.last_token - *got.stamps.written, 1ms);  // waiting for its turn is not its latency
}

TEST_F(Talk, ErrorsKeepTheirKind) {
  start();
  ask(1);
  ask(2);
  line(R"({"id":1,"event":"error","kind":"rate_limited","detail":"slow\ndown","retry_after_ms":1500})");
  line(R"({"id":2,"event":"error","kind":"bored","detail":"x"})");
  const Reply first = reply(1);
  EXPECT_EQ(kind_of(first), "rate_limited");
  EXPECT_EQ(detail_of(first), "slow down");
  EXPECT_EQ(std::get<Failure>(first.result).retry_after, 1500ms);
  EXPECT_EQ(kind_of(served(2)), "protocol");
  EXPECT_EQ(detail_of(served(2)), "unknown kind of error \"bored\": x");
}

TEST_F(Talk, ATimeOutCallsTheCallOffAndCountsFromWriting) {
  ask(1, 2s);
  talk_.started(clock_.now());
  clock_.advance(100s);  // a slow start is not the call's time
  ASSERT_TRUE(talk_.tick(clock_.now()));
  line(hello);
  sent();
  EXPECT_EQ(*talk_.next_tick(), clock_.now() + 2s);
  clock_.advance(2s);
  ASSERT_TRUE(talk_.tick(clock_.now()));
  EXPECT_EQ(kind_of(reply(1)), "timeout");
  EXPECT_EQ(sent(), "{\"id\":1,\"op\":\"cancel\"}\n");
  line(R"({"id":1,"event":"done","text":"late"})");
  serve();
  EXPECT_TRUE(replies_.each_once());
  EXPECT_TRUE(talk_.idle());
}

TEST_F(Talk, AProgramThatDoesNotEndACallHangs) {
  start();
  ask(1, 2s);
  sent();
  clock_.advance(2s);
  EXPECT_TRUE(talk_.tick(clock_.now()));
  clock_.advance(30s);
  EXPECT_FALSE(talk_.tick(clock_.now()));
  EXPECT_EQ(talk_.broken(), "did not end a call within 30 s of its cancellation");
}

TEST_F(Talk, ASlowStartEnds) {
  ask(1);
  talk_.started(clock_.now());
  clock_.advance(120s);
  EXPECT_FALSE(talk_.tick(clock_.now()));
  EXPECT_EQ(talk_.broken(), "did not write its first line within 120 s");
}

TEST_F(Talk, CancelServesWaitingAndFlyingCalls) {
  start();
  ask(1);
  ask(2);
  sent();
  talk_.cancel(key(2), clock_.now());
  talk_.cancel(key(1), clock_.now());
  talk_.cancel(key(9), clock_.now());
  EXPECT_EQ(kind_of(reply(1)), "cancelled");
  EXPECT_EQ(kind_of(served(2)), "cancelled");
  EXPECT_EQ(sent(), "{\"id\":1,\"op\":\"cancel\"}\n");
  line(R"({"id":1,"event":"error","kind":"cancelled"})");
  EXPECT_EQ(serve(), 2U);
  EXPECT_TRUE(replies_.each_once());
}

TEST_F(Talk, ADeathFailsWhatFliesAndKeepsWhatWaits) {
  start();
  ask(1);
  ask(2);
  sent();
  talk_.lost({FailureKind::server_error, "gone", {}});
  EXPECT_EQ(kind_of(reply(1)), "server_error");
  EXPECT_EQ(serve(), 1U);
  EXPECT_TRUE(talk_.wants_program());
  start();
  EXPECT_EQ(sent(), "{\"id\":2,\"op\":\"generate\"}\n");
}

TEST_F(Talk, WhatWasNotYetWrittenIsForTheNextProgram) {
  start(R"({"protocol":"shortlist.exec/1","parallel":3})");
  for (std::uint32_t n = 1; n <= 3; ++n) ask(n);
  talk_.written(26, clock_.now());  // the first request and a little of the second
  talk_.lost({FailureKind::server_error, "gone", {}});
  EXPECT_EQ(kind_of(reply(1)), "server_error");
  EXPECT_EQ(serve(), 1U);
  start();
  EXPECT_EQ(sent(), "{\"id\":4,\"op\":\"generate\"}\n");
  line(R"({"id":4,"event":"done","text":"second"})");
  EXPECT_EQ(text_of(reply(2)), "second");
}

TEST_F(Talk, NothingIsAskedOfTheHopeless) {
  ask(1);
  talk_.hopeless({FailureKind::bad_request, "it is not there", {}});
  ask(2);
  EXPECT_EQ(detail_of(reply(1)), "it is not there");
  EXPECT_EQ(detail_of(served(2)), "it is not there");
  EXPECT_FALSE(talk_.wants_program());
}

TEST_F(Talk, AProgramMaySayThatItCannotWork) {
  talk_.started(clock_.now());
  EXPECT_FALSE(line(R"({"protocol":"shortlist.exec/1","error":{"kind":"bad_request","detail":"no model"}})"));
  ASSERT_TRUE(talk_.refused());
  EXPECT_EQ(talk_.refused()->detail, "no model");
}

TEST_F(Talk, FactsAreTexts) {
  start(R"({"protocol":"shortlist.exec/1","facts":{"version":"1.2","threads":2,"gpu":false}})");
  EXPECT_EQ(talk_.facts(),
            (std::map<std::string, std::string>{{"gpu", "false"}, {"threads", "2"}, {"version", "1.2"}}));
}

TEST_F(Talk, ARequestThatIsTooLongIsNotSent) {
  start();
  talk_.ask({key(1), "{\"x\":\"" + std::string(17u << 20, 'x') + "\"}", 1s, replies_.done(key(1))});
  EXPECT_EQ(kind_of(reply(1)), "too_long");
  EXPECT_EQ(sent(), "");
}

struct BrokenRow {
  const char* name;
  std::string first, second, how;
};
class TalkBroken : public Talk, public testing::WithParamInterface<BrokenRow> {};
TEST_P(TalkBroken, IsNoticed) {
  ask(1);
  talk_.started(clock_.now());
  const bool fine = line(GetParam().first) && line(GetParam().second);
  EXPECT_FALSE(fine);
  EXPECT_EQ(talk_.broken(), GetParam().how);
}
INSTANTIATE_TEST_SUITE_P(
    Rows, TalkBroken,
    testing::Values(
        BrokenRow{"chatter_first", "Loading model...", "", "wrote a line that is not JSON, or nested too deep: Loading model..."},
        BrokenRow{"other_protocol", R"({"protocol":"other/2"})", "",
                  R"(the first line must be {"protocol":"shortlist.exec/1"}, not {"protocol":"other/2"})"},
        BrokenRow{"no_hello", R"({"id":1,"event":"done"})", "",
                  R"(the first line must be {"protocol":"shortlist.exec/1"}, not {"event":"done","id":1})"},
        BrokenRow{"refuses_without_a_word", R"({"protocol":"shortlist.exec/1","error":{"kind":"quota"}})", "",
                  "the program says that it cannot work, and not why"},
        BrokenRow{"parallel", R"({"protocol":"shortlist.exec/1","parallel":0})", "",
                  "parallel must be a whole number from 1 to 1024, not 0"},
        BrokenRow{"facts", R"({"protocol":"shortlist.exec/1","facts":[1]})", "",
                  "facts must be an object, not [1]"},
        BrokenRow{"malformed", hello, "{\"id\":1,", "wrote a line that is not JSON, or nested too deep: {\"id\":1,"},
        BrokenRow{"too_deep", hello, std::string(1'000'000, '['),
                  "wrote a line that is not JSON, or nested too deep: " + std::string(200, '[') + " ..."},
        BrokenRow{"too_deep_at_once", std::string(1'000'000, '[') + std::string(1'000'000, ']'), "",
                  "wrote a line that is not JSON, or nested too deep: " + std::string(200, '[') + " ..."},
        BrokenRow{"no_event", hello, R"({"id":1})", R"(wrote a line without an event: {"id":1})"},
        BrokenRow{"no_id", hello, R"({"event":"done"})",
                  R"(wrote an event without the id of its request: {"event":"done"})"},
        BrokenRow{"unknown_id", hello, R"({"id":99,"event":"done"})",
                  "wrote an event of request 99, which was never made"},
        BrokenRow{"unknown_event", hello, R"({"id":1,"event":"tokn"})", "wrote an unknown event \"tokn\""},
        BrokenRow{"misunderstood", hello, R"({"event":"error","kind":"bad_request","detail":"what?"})",
                  "did not understand a request: what?"}),
    [](const auto& row) { return std::string(row.param.name); });

RC_GTEST_PROP(TalkProperty, AnyLineIsTakenOrRefused, (const std::vector<std::string>& lines)) {
  ExecTalk talk{ExecLimits{}};
  talk.started({});
  talk.line(hello, {});
  for (const std::string& line : lines)
    if (!talk.line(line, {})) RC_ASSERT(!talk.broken().empty());
}

TEST(ExecRequest, SaysWhatThePlanSaysAndNoMore) {
  Candidate c;
  c.model = "m";
  c.sampling.temperature = 0;
  c.sampling.stop = {"."};
  Item item;
  item.id = "i-1";
  item.prompt = {{"user", "\"1+1\"?\nbad byte \xFF"}};
  const std::string request = exec_request(c, item, 2);
  EXPECT_EQ(request.find('\n'), std::string::npos);
  EXPECT_EQ(
      Json::parse(request),
      Json::parse(
          R"({"op":"generate","model":"m","item":"i-1","repeat":2,"sampling":{"temperature":0.0,"stop":["."]},)"
          R"("messages":[{"role":"user","content":"\"1+1\"?\nbad byte �"}]})"));
}

}  // namespace
}  // namespace shortlist
