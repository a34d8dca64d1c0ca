#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "harness/config/limits.hpp"
#include "harness/config/plan_names.hpp"
#include "harness/config/plan_parts.hpp"
#include "harness/config/scalar.hpp"
#include "harness/config/settings.hpp"
#include "harness/config/shorthand.hpp"
#include "harness/config/variables.hpp"
#include "harness/config/variants.hpp"
#include "harness/types/error.hpp"

namespace shortlist {
namespace {

/// Never shows what stands there: it may be the key itself.
void read_key_name(const Value& value, std::string& out) {
  value.to(out);
  if (!is_variable_name(out))
    value.complain(
        "must be the name of an environment variable, such as OPENAI_API_KEY; the key itself has no place in a plan");
}

void read_endpoint(const Value& value, std::string& out) {
  value.to(out);
  auto scheme = out.starts_with("http://") ? 7u : out.starts_with("https://") ? 8u : 0u;
  if (!scheme || scheme == out.size())
    value.complain(fmt::format("must start with http:// or https://, not {}", shown(out)));
  auto host = out.substr(scheme, out.find('/', scheme) - scheme);
  if (host.find('@') != std::string::npos)
    value.complain("a password has no place in a plan: name a variable that holds the key with api_key_env");
}

void read_command(const Value& value, std::vector<std::string>& out) {
  if (value.is_list())
    value.to(out);
  else
    out = shell_words(value, value.text());
  if (out.empty() || out[0].empty()) value.complain("the command is empty");
}

void read_price(const Value& value, Price& out) {
  Fields fields(value);
  fields.read("input_per_mtok", out.input_per_mtok, between(0, max_budget_usd));
  fields.read("output_per_mtok", out.output_per_mtok, between(0, max_budget_usd));
  fields.read("cached_input_per_mtok", out.cached_input_per_mtok, between(0, max_budget_usd));
  fields.close();
}

void read_facts(const Value& value, Facts& out) {
  Fields fields(value);
  fields.read("open_weights", out.open_weights);
  fields.read("local", out.local);
  fields.read("license", out.license, not_empty);
  fields.read("region", out.region, not_empty);
  fields.read("context", out.context, 1);
  if (auto v = fields.find("modalities")) out.modalities = v->words(modality_names);
  if (auto v = fields.find("capabilities")) out.capabilities = v->words(capability_names);
  fields.close();
}

void read_sampling(const Value& value, Candidate& out, const PlanFolder& folder) {
  Fields fields(value);
  read_settings(Setting::Home::sampling, fields, out, folder);
  fields.close();
}

/// The variants' node, if there are any.
std::optional<Value> read_map(const Value& value, Candidate& out, const PlanFolder& folder) {
  Fields fields(value);
  if (fields.find("variants"))
    fields.refuse("variant_of", "variant_of and variants: those of a grid are variants of this candidate already");
  fields.refuse("api_key",
                "a key has no place in a plan: put it in an environment variable and name that with api_key_env");
  fields.read("name", out.name, not_empty);
  fields.read("variant_of", out.base, not_empty);
  fields.need("backend", out.backend, not_empty);
  read_settings(Setting::Home::candidate, fields, out, folder);
  if (auto v = fields.find("endpoint")) read_endpoint(*v, out.endpoint);
  if (auto v = fields.find("api_key_env")) read_key_name(*v, out.api_key_env);
  if (auto v = fields.find("command")) read_command(*v, out.command);
  if (auto v = fields.find("sampling")) read_sampling(*v, out, folder);
  if (auto v = fields.find("price")) read_price(*v, out.price);
  if (auto v = fields.find("facts")) read_facts(*v, out.facts);
  fields.read("lane", out.lane, not_empty);
  auto variants = fields.find("variants");
  fields.close();
  return variants;
}

std::string default_name(const Candidate& c) {
  auto stem = [](const std::string& file) { return std::filesystem::path(file).stem().string(); };
  if (!c.model.empty()) return as_name(c.model);
  if (!c.file.empty()) return as_name(stem(c.file));
  if (!c.command.empty()) return as_name(stem(c.command[0]));
  return as_name(c.backend);
}

void check_name(const Candidate& c, const Value& value) {
  if (!is_name(c.name))
    value.complain(fmt::format("name {} may only have letters, digits and . _ : + / @ -", shown(c.name)));
  if (c.name.size() > max_name)
    value.complain(fmt::format("name {} is longer than {} characters", shown(c.name), max_name));
}

bool same_facts(const Candidate& a, const Candidate& b) {
  const auto price = [](const Price& p) { return std::tie(p.input_per_mtok, p.output_per_mtok, p.cached_input_per_mtok); };
  const auto facts = [](const Facts& f) {
    return std::tie(f.open_weights, f.local, f.license, f.region, f.context, f.modalities, f.capabilities);
  };
  return price(a.price) == price(b.price) && facts(a.facts) == facts(b.facts);
}

/// Variants of one base stand together, and what is declared of one is declared of all: only the first is looked at by
/// stages that come before the others enter.
void check_variants(const std::vector<Candidate>& all) {
  std::unordered_map<std::string, std::size_t> last;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].base.empty()) continue;
    const auto [at, fresh] = last.try_emplace(all[i].base, i);
    if (!fresh && at->second + 1 != i)
      throw UserError(fmt::format("{}: variants of {} must follow one another, the one before is at {}", all[i].where,
                                  all[i].base, all[at->second].where));
    if (!fresh && !same_facts(all[i], all[at->second]))
      throw UserError(fmt::format("{}: variants of {} must have the same facts and price, those at {} differ", all[i].where,
                                  all[i].base, all[at->second].where));
    at->second = i;
  }
}

std::vector<Candidate> read_candidate(const Value& value, const PlanFolder& folder, std::size_t room) {
  Candidate base;
  std::optional<Value> variants;
  if (value.is_map())
    variants = read_map(value, base, folder);
  else if (value.is_scalar())
    base = read_shorthand(value, folder);
  else
    value.complain("expected BACKEND:MODEL or a map, found " + described(value.node()));
  base.where = value.where();
  if (base.name.empty()) base.name = default_name(base);
  auto out = variants ? expanded(base, *variants, folder, room) : std::vector<Candidate>{base};
  for (const auto& candidate : out) check_name(candidate, value);
  return out;
}

}  // namespace

std::vector<Candidate> read_candidates(const Value& list, const PlanFolder& folder) {
  std::vector<Candidate> out;
  std::unordered_map<std::string, std::string> places;
  for (const auto& value : list.list()) {
    auto more = read_candidate(value, folder, max_candidates - out.size());
    if (out.size() + more.size() > max_candidates)
      value.complain(fmt::format("the plan has more than {} candidates", max_candidates));
    for (auto& candidate : more) {
      auto [first, fresh] = places.emplace(candidate.name, candidate.where);
      if (!fresh)
        value.complain(fmt::format("a second candidate named \"{}\", the first is at {}: give one a name of its own",
                                   candidate.name, first->second));
      out.push_back(std::move(candidate));
    }
  }
  if (out.empty()) list.complain("at least one candidate is needed");
  check_variants(out);
  return out;
}

}  // namespace shortlist
