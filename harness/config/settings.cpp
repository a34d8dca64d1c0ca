#include "harness/config/settings.hpp"

#include "harness/config/limits.hpp"

namespace shortlist {
namespace {

using Home = Setting::Home;
using Label = Setting::Label;

constexpr Setting table[] = {
    {"model", Home::candidate, "", Label::value,
     [](Candidate& c, const Value& v, const PlanFolder&) { v.to(c.model, not_empty); }},
    {"file", Home::candidate, "", Label::stem,
     [](Candidate& c, const Value& v, const PlanFolder& folder) { c.file = folder.file(v); }},
    {"few_shot", Home::candidate, "fs", Label::value,
     [](Candidate& c, const Value& v, const PlanFolder&) { v.to(c.prompting.few_shot, 0, max_few_shot); }},
    {"system", Home::candidate, "sys", Label::index,
     [](Candidate& c, const Value& v, const PlanFolder&) { v.to(c.prompting.system); }},
    {"prompt", Home::candidate, "prompt", Label::index,
     [](Candidate& c, const Value& v, const PlanFolder&) { c.prompting.messages = read_messages(v); }},
    {"options", Home::candidate, "opt", Label::index,
     [](Candidate& c, const Value& v, const PlanFolder&) { c.options.update(v.json_map()); }},
    {"temperature", Home::sampling, "t", Label::value,
     [](Candidate& c, const Value& v, const PlanFolder&) { v.to(c.sampling.temperature, between(0, 2)); }},
    {"top_p", Home::sampling, "topp", Label::value,
     [](Candidate& c, const Value& v, const PlanFolder&) { v.to(c.sampling.top_p, Range{0, 1, true}); }},
    {"top_k", Home::sampling, "topk", Label::value,
     [](Candidate& c, const Value& v, const PlanFolder&) { v.to(c.sampling.top_k, 1); }},
    {"max_tokens", Home::sampling, "max", Label::value,
     [](Candidate& c, const Value& v, const PlanFolder&) { v.to(c.sampling.max_tokens, 1); }},
    {"seed", Home::sampling, "seed", Label::value,
     [](Candidate& c, const Value& v, const PlanFolder&) { v.to(c.sampling.seed); }},
    {"stop", Home::sampling, "stop", Label::index,
     [](Candidate& c, const Value& v, const PlanFolder&) { v.to(c.sampling.stop, not_empty); }},
};

}  // namespace

std::span<const Setting> settings() { return table; }

void read_settings(Home home, Fields& fields, Candidate& out, const PlanFolder& folder) {
  for (const auto& setting : settings())
    if (setting.home == home)
      if (auto value = fields.find(setting.key)) setting.apply(out, *value, folder);
}

}  // namespace shortlist
