#pragma once
// Runs one metric on one answer.
#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <string>

#include "harness/score/score.hpp"
#include "harness/types/error.hpp"

namespace shortlist::test {

inline MetricSpec spec(const std::string& kind, Json options) {
  return {kind, kind, 1, std::move(options), "suite.yaml:9:5 metrics[0]"};
}

/// The options serve as template and as the filled-in check alike.
inline std::optional<Judgement> judge(const std::string& kind, const Json& options, const std::string& answer,
                                      const std::string& target = "") {
  Item item;
  item.target = target;
  Completion completion;
  completion.text = answer;
  return make_metric(spec(kind, options))->judge(options, item, completion);
}

/// A check whose options were templates when the metric was made.
inline std::optional<Judgement> judge_rendered(const std::string& kind, Json options, const Json& check,
                                               const std::string& answer) {
  Completion completion;
  completion.text = answer;
  return make_metric(spec(kind, std::move(options)))->judge(check, Item{}, completion);
}

inline std::string complaint(const MetricSpec& bad) {
  try {
    make_metric(bad);
  } catch (const UserError& error) {
    return error.what();
  }
  return "(accepted)";
}

enum class Want { right, wrong, unparsable, not_judged, absent };
inline std::ostream& operator<<(std::ostream& out, Want want) {
  constexpr const char* names[] = {"right", "wrong", "unparsable", "not judged", "does not apply"};
  return out << names[static_cast<int>(want)];
}

inline Want verdict(const std::optional<Judgement>& judgement) {
  if (!judgement) return Want::absent;
  if (!judgement->value) return Want::not_judged;
  if (judgement->unparsable) return *judgement->value == 0 ? Want::unparsable : Want::right;
  return *judgement->value == 1 ? Want::right : Want::wrong;
}

/// One row of a table of cases.
struct Row {
  const char* name;
  Json options;
  std::string answer;
  Want want;
};

template <std::size_t N>
void check_rows(const char* kind, const Row (&rows)[N]) {
  for (const auto& row : rows) {
    const auto judgement = judge(kind, row.options, row.answer);
    EXPECT_EQ(verdict(judgement), row.want)
        << kind << ": " << row.name << " (" << (judgement ? judgement->reason : "") << ")";
  }
}

}  // namespace shortlist::test
