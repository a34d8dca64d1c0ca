#pragma once
// All faults that the program is expected to meet, by number: README.md's table is this list and the
// registered rows.
#include <string>
#include <vector>

namespace shortlist::test::faults {

struct FaultEntry {
  int number = 0;
  const char* group = "";
  const char* what = "";
  std::vector<const char*>
      tests;                 ///< besides the rows of this folder's tables: "Suite.Test", anywhere in tests/
  const char* without = "";  ///< what no test makes, and why
};
const std::vector<FaultEntry>& fault_list();

}  // namespace shortlist::test::faults
