#include <cassert>
#include <vector>

#include "harness/score/cost.hpp"
#include "harness/score/notices.hpp"
#include "harness/score/score.hpp"

namespace shortlist {
namespace {

bool blank(const std::string& text) { return text.find_first_not_of(" \t\r\n\v\f") == text.npos; }

/// The flaws that show without judging, worst first.
Flaw flaw_of(const Completion& answer) {
  const bool refused = answer.finish == Finish::content_filter || answer.finish == Finish::refusal;
  if (refused || !blank(answer.refusal)) return Flaw::refused;
  if (answer.finish == Finish::length) return Flaw::truncated;
  if (blank(answer.text) && answer.tool_calls.empty()) return Flaw::empty;
  return Flaw::none;
}

/// `wrong` counts only where an answer could have counted as right: an item that nothing judges stays out for
/// all.
std::optional<double> treated(std::optional<double> judged, Treatment how) {
  if (how == Treatment::skipped || how == Treatment::incomplete) return std::nullopt;
  if (how == Treatment::wrong && judged) return 0.0;
  return judged;
}

/// The weighted mean of what applies; unset when nothing does or something with a weight is not judged.
class Mean {
 public:
  void add(double weight, std::optional<double> value) {
    if (weight <= 0) return;
    weight_ += weight;
    if (value)
      sum_ += weight * *value;
    else
      judged_ = false;
  }
  std::optional<double> value() const {
    return judged_ && weight_ > 0 ? std::optional(sum_ / weight_) : std::nullopt;
  }

 private:
  double sum_ = 0, weight_ = 0;
  bool judged_ = true;
};

class PlanGrader : public Grader {
 public:
  explicit PlanGrader(const Plan& plan) : plan_(plan) {
    for (const auto& suite : plan.suites) {
      auto& metrics = metrics_.emplace_back();
      for (const auto& spec : suite.metrics) metrics.push_back(make_metric(spec));
    }
  }

  Record grade(Outcome outcome, const Item& item) const override {
    Record record;
    record.outcome = std::move(outcome);
    if (const auto* answer = completion(record.outcome))
      judge(record, *answer, item);
    else if (plan_.failures.transport == Treatment::wrong)
      record.quality = 0;
    return record;
  }

 private:
  void judge(Record& record, const Completion& answer, const Item& item) const {
    const auto& key = record.outcome.key;
    const auto& specs = plan_.suites.at(key.suite).metrics;
    assert(item.checks.size() == specs.size());
    Mean mean;
    record.flaw = flaw_of(answer);
    for (std::size_t i = 0; i < specs.size(); ++i) {
      auto judgement = metrics_[key.suite][i]->judge(item.checks.at(i), item, answer);
      if (!judgement) continue;
      if (judgement->unparsable && specs[i].weight > 0 && record.flaw == Flaw::none)
        record.flaw = Flaw::unparsable;
      mean.add(specs[i].weight, judgement->value);
      record.scores.push_back({specs[i].name, judgement->value, std::move(judgement->reason)});
    }
    record.quality = treated(mean.value(), treatment_of(plan_.failures, record.flaw));
    const auto& candidate = plan_.candidates.at(key.candidate);
    if (answer.usage) record.cost = cost_of(*answer.usage, candidate.price);
    record.notices = notices_of(answer, item, candidate);
  }

  const Plan& plan_;
  std::vector<std::vector<std::unique_ptr<Metric>>> metrics_;  ///< one list a suite, as its specs
};

}  // namespace

std::unique_ptr<Grader> make_grader(const Plan& plan) { return std::make_unique<PlanGrader>(plan); }

}  // namespace shortlist
