// Asks some of those who were dropped everything after all, and the chosen one with them.
#include <algorithm>

#include "harness/board/random.hpp"
#include "harness/race/keep.hpp"
#include "harness/race/policies.hpp"

namespace shortlist {
namespace {

class Audit : public Policy {
 public:
  Audit(const AuditStage& stage, const Field& field) {
    for (const Cut& cut : field.cuts)   // whom declared facts keep out is not to be asked at all
      if (!cut.stage.starts_with("constraints")) dropped_.push_back(cut.candidate);
    std::sort(dropped_.begin(), dropped_.end());
    shuffle(std::span(dropped_), Random(field.board.plan().seed).fork(dropped_.size()));
    dropped_.resize(std::min(dropped_.size(), stage.candidates));
  }

  std::vector<Target> open(const Field& field) override {
    std::vector<Target> all;
    if (field.round > 1 || dropped_.empty()) return all;
    const std::size_t items = field.board.order().size();
    if (!field.racing.empty()) all.push_back({ranked(field).front().candidate, items});
    for (const std::uint32_t candidate : dropped_) all.push_back({candidate, items});
    return all;
  }
  std::vector<Cut> close(const Field&) override { return {}; }
  std::size_t rounds() const override { return 1; }

 private:
  std::vector<std::uint32_t> dropped_;
};

}  // namespace

std::unique_ptr<Policy> make_audit(const AuditStage& stage, const Field& field) {
  return std::make_unique<Audit>(stage, field);
}

}  // namespace shortlist
