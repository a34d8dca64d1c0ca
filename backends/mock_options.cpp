#include "backends/mock_options.hpp"

#include "backends/option_rules.hpp"
#include "backends/options.hpp"

namespace shortlist {
namespace {

constexpr OptionRule rules[] = {
    {"accuracy", "a number from 0 to 1", [](const Json& v) { return number_in(v, 0, 1); }},
    {"ttft_ms", "milliseconds, 0 or more", [](const Json& v) { return number_in(v, 0, 1e9); }},
    {"itl_ms", "milliseconds, 0 or more", [](const Json& v) { return number_in(v, 0, 1e9); }},
    {"tokens", "a whole number from 1 to 1000000",
     [](const Json& v) { return whole_number_in(v, 1, 1000000); }},
    {"jitter", "a number from 0 to 2", [](const Json& v) { return number_in(v, 0, 2); }},
    {"answer", "a text", [](const Json& v) { return v.is_string(); }},
    {"faults", "a map of shares from 0 to 1", [](const Json& v) { return v.is_object(); }},
    {"seed", "a whole number, 0 or more", [](const Json& v) { return v.is_number_integer() && (v.is_number_unsigned() || v.get<std::int64_t>() >= 0); }},
};

bool share(const Json& value) { return number_in(value, 0, 1); }
constexpr std::string_view a_share = "a share from 0 to 1";
const OptionRule fault_rules[] = {
    {"refused", a_share, share},      {"truncated", a_share, share},    {"empty", a_share, share},
    {"unparsable", a_share, share},   {"rate_limited", a_share, share}, {"overloaded", a_share, share},
    {"server_error", a_share, share}, {"network", a_share, share},      {"timeout", a_share, share},
    {"protocol", a_share, share},     {"auth", a_share, share},         {"quota", a_share, share},
    {"too_long", a_share, share},     {"bad_request", a_share, share},  {"content_filter", a_share, share},
};

constexpr std::pair<std::string_view, MockFlaw> flaw_names[] = {
    {"refused", MockFlaw::refused},
    {"truncated", MockFlaw::truncated},
    {"empty", MockFlaw::empty},
    {"unparsable", MockFlaw::unparsable},
};

std::optional<MockFlaw> mock_flaw(std::string_view name) {
  for (const auto& [flaw_name, value] : flaw_names)
    if (flaw_name == name) return value;
  return std::nullopt;
}

template <class Map>
double sum(const Map& shares) {
  double total = 0;
  for (const auto& [what, part] : shares) total += part;
  return total;
}

template <class T>
std::optional<T> optional_of(const Json& options, const char* name) {
  auto found = options.find(name);
  return found == options.end() ? std::nullopt : std::optional(found->template get<T>());
}

}  // namespace

void check_mock_options(const Candidate& candidate) {
  check_rules(candidate, candidate.options, "options", rules);
  if (!candidate.options.contains("faults")) return;
  check_rules(candidate, candidate.options["faults"], "options.faults", fault_rules);
  const MockOptions read = mock_options(candidate.options);
  if (sum(read.failures) > 1 + 1e-9 || sum(read.flaws) > 1 + 1e-9)
    complain(candidate, "options.faults: the shares add up to more than 1");
}

MockOptions mock_options(const Json& options) {
  MockOptions read;
  read.accuracy = options.value("accuracy", read.accuracy);
  read.ttft_ms = options.value("ttft_ms", read.ttft_ms);
  read.itl_ms = options.value("itl_ms", read.itl_ms);
  read.jitter = options.value("jitter", read.jitter);
  read.tokens = optional_of<int>(options, "tokens");
  read.answer = optional_of<std::string>(options, "answer");
  read.seed = options.value("seed", read.seed);
  const Json faults = options.value("faults", Json::object());
  for (const auto& [name, part] : faults.items()) {
    if (auto flaw = mock_flaw(name))
      read.flaws[*flaw] = part;
    else if (auto kind = failure_kind(name))
      read.failures[*kind] = part;
  }
  return read;
}

}  // namespace shortlist
