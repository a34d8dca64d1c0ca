// Input: a table of recorded calls. Only complaints come out, and what is read can be found.
#include "backends/replay_table.hpp"

#include "tests/fuzz/support/fuzz.hpp"

using namespace shortlist;
using namespace shortlist::fuzz;

namespace {

void check(const RecordedCall& call) {
  require(call.ttft_ms.value_or(0) >= 0 && call.total_ms.value_or(0) >= 0, "no time is negative");
  const auto* answer = std::get_if<Completion>(&call.result);
  if (!answer || !answer->usage) return;
  const Usage& usage = *answer->usage;
  for (const auto& count : {usage.input, usage.cached_input, usage.output, usage.reasoning})
    require(count.value_or(0) >= 0, "a count is 0 or more");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const MemoryFile file("calls.jsonl");
  file.write(text_of(data, size));
  std::optional<ReplayTable> table;
  if (!accepts([&] { table = ReplayTable::read(file.path()); })) return 0;
  require(!table->candidates().empty() && !table->suites().empty(), "a table has calls");
  for (const std::string& candidate : table->candidates()) {
    accepts([&] { table->check_unambiguous(candidate, file.path()); });
    for (const RecordedCall* call : table->find(candidate, "1", 0, "")) check(*call);
  }
  return 0;
}
