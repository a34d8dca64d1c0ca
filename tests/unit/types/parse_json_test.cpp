#include <gtest/gtest.h>

#include <string>

#include "harness/types/parse_json.hpp"

namespace shortlist {
namespace {

std::string nested(std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }

TEST(ParseJson, TakesSoManyLevels) {
  struct Row { const char* name; std::string text; bool taken; };
  const Row rows[] = {
      {"flat", "[1,{\"a\":\"b\"}]", true},
      {"a text", "\"[\"", true},
      {"just so deep", nested(64), true},
      {"too deep", nested(65), false},
      {"far too deep", nested(4'000'000), false},
      {"deep and not closed", std::string(4'000'000, '{'), false},
      {"maps and lists", "{\"a\":" + nested(64) + "}", false},
      {"brackets in a text", "{\"a\":\"" + std::string(100, '[') + "\\\"" + std::string(100, '{') + "\"}", true},
      {"side by side", "[" + nested(63) + "," + nested(63) + "]", true},
      {"no JSON", "]]]]", false},
      {"an open text", "\"\\", false},
      {"nothing", "", false},
      {"not UTF-8", "\"\xff\"", false},
  };
  for (const Row& row : rows) EXPECT_EQ(!parse_json(row.text).is_discarded(), row.taken) << row.name;
}

}  // namespace
}  // namespace shortlist
