#include "backends/backends.hpp"

#include <fmt/format.h>

#include <vector>

#include "backends/openai.hpp"
#include "backends/options.hpp"

namespace shortlist {
namespace {

/// The menu. Columns: name, summary, check, make, lane, default calls in flight.
constexpr BackendRow rows[] = {
    {"openai", "OpenAI chat completions, and servers that speak them", check_openai, make_openai, openai_lane, 32},
};

}  // namespace

std::span<const BackendRow> backend_table() { return rows; }

const BackendRow& backend_row(const Candidate& candidate) {
  std::vector<std::string_view> names;
  for (const BackendRow& row : rows) {
    if (row.name == candidate.backend) return row;
    names.push_back(row.name);
  }
  complain(candidate, fmt::format("unknown backend \"{}\"{}", candidate.backend, way_out(candidate.backend, names)));
}

}  // namespace shortlist
