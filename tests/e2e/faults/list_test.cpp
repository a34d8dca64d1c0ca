// The list, the tests and the page say the same.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "tests/e2e/faults/fault_case.hpp"
#include "tests/e2e/faults/fault_list.hpp"

namespace shortlist::test::faults {
namespace {

namespace fs = std::filesystem;

constexpr int faults = 74;
constexpr const char* mark = "<!-- from here on made by FaultList.ThePageIsTrue -->\n";
const fs::path page = SOURCE_DIR "/tests/e2e/faults/README.md";

/// "Suite.Test" of every TEST, TEST_P, TEST_F and RC_GTEST_PROP in tests/. Names with blanks end at the
/// first.
std::set<std::string> tests_in_the_sources() {
  std::set<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(SOURCE_DIR "/tests")) {
    if (entry.path().extension() != ".cpp") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      const bool test = line.starts_with("TEST(") || line.starts_with("TEST_P(") ||
                        line.starts_with("TEST_F(") || line.starts_with("RC_GTEST_PROP(");
      if (!test) continue;
      const std::size_t open = line.find('('), comma = line.find(','),
                        end = line.find_first_of(",) ", comma + 2);
      if (comma == std::string::npos) continue;
      names.insert(line.substr(open + 1, comma - open - 1) + "." + line.substr(comma + 2, end - comma - 2));
    }
  }
  return names;
}

std::vector<const Registered*> rows_of(int fault) {
  std::vector<const Registered*> rows;
  for (const Registered& each : registered_cases())
    if (each.row.fault == fault) rows.push_back(&each);
  return rows;
}

std::string line_of(const Registered& each) {
  const FaultCase& row = each.row;
  const std::string needs = *row.needs ? fmt::format(" *Not yet: needs {}.*", row.needs) : "";
  return fmt::format("- `Faults/{}.{}`: {} → {}.{}\n", each.group, row.name, row.made, row.becomes, needs);
}

std::string section_of(const FaultEntry& fault) {
  std::string text = fmt::format("\n**{} {}**\n", fault.number, fault.what);
  for (const Registered* each : rows_of(fault.number)) text += line_of(*each);
  for (const char* test : fault.tests) text += fmt::format("- `{}`\n", test);
  if (*fault.without)
    text += fmt::format("- {}: {}\n", fault.tests.empty() ? "Not tested" : "Beyond that", fault.without);
  return text;
}

std::string made_page() {
  std::string text = mark, group;
  for (const FaultEntry& fault : fault_list()) {
    if (group != fault.group) text += fmt::format("\n## {}\n", group = fault.group);
    text += section_of(fault);
  }
  return text;
}

TEST(FaultList, IsWhole) {
  ASSERT_EQ(fault_list().size(), static_cast<std::size_t>(faults));
  for (int i = 0; i < faults; ++i) {
    const FaultEntry& fault = fault_list()[static_cast<std::size_t>(i)];
    EXPECT_EQ(fault.number, i + 1);
    EXPECT_TRUE(!fault.tests.empty() || !rows_of(i + 1).empty() || *fault.without)
        << i + 1 << " has neither a test nor a reason";
  }
}

TEST(FaultList, NamesTestsThatExist) {
  const std::set<std::string> known = tests_in_the_sources();
  for (const FaultEntry& fault : fault_list())
    for (const char* test : fault.tests)
      EXPECT_TRUE(known.contains(test)) << fault.number << ": there is no test " << test;
}

TEST(FaultList, RowsHaveNamesOfTheirOwn) {
  std::set<std::string> seen;
  for (const Registered& each : registered_cases()) {
    EXPECT_TRUE(seen.insert(each.group + "." + each.row.name).second) << each.row.name;
    EXPECT_TRUE(each.row.fault >= 1 && each.row.fault <= faults) << each.row.name;
  }
}

TEST(FaultList, ThePageIsTrue) {
  const std::string text = file_text(page), made = made_page();
  const std::size_t at = text.find(mark);
  ASSERT_NE(at, std::string::npos) << page << " has lost its mark";
  if (text.substr(at) == made) return;
  if (std::getenv("SHORTLIST_APPROVE"))
    std::ofstream(page, std::ios::binary) << text.substr(0, at) << made;
  else
    ADD_FAILURE() << page << " is not what list and tables say; SHORTLIST_APPROVE=1 writes it anew";
}

}  // namespace
}  // namespace shortlist::test::faults
