#include "harness/run/item_maker.hpp"

#include <algorithm>
#include <tuple>

#include "harness/ports/items.hpp"

namespace shortlist {
namespace {

bool same(const Prompting& a, const Prompting& b) {
  return std::tie(a.system, a.messages, a.few_shot) == std::tie(b.system, b.messages, b.few_shot);
}

}  // namespace

ItemMaker::ItemMaker(const Plan& plan) : plan_(plan), last_(plan.candidates.size()) {
  for (const Candidate& candidate : plan.candidates) {
    const auto first = std::ranges::find_if(plan.candidates, [&](const Candidate& c) { return same(c.prompting, candidate.prompting); });
    like_.push_back(static_cast<std::uint32_t>(first - plan.candidates.begin()));
  }
}

std::shared_ptr<const Item> ItemMaker::of(const CallKey& key) {
  Made& last = last_[like_[key.candidate]];
  if (!last.item || last.suite != key.suite || last.index != key.item) {
    const Prompting& prompting = plan_.candidates[key.candidate].prompting;
    last = {key.suite, key.item, std::make_shared<const Item>(plan_.suites[key.suite].items->item(key.item, prompting))};
  }
  return last.item;
}

}  // namespace shortlist
