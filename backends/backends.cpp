#include "backends/backends.hpp"

#include <fmt/format.h>

#include <vector>

#include "backends/exec.hpp"
#include "backends/local.hpp"
#include "backends/mock.hpp"
#include "backends/openai.hpp"
#include "backends/options.hpp"
#include "backends/replay.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace {

/// The menu. Columns: name, summary, check, make, lane, request format, sees the item's id, default calls in flight.
constexpr BackendRow rows[] = {
    {"openai", "OpenAI chat completions, and servers that speak them", check_openai, make_openai, openai_lane, 1, false,
     32},
    {"local", "a GGUF file on this machine, through shortlist-llama", check_local, make_local, local_lane, 1, false, 1},
    {"exec", "any program that speaks JSON lines (backends/README.md)", check_exec, make_exec, exec_lane, 1, true, 8},
    {"replay", "recorded outcomes: an export of an earlier run", check_replay, make_replay, replay_lane, 0, true, 1000},
    {"mock", "a formula with set accuracy, latencies and faults, for trials", check_mock, make_mock, mock_lane, 0, true,
     32},
};

}  // namespace

std::span<const BackendRow> backend_table() { return rows; }

const BackendRow& backend_row(const Candidate& candidate) {
  std::vector<std::string_view> names;
  for (const BackendRow& row : rows) {
    if (row.name == candidate.backend) return row;
    names.push_back(row.name);
  }
  complain(candidate, fmt::format("unknown backend \"{}\"{}", candidate.backend, did_you_mean(candidate.backend, names)));
}

}  // namespace shortlist
