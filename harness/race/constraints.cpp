// Cuts by what is declared of a candidate. What is not declared cuts nobody, and is said.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "harness/board/words.hpp"
#include "harness/race/policies.hpp"

namespace shortlist {
namespace {

/// What one constraint says of one candidate.
struct Finding {
  enum class Kind { no_matter, holds, unknown, broken };
  Kind kind = Kind::no_matter;
  std::string why{};   ///< broken: "region us is not in [eu]"
};
using Kind = Finding::Kind;
using Words = std::vector<std::string>;

Finding found(bool holds, std::string why) { return holds ? Finding{Kind::holds} : Finding{Kind::broken, std::move(why)}; }

/// Names of regions and licences are written in either case.
bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}
bool holds_word(const Words& words, std::string_view word) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& w) { return same_word(w, word); });
}

Finding wanted(std::optional<bool> want, std::optional<bool> fact, std::string_view yes, std::string_view no) {
  if (!want) return {};
  if (!fact) return {Kind::unknown};
  return found(*want == *fact, std::string(*fact ? yes : no));
}

Finding one_of(std::string_view name, const Words& allowed, const std::optional<std::string>& fact) {
  if (allowed.empty() || (allowed.size() == 1 && same_word(allowed[0], "any"))) return {};
  if (!fact) return {Kind::unknown};
  return found(holds_word(allowed, *fact), fmt::format("{} {} is not in [{}]", name, *fact, fmt::join(allowed, ", ")));
}

Finding all_of(std::string_view one, std::string_view more, const Words& needed, const std::optional<Words>& fact) {
  if (needed.empty()) return {};
  if (!fact) return {Kind::unknown};
  Words lacking;
  std::copy_if(needed.begin(), needed.end(), std::back_inserter(lacking), [&](const auto& w) { return !holds_word(*fact, w); });
  const bool single = lacking.size() == 1;
  return found(lacking.empty(), fmt::format("{} {} {} not in [{}]", single ? one : more, fmt::join(lacking, ", "),
                                            single ? "is" : "are", fmt::join(*fact, ", ")));
}

Finding price_below(std::string_view name, std::optional<double> most, std::optional<double> price) {
  if (!most) return {};
  if (!price) return {Kind::unknown};
  return found(*price <= *most, fmt::format("{} ${} per Mtok > ${}", name, *price, *most));
}

Finding context(std::optional<std::int64_t> least, std::optional<std::int64_t> fact) {
  if (!least) return {};
  if (!fact) return {Kind::unknown};
  return found(*fact >= *least, fmt::format("context {} < {}", grouped_digits(*fact), grouped_digits(*least)));
}

struct Constraint {
  std::string_view fact;   ///< as it is called where it is unknown
  Finding (*look)(const ConstraintsStage& want, const Candidate& candidate);
};
constexpr Constraint constraints[] = {
    {"open_weights", [](const ConstraintsStage& w, const Candidate& c) {
       return wanted(w.open_weights, c.facts.open_weights, "the weights are open", "the weights are not open");
     }},
    {"local", [](const ConstraintsStage& w, const Candidate& c) {
       return wanted(w.local, c.facts.local, "it is local", "it is not local");
     }},
    {"region", [](const ConstraintsStage& w, const Candidate& c) { return one_of("region", w.regions, c.facts.region); }},
    {"license", [](const ConstraintsStage& w, const Candidate& c) { return one_of("license", w.licenses, c.facts.license); }},
    {"modalities", [](const ConstraintsStage& w, const Candidate& c) {
       return all_of("modality", "modalities", w.modalities, c.facts.modalities);
     }},
    {"capabilities", [](const ConstraintsStage& w, const Candidate& c) {
       return all_of("capability", "capabilities", w.capabilities, c.facts.capabilities);
     }},
    {"context", [](const ConstraintsStage& w, const Candidate& c) { return context(w.context_min, c.facts.context); }},
    {"input price", [](const ConstraintsStage& w, const Candidate& c) {
       return price_below("input", w.input_per_mtok_max, c.price.input_per_mtok);
     }},
    {"output price", [](const ConstraintsStage& w, const Candidate& c) {
       return price_below("output", w.output_per_mtok_max, c.price.output_per_mtok);
     }},
};

/// All that is broken in one line, or "", and what is unknown.
struct Look { std::string broken, unknown; };
Look look_at(const ConstraintsStage& want, const Candidate& candidate) {
  Words broken;
  std::vector<std::string_view> unknown;
  for (const Constraint& constraint : constraints) {
    Finding finding = constraint.look(want, candidate);
    if (finding.kind == Kind::broken) broken.push_back(std::move(finding.why));
    if (finding.kind == Kind::unknown) unknown.push_back(constraint.fact);
  }
  return {fmt::format("{}", fmt::join(broken, "; ")), fmt::format("{}", fmt::join(unknown, ", "))};
}

class Constraints : public Policy {
 public:
  explicit Constraints(const ConstraintsStage& stage) : stage_(stage) {}

  std::vector<Cut> enter(const Field& field) override {
    std::vector<Cut> cuts;
    for (const std::uint32_t candidate : field.racing) {
      const Candidate& c = field.board.plan().candidates[candidate];
      const auto [broken, unknown] = look_at(stage_, c);
      if (!broken.empty()) cuts.push_back({candidate, {}, 0, broken});
      else if (!unknown.empty()) note(fmt::format("{}: {} unknown, so it stays", c.name, unknown));
    }
    return cuts;
  }
  std::vector<Target> open(const Field&) override { return {}; }
  std::vector<Cut> close(const Field&) override { return {}; }
  std::vector<std::string> notes(const Field&) const override {
    std::vector<std::string> all = notes_;
    if (left_out_ > 0) all.push_back(fmt::format("{} more stay with something unknown", left_out_));
    return all;
  }
  std::size_t rounds() const override { return 0; }

 private:
  static constexpr std::size_t notes_at_most = 20;
  void note(std::string line) {
    if (notes_.size() < notes_at_most) notes_.push_back(std::move(line));
    else ++left_out_;
  }

  const ConstraintsStage stage_;
  std::vector<std::string> notes_;
  std::size_t left_out_ = 0;
};

}  // namespace

std::unique_ptr<Policy> make_constraints(const ConstraintsStage& stage, const Field&) {
  return std::make_unique<Constraints>(stage);
}

}  // namespace shortlist
