// Input: a plan file. Only complaints come out; a plan that is read is written and read back the same, and each
// candidate is checked by its backend, in an environment that sets a few variables.
#include "backends/backends.hpp"
#include "harness/config/config.hpp"
#include "tests/fuzz/support/fuzz.hpp"

using namespace shortlist;
using namespace shortlist::fuzz;

namespace {

std::optional<std::string> variable(const std::string& name) {
  if (name == "KEY" || name == "OPENAI_API_KEY") return "k-123";
  if (name == "EMPTY") return "";
  if (name == "NUMBER") return "7";
  if (name == "DOLLAR") return "${KEY}";
  if (name == "BYTES") return "\xff\n";
  return std::nullopt;
}

class NoTime : public Clock {
 public:
  Instant now() const override { return {}; }
  WallTime wall_now() const override { return {}; }
  void at(Instant, std::function<void()>) override {}
};

void check_candidates(const Plan& plan) {
  static NoTime clock;
  const BackendWorld world{clock, variable, memory_folder(), memory_folder()};
  for (const Candidate& candidate : plan.candidates)
    accepts([&] {
      const BackendRow& row = backend_row(candidate);
      row.check(candidate, world);
      require(!row.lane(candidate).empty(), "a lane has a name");
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string path = memory_folder() + "/plan.yaml";
  Plan plan;
  if (!accepts([&] { plan = parse_plan(text_of(data, size), path, variable); })) return 0;
  require(!plan.candidates.empty() && !plan.stages.empty(), "a plan has candidates and stages");
  const std::string written = plan_json(plan).dump(-1, ' ', false, Json::error_handler_t::strict);
  Plan again;
  require(accepts([&] { again = parse_plan(written, path, [](const std::string&) { return std::nullopt; }); }),
          "a plan that was written is read");
  require(plan_json(again).dump() == written, "what is written reads the same");
  check_candidates(plan);
  return 0;
}
