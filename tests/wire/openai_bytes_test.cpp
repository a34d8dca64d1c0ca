// Whole replies of OpenAI and its kin, read at one go and cut at every byte: the same answer each time.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "backends/http/reply_reader.hpp"
#include "backends/openai.hpp"
#include "tests/wire/fixture.hpp"

namespace shortlist {
namespace {

/// A byte's arrival tells its number: byte n comes n nanoseconds after zero.
Instant arrival(std::size_t byte) { return Instant(Duration(static_cast<Duration::rep>(byte))); }

struct ReadResult {
  Json described;
  std::optional<Instant> first_token, last_token;
};

ReadResult read_in_pieces(const Fixture& fixture, const std::vector<std::size_t>& cuts) {
  static const OpenAi dialect;
  static const Candidate candidate;
  ReplyReader reader(dialect, candidate, Framing::sse);
  std::size_t from = 0;
  bool more = true;
  for (std::size_t cut : cuts) {
    if (more && cut > from)
      more = reader.feed(fixture.head, std::string_view(fixture.bytes).substr(from, cut - from), arrival(cut - 1));
    from = cut;
  }
  const auto result = reader.result(fixture.head, std::nullopt, WallTime{});
  return {described(result), reader.stamps().first_token, reader.stamps().last_token};
}

/// What is promised, without what only the byte-by-byte run can see; the detail need only hold what is promised.
void expect_as_promised(const Fixture& fixture, Json got) {
  Json promised = fixture.expected;
  promised.erase("first_token_after");
  promised.erase("last_token_after");
  if (promised.contains("failure")) {
    const std::string detail = got.value("detail", "");
    EXPECT_NE(detail.find(promised["detail"].get<std::string>()), std::string::npos) << detail;
    promised.erase("detail");
    got.erase("detail");
  }
  EXPECT_EQ(promised, got);
}

/// The stamp of a token is the arrival of the last byte of its event.
Instant end_of_event(const Fixture& fixture, const std::string& holding) {
  return arrival(fixture.bytes.find("\n\n", fixture.bytes.find(holding)) + 1);
}

class OpenAiBytes : public testing::TestWithParam<Fixture> {};

TEST_P(OpenAiBytes, WholeAtOnce) {
  const Fixture& fixture = GetParam();
  expect_as_promised(fixture, read_in_pieces(fixture, {fixture.bytes.size()}).described);
}

TEST_P(OpenAiBytes, SplitAtEveryByte) {
  const Fixture& fixture = GetParam();
  for (std::size_t cut = 1; cut < fixture.bytes.size(); ++cut) {
    SCOPED_TRACE(cut);
    expect_as_promised(fixture, read_in_pieces(fixture, {cut, fixture.bytes.size()}).described);
    if (HasFailure()) return;
  }
}

TEST_P(OpenAiBytes, ByteByByteStampsTheTokens) {
  const Fixture& fixture = GetParam();
  std::vector<std::size_t> cuts(fixture.bytes.size());
  for (std::size_t i = 0; i < cuts.size(); ++i) cuts[i] = i + 1;
  const ReadResult read = read_in_pieces(fixture, cuts);
  expect_as_promised(fixture, read.described);
  const Json& expected = fixture.expected;
  if (expected.contains("first_token_after")) {
    EXPECT_EQ(read.first_token, end_of_event(fixture, expected["first_token_after"]));
  }
  if (expected.contains("last_token_after")) {
    EXPECT_EQ(read.last_token, end_of_event(fixture, expected["last_token_after"]));
  }
}

INSTANTIATE_TEST_SUITE_P(Fixtures, OpenAiBytes, testing::ValuesIn(fixtures("openai")),
                         [](const auto& row) { return row.param.name; });

const Fixture& fixture_named(const std::string& name) {
  static const std::vector<Fixture> all = fixtures("openai");
  return *std::find_if(all.begin(), all.end(), [&](const Fixture& f) { return f.name == name; });
}

TEST(OpenAiBytes, AStreamThatBreaksBeforeItsFinishIsNeverAnAnswer) {
  Fixture broken = fixture_named("streamed");
  const std::string whole = broken.bytes;
  const std::size_t finish = whole.find("\n\n", whole.find("\"stop\"")) + 2;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    broken.bytes = whole.substr(0, size);
    EXPECT_EQ(read_in_pieces(broken, {size}).described.contains("failure"), size < finish) << size;
  }
}

RC_GTEST_PROP(OpenAiBytesProperty, DamagedRepliesDoNoHarm, ()) {
  static const std::vector<Fixture> all = fixtures("openai");
  Fixture damaged = all[*rc::gen::inRange<std::size_t>(0, all.size())];
  for (int i = *rc::gen::inRange(1, 6); i > 0 && !damaged.bytes.empty(); --i)
    damaged.bytes[*rc::gen::inRange<std::size_t>(0, damaged.bytes.size())] = *rc::gen::arbitrary<char>();
  damaged.head.status = *rc::gen::element(200, 200, 400, 429, 500);
  const Json got = read_in_pieces(damaged, {damaged.bytes.size()}).described;
  RC_ASSERT(got.contains("failure") || got.contains("text"));
  RC_ASSERT(!got.dump().empty());   // dump refuses what is no UTF-8, so an answer never holds any
}

TEST(OpenAiBytes, FixturesAreThere) { EXPECT_GE(fixtures("openai").size(), 45u); }

}  // namespace
}  // namespace shortlist
