#pragma once
// A candidate whose very first requests are all refused is asked no more: a wrong model name, a parameter that the
// provider does not know. Pure; the others of its lane go on.
#include <optional>
#include <vector>

#include "harness/types/record.hpp"

namespace shortlist {

class FirstAnswers {
 public:
  explicit FirstAnswers(std::size_t candidates) : candidates_(candidates) {}
  /// What came of a try. True: this very reply ended the candidate.
  bool heed(std::uint32_t candidate, const std::variant<Completion, Failure>& result);
  /// The refusal that ended it.
  const std::optional<Failure>& stopped(std::uint32_t candidate) const { return candidates_[candidate].stopped; }

  static constexpr int refusals_max = 3;   ///< in a row, before anything else was answered

 private:
  struct Start {
    int refused = 0;
    bool served = false;   ///< an answer, or a refusal that is the prompt's fault: it works
    std::optional<Failure> stopped{};
  };
  std::vector<Start> candidates_;
};

}  // namespace shortlist
