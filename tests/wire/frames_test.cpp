// Bytes into frames: the rules of server-sent events one by one, and properties over arbitrary bytes.
#include "backends/http/frames.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

namespace shortlist {
namespace {

using Events = std::vector<std::pair<std::string, std::string>>;   ///< event, data

Events read_all(Framing framing, const std::vector<std::string>& pieces, std::size_t limit = Frames::default_limit) {
  Frames frames(framing, limit);
  Events events;
  const auto keep = [&](const Frame& frame) { events.emplace_back(frame.event, frame.data); };
  for (const std::string& piece : pieces) {
    frames.feed(piece);
    while (const auto frame = frames.next()) keep(*frame);
  }
  if (const auto frame = frames.last()) keep(*frame);
  if (frames.too_long()) events.emplace_back("too long", "");
  return events;
}

std::vector<std::string> chopped(const std::string& bytes, const std::vector<std::size_t>& sizes) {
  std::vector<std::string> pieces;
  std::size_t at = 0;
  for (std::size_t i = 0; at < bytes.size() && !sizes.empty(); i = (i + 1) % sizes.size()) {
    pieces.push_back(bytes.substr(at, sizes[i] + 1));
    at += sizes[i] + 1;
  }
  return sizes.empty() ? std::vector{bytes} : pieces;
}

struct Row { const char* name; Framing framing; std::string bytes; Events events; };
void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

const std::vector<Row> rows = {
    {"one", Framing::sse, "data: a\n\n", {{"", "a"}}},
    {"carriage_return", Framing::sse, "data: a\r\rdata: b\r\r", {{"", "a"}, {"", "b"}}},
    {"both", Framing::sse, "data: a\r\n\r\ndata: b\r\n\r\n", {{"", "a"}, {"", "b"}}},
    {"mixed_ends", Framing::sse, "data: a\n\rdata: b\r\n\n", {{"", "a"}, {"", "b"}}},
    {"no_space", Framing::sse, "data:a\n\n", {{"", "a"}}},
    {"one_space_only", Framing::sse, "data:  a \n\n", {{"", " a "}}},
    {"several_lines", Framing::sse, "data: a\ndata:\ndata: b\n\n", {{"", "a\n\nb"}}},
    {"several_lines_crlf", Framing::sse, "data: a\r\ndata: b\r\n\r\n", {{"", "a\nb"}}},
    {"named", Framing::sse, "event: error\ndata: a\n\ndata: b\n\n", {{"error", "a"}, {"", "b"}}},
    {"name_alone", Framing::sse, "event: ping\n\ndata: b\n\n", {{"", "b"}}},
    {"last_name_counts", Framing::sse, "event: a\nevent: b\ndata: c\n\n", {{"b", "c"}}},
    {"comment", Framing::sse, ": hi\n\n:\n\ndata: a\n: in between\ndata: b\n\n", {{"", "a\nb"}}},
    {"empty_data", Framing::sse, "data:\n\ndata\n\nid: 1\n\n", {}},
    {"unknown_fields", Framing::sse, "retry: 1\nid: 2\nwhat: 3\ndatum: 4\ndata: a\n\n", {{"", "a"}}},
    {"colon_in_value", Framing::sse, "data: {\"a\":1}\n\n", {{"", "{\"a\":1}"}}},
    {"byte_order_mark", Framing::sse, "\xEF\xBB\xBF" "data: a\n\n", {{"", "a"}}},
    {"second_mark_is_a_name", Framing::sse, "\xEF\xBB\xBF\xEF\xBB\xBF" "data: a\n\n", {}},
    {"mark_later", Framing::sse, "\n\xEF\xBB\xBF" "data: a\n\n", {}},
    {"only_a_mark", Framing::sse, "\xEF\xBB", {}},
    {"unfinished", Framing::sse, "data: a\n\ndata: b\n", {{"", "a"}}},
    {"bare_json", Framing::sse, "data: a\n\n{\"error\":1}\n", {{"", "a"}, {"", "{\"error\":1}"}}},
    {"nul", Framing::sse, std::string("data: a\0b\n\n", 11), {{"", std::string("a\0b", 3)}}},
    {"nothing", Framing::sse, "", {}},
    {"lines", Framing::ndjson, "{\"a\":1}\n\n{\"b\":2}\r\n", {{"", "{\"a\":1}"}, {"", "{\"b\":2}\r"}}},
    {"last_line_open", Framing::ndjson, "{}\n{\"b\":2}", {{"", "{}"}, {"", "{\"b\":2}"}}},
    {"colons_mean_nothing", Framing::ndjson, "data: a\n", {{"", "data: a"}}},
};

class FramesRow : public testing::TestWithParam<Row> {};

TEST_P(FramesRow, HoweverItIsCut) {
  const Row& row = GetParam();
  EXPECT_EQ(read_all(row.framing, {row.bytes}), row.events);
  EXPECT_EQ(read_all(row.framing, chopped(row.bytes, {0})), row.events);
  for (std::size_t cut = 1; cut < row.bytes.size(); ++cut)
    EXPECT_EQ(read_all(row.framing, {row.bytes.substr(0, cut), row.bytes.substr(cut)}), row.events) << cut;
}

INSTANTIATE_TEST_SUITE_P(Rows, FramesRow, testing::ValuesIn(rows), [](const auto& row) { return row.param.name; });

struct LimitRow { const char* name; Framing framing; std::string bytes; Events events; };

TEST(FramesLimit, EndsTheStream) {
  const std::string seven(7, 'x'), nine(9, 'x');
  const LimitRow limits[] = {
      {"within", Framing::sse, "data:" + seven.substr(4) + "\n\n", {{"", "xxx"}}},
      {"one line", Framing::sse, "data:a\n\ndata:" + nine + "\n\ndata:b\n\n", {{"", "a"}, {"too long", ""}}},
      {"many lines", Framing::sse, "data:aaa\ndata:aaa\ndata:aaa\n\n", {{"too long", ""}}},
      {"never ends", Framing::sse, std::string(100, 'y'), {{"too long", ""}}},
      {"a line of json", Framing::ndjson, "{}\n" + nine + "\n{}\n", {{"", "{}"}, {"too long", ""}}},
  };
  for (const LimitRow& row : limits) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(read_all(row.framing, {row.bytes}, 8), row.events);
    EXPECT_EQ(read_all(row.framing, chopped(row.bytes, {0}), 8), row.events);
  }
}

TEST(Frames, MayBeFedBeforeAllIsTaken) {
  Frames frames(Framing::sse);
  frames.feed("data: a\n\ndata: b");
  EXPECT_EQ(frames.next()->data, "a");
  frames.feed("b\n\ndata: c\n");
  frames.feed("\n");
  EXPECT_EQ(frames.next()->data, "bb");
  EXPECT_EQ(frames.next()->data, "c");
  EXPECT_FALSE(frames.next());
}

/// Text that is likely to touch the rules.
rc::Gen<std::string> stream_text() {
  const auto piece = rc::gen::element<std::string>("data:", "data: ", "event: e", "\r", "\n", "\r\n", ":", "a", "{}", "é",
                                                   "\xEF\xBB\xBF", "\xff", std::string(1, '\0'), " ");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& parts) {
    return std::accumulate(parts.begin(), parts.end(), std::string());
  });
}

