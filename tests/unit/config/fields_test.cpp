#include "harness/config/fields.hpp"

#include <gtest/gtest.h>

#include "tests/unit/config/complaint.hpp"

namespace shortlist {
namespace {

struct Lamp {
  std::string name = "lamp";
  bool on = false;
  double watts = 5;
  int count = 1;
  std::optional<int> colour;
  std::optional<std::string> note;
  std::vector<double> hours;
  std::uint64_t serial = 0;
};

Lamp read_lamp(const Value& value) {
  Lamp out;
  Fields fields(value);
  fields.need("name", out.name, not_empty);
  fields.read("on", out.on);
  fields.read("watts", out.watts, more_than(0));
  fields.read("count", out.count, 1, 10);
  fields.read("colour", out.colour, -3);
  fields.read("note", out.note);
  fields.read("hours", out.hours, between(0, 24));
  fields.read("serial", out.serial);
  fields.close();
  return out;
}
Lamp lamp(const std::string& text) {
  auto tree = parse_tree(text, "f");
  return read_lamp(Value(tree, "lamps[0]"));
}

TEST(Fields, ReadAStruct) {
  auto out = lamp("{name: \"7\", on: true, watts: 7e-1, count: +3, colour: -3, note: '', hours: [1, 2.5], "
                  "serial: 18446744073709551615}");
  EXPECT_EQ(out.name, "7");
  EXPECT_TRUE(out.on);
  EXPECT_EQ(out.watts, 0.7);
  EXPECT_EQ(out.count, 3);
  EXPECT_EQ(out.colour, -3);
  EXPECT_EQ(out.note, "");
  EXPECT_EQ(out.hours, (std::vector<double>{1, 2.5}));
  EXPECT_EQ(out.serial, UINT64_MAX);
}

TEST(Fields, KeepWhatIsNotGiven) {
  auto out = lamp("name: x");
  EXPECT_EQ(out.watts, 5);
  EXPECT_EQ(out.colour, std::nullopt);
  EXPECT_EQ(out.note, std::nullopt);
}

struct Row { const char* text; const char* complaint; };
const Row complaints[] = {
    {"on: true", "f:1:1 lamps[0]: \"name\" is missing"},
    {"{name: ''}", "f:1:8 lamps[0].name: must not be empty"},
    {"{name: x, on: 1}", "f:1:15 lamps[0].on: expected true or false, found the number 1"},
    {"{name: x, on: 'true'}", "f:1:15 lamps[0].on: expected true or false, found text \"true\""},
    {"{name: x, watts: 0}", "f:1:18 lamps[0].watts: must be above 0, not 0"},
    {"{name: x, watts: '5'}", "f:1:18 lamps[0].watts: expected a number, found text \"5\""},
    {"{name: x, watts: ~}", "f:1:18 lamps[0].watts: expected a number, found nothing: leave the key out or give it a value"},
    {"{name: x, count: 11}", "f:1:18 lamps[0].count: must be from 1 to 10, not 11"},
    {"{name: x, count: 1e1}", "f:1:18 lamps[0].count: expected a whole number, found the number 1e1"},
    {"{name: x, colour: -4}", "f:1:19 lamps[0].colour: must be at least -3, not -4"},
    {"{name: x, colour: -99999999999999999999}", "f:1:19 lamps[0].colour: must be at least -3, not -99999999999999999999"},
    {"{name: x, hours: [1, 25]}", "f:1:22 lamps[0].hours[1]: must be from 0 to 24, not 25"},
    {"{name: x, hours: {}}", "f:1:18 lamps[0].hours: expected a list, found a map"},
    {"{name: x, huors: 1}", "f:1:11 lamps[0]: unknown key \"huors\", did you mean \"hours\"?"},
    {"{name: x, on: true, zzzz: 1}",
     "f:1:21 lamps[0]: unknown key \"zzzz\"; known here: name, on, watts, count, colour, note, hours, serial"},
    {"[1]", "f:1:1 lamps[0]: expected a map, found a list"},
};

TEST(Fields, Complain) {
  for (const auto& row : complaints) EXPECT_EQ(complaint([&] { lamp(row.text); }), row.complaint) << row.text;
}

TEST(Fields, LongOddTextIsShownCutOnOneLine) {
  EXPECT_EQ(complaint([] { lamp("{name: x, on: \"a\\nb\\tc" + std::string(80, 'd') + "\"}"); }),
            "f:1:15 lamps[0].on: expected true or false, found text \"a b c" + std::string(55, 'd') + "...\"");
}

TEST(Value, AsWrittenTakesAnyScalar) {
  auto tree = parse_tree("[007, 1.10, no, 'x', true]", "f");
  std::vector<std::string> out;
  for (const auto& value : Value(tree).list()) out.push_back(value.as_written());
  EXPECT_EQ(out, (std::vector<std::string>{"007", "1.10", "no", "x", "true"}));
  EXPECT_EQ(complaint([&] { Value(tree, "a").as_written(); }), "f:1:1 a: expected text or a number, found a list");
}

}  // namespace
}  // namespace shortlist
