#pragma once
// Makes the items that are put to candidates. Candidates of equal prompting share one: the race asks all of them at one
// item before the next, and making it (reading, rendering, filling in the checks) is most of what a call costs the main
// thread, which alone uses this. Items never change, so the graders may read on while the next is made.
#include <cstdint>
#include <memory>
#include <vector>

#include "harness/types/plan.hpp"
#include "harness/types/record.hpp"
#include "harness/types/suite.hpp"

namespace shortlist {

class ItemMaker {
 public:
  /// The plan outlives it.
  explicit ItemMaker(const Plan& plan);
  std::shared_ptr<const Item> of(const CallKey& key);

 private:
  struct Made {
    std::uint32_t suite = 0, index = 0;
    std::shared_ptr<const Item> item;
  };
  const Plan& plan_;
  std::vector<std::uint32_t> like_;   ///< one a candidate: the first one of the same prompting
  std::vector<Made> last_;            ///< one a candidate, used by those that are the first
};

}  // namespace shortlist
