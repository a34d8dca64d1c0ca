#pragma once
// One row of the tables of faults: what befalls the program, how that is made, and what must come of it. Each
// row is a test of its own, "Faults/GROUP.NAME", that runs the built program on a plan of a few items against
// a faulty server.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backends/loopback/server.hpp"
#include "harness/types/record.hpp"
#include "tests/e2e/shortlist.hpp"
#include "tests/support/raw_server.hpp"

namespace shortlist::test::faults {

/// What was seen when the program had ended.
struct Seen {
  const Sandbox& box;
  const Finished& done;
  std::vector<Record> records;  ///< as stored
  std::vector<Ask> asks;        ///< as the server saw them
};

struct FaultCase {
  int fault = 0;  ///< its number in README.md
  std::string name{};
  std::string made{};     ///< how, for the page
  std::string becomes{};  ///< what must come of it, for the page

  // How it is made: by the loopback server (a model's name, a script for the first requests), or byte for
  // byte.
  const char* model = "mock-tok2";
  std::vector<loopback::Fault> script{};
  Conduct conduct{};       ///< set: a RawServer does this
  std::string endpoint{};  ///< set: asked instead of the server
  // The plan: items of one candidate, asked one at a time.
  int items = 1;
  const char* options = "";  ///< of the candidate, YAML flow: "stream: false"
  std::string candidate{};   ///< more of its keys: "sampling: {temperature: 0}"
  const char* lane = "attempts: 2, timeout_s: 10, concurrency: 1";
  std::map<std::string, std::string> environment{};

  // What must come of it.
  int exit_code = 0;
  std::string failure{};              ///< kind of all failed calls; "": none failed
  std::optional<std::string> text{};  ///< what each answer must be; unset: the right one
  bool all_recorded =
      true;           ///< each item ends in a record; false: a stopped lane leaves some for the next run
  int requests = -1;  ///< at the server; -1: any number
  int answered = -1;  ///< items with an answer, each of which must be right; -1: all that did not fail
  std::vector<std::string> words{};  ///< each must be in what is said (standard error, the stored failure)
  std::function<void(const Seen&)> more{};
  const char* needs = "";  ///< not there yet: the test is skipped and says so
};

/// Makes a test of each row. `group` is the part of the page: "Network".
bool add_cases(const char* group, std::vector<FaultCase> (*rows)());

struct Registered {
  std::string group;
  FaultCase row;
};
const std::vector<Registered>& registered_cases();

/// Skips rows that need what is not there yet; SHORTLIST_NOT_YET=1 runs them all the same.
bool runs_all();

constexpr const char* canary = "sk-canary-7f3a";  ///< the key that every plan of these tests uses

/// The suite and plan of a row, for tests that run it in their own way: item i is answered right with
/// `number(i)`.
void write_suite(const Sandbox& box, int items);
void write_plan(const Sandbox& box, const FaultCase& row, const std::string& endpoint);
std::string number(int item);
std::vector<Record> stored(const Sandbox& box);

}  // namespace shortlist::test::faults