RC_GTEST_PROP(FramesProperty, AnyChoppingGivesTheSameEvents, ()) {
  const auto framing = *rc::gen::element(Framing::sse, Framing::ndjson);
  const std::string bytes = *stream_text();
  const auto sizes = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, 9));
  RC_ASSERT(read_all(framing, chopped(bytes, sizes)) == read_all(framing, {bytes}));
}

RC_GTEST_PROP(FramesProperty, ArbitraryBytesDoNoHarm, (const std::string& bytes)) {
  const std::size_t limit = *rc::gen::inRange<std::size_t>(0, 20);
  for (const auto& [event, data] : read_all(Framing::sse, {bytes}, limit)) {
    RC_ASSERT(event == "too long" || !data.empty());
    RC_ASSERT(data.size() <= limit);
  }
}

/// What a server writes by the book comes back as it was meant.
RC_GTEST_PROP(FramesProperty, WhatIsWrittenIsRead, ()) {
  const auto line = rc::gen::container<std::string>(rc::gen::inRange('a', 'e'));
  const auto events = *rc::gen::container<std::vector<std::vector<std::string>>>(
      rc::gen::container<std::vector<std::string>>(line));
  const std::string end = *rc::gen::element<std::string>("\n", "\r", "\r\n");
  std::string bytes;
  Events meant;
  for (const auto& lines : events) {
    std::string data;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      bytes += "data: " + lines[i] + end;
      data += (i ? "\n" : "") + lines[i];
    }
    bytes += end;
    if (!data.empty()) meant.emplace_back("", data);
  }
  RC_ASSERT(read_all(Framing::sse, {bytes}) == meant);
}

}  // namespace
}  // namespace shortlist
