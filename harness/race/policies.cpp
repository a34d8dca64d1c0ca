#include "harness/race/policies.hpp"

#include <fmt/format.h>

#include <array>

#include "harness/types/error.hpp"

namespace shortlist {
namespace {

/// One round: everything is asked of everyone, nobody leaves.
class Full : public Policy {
 public:
  explicit Full(std::size_t items) : items_(items) {}
  std::vector<Target> open(const Field& field) override {
    std::vector<Target> all;
    if (field.round > 1) return all;
    for (std::uint32_t candidate : field.racing) all.push_back({candidate, items_});
    return all;
  }
  std::vector<Cut> close(const Field&) override { return {}; }
  std::size_t rounds() const override { return 1; }

 private:
  std::size_t items_;
};

constexpr std::array<PolicyRow, 2> table{{
    {"full", "asks every candidate every item", make_full},
    {"halving", "asks all a few items, keeps a share of the candidates, asks those more, and so on", make_halving},
}};

}  // namespace

std::unique_ptr<Policy> make_full(const Stage&, const StageStart& start) { return std::make_unique<Full>(start.items); }

std::span<const PolicyRow> policy_table() { return table; }

std::unique_ptr<Policy> make_policy(const Stage& stage, const StageStart& start) {
  std::string known;
  for (const PolicyRow& row : table) {
    if (row.mode == stage.mode) return row.make(stage, start);
    known += fmt::format("{}{}", known.empty() ? "" : ", ", row.mode);
  }
  throw UserError(fmt::format("stage {}: unknown mode \"{}\"; there are {}", stage.kind, stage.mode, known));
}

}  // namespace shortlist
