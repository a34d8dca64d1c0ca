#include "harness/score/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <vector>

#include "harness/types/error.hpp"
#include "harness/types/parse_json.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace {

std::optional<double> parse_number(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n"), end = text.find_last_not_of(" \t\r\n");
  if (begin == text.npos) return std::nullopt;
  text = text.substr(begin, end - begin + 1);
  double value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || stop != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<Tolerance> parse_tolerance(const Json& value) {
  std::optional<double> amount;
  bool relative = false;
  if (value.is_number()) amount = value.get<double>();
  if (value.is_string()) {
    std::string_view text = value.get_ref<const std::string&>();
    relative = text.find('%') != text.npos && text.find_last_not_of("% ") + 1 <= text.find('%');
    amount = parse_number(relative ? text.substr(0, text.find('%')) : text);
  }
  if (!amount || *amount < 0) return std::nullopt;
  return Tolerance{relative ? *amount / 100 : *amount, relative};
}

bool is_word_of(std::string_view words, std::string_view word) {
  return !word.empty() && fmt::format(" {} ", words).find(fmt::format(" {} ", word)) != std::string::npos;
}

bool is_scalar(const Json& v) { return v.is_string() || v.is_number() || v.is_boolean(); }
bool is_texts(const Json& v) {
  return is_scalar(v) || (v.is_array() && std::all_of(v.begin(), v.end(), is_scalar));
}
bool is_flag(const Json& v) { return v.is_boolean() || v == "true" || v == "false"; }

/// What the value should have been, or "" if it is right.
std::string wanted(const MetricOption& row, const Json& value) {
  const auto unless = [](bool right, std::string what) { return right ? std::string() : what; };
  switch (row.kind) {
    case OptionKind::text:
      return unless(is_scalar(value), "text");
    case OptionKind::texts:
      return unless(is_texts(value), "text or a list of texts");
    case OptionKind::number:
      return unless(number_option({{"v", value}}, "v").has_value(), "a number");
    case OptionKind::tolerance:
      return unless(parse_tolerance(value).has_value(), "a number >= 0 or a share such as \"1%\"");
    case OptionKind::flag:
      return unless(is_flag(value), "true or false");
    case OptionKind::word:
      return unless(value.is_string() && is_word_of(row.words, value.get<std::string>()),
                    fmt::format("one of: {}", row.words));
    case OptionKind::json:
      return "";
  }
  return "";
}

void check_option(const MetricSpec& spec, std::span<const MetricOption> rows, const std::string& name,
                  const Json& value) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r.name == name; });
  if (row == rows.end()) {
    std::vector<std::string_view> names;
    for (const MetricOption& known : rows) names.push_back(known.name);
    refuse(spec, fmt::format("unknown option \"{}\"{}", name, did_you_mean(name, names)));
  }
  if (is_template(value)) return;
  if (const auto want = wanted(*row, value); !want.empty())
    refuse(spec, fmt::format("option \"{}\" is {}, but should be {}", name,
                             value.dump(-1, ' ', false, Json::error_handler_t::replace), want));
}

std::string scalar_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

}  // namespace

void refuse(const MetricSpec& spec, const std::string& what) {
  throw UserError(fmt::format("{}{}metric {}: {}", spec.where, spec.where.empty() ? "" : ": ",
                              spec.name.empty() ? spec.kind : spec.name, what));
}

void check_options(const MetricSpec& spec, std::span<const MetricOption> rows) {
  if (!spec.options.is_object()) refuse(spec, "its options should be a map");
  std::vector<MetricOption> all(rows.begin(), rows.end());
  all.push_back({"negate", OptionKind::flag});
  for (const auto& [name, value] : spec.options.items()) check_option(spec, all, name, value);
}

bool is_template(const Json& value) {
  if (value.is_string()) return value.get_ref<const std::string&>().find("{{") != std::string::npos;
  if (!value.is_structured()) return false;
  return std::any_of(value.begin(), value.end(), [](const Json& v) { return is_template(v); });
}

const Json* literal(const MetricSpec& spec, const char* name) {
  const auto found = spec.options.find(name);
  return found == spec.options.end() || is_template(*found) ? nullptr : &*found;
}

bool has(const Json& check, const char* name) {
  const auto found = check.find(name);
  if (found == check.end() || found->is_null()) return false;
  return !found->is_string() || !blank(found->get_ref<const std::string&>());
}

std::optional<std::string> text_option(const Json& check, const char* name) {
  if (!has(check, name) || !is_scalar(check[name])) return std::nullopt;
  return scalar_text(check[name]);
}

std::vector<std::string> texts_option(const Json& check, const char* name) {
  if (!has(check, name)) return {};
  Json value = check[name];
  if (value.is_string() && value.get_ref<const std::string&>().starts_with('[')) {
    auto list = parse_json(value.get_ref<const std::string&>());
    if (list.is_array()) value = std::move(list);
  }
  if (!value.is_array()) value = Json::array({value});
  std::vector<std::string> texts;
  for (const auto& member : value)
    if (is_scalar(member) && !blank(scalar_text(member))) texts.push_back(scalar_text(member));
  return texts;
}

std::optional<double> number_option(const Json& check, const char* name) {
  if (!has(check, name)) return std::nullopt;
  const auto& value = check[name];
  if (value.is_number()) return value.get<double>();
  return value.is_string() ? parse_number(value.get_ref<const std::string&>()) : std::nullopt;
}

bool flag_option(const Json& check, const char* name, bool otherwise) {
  if (!has(check, name) || !is_flag(check[name])) return otherwise;
  return check[name] == true || check[name] == "true";
}

std::optional<Json> json_option(const Json& check, const char* name) {
  if (!has(check, name)) return std::nullopt;
  const auto& value = check[name];
  if (!value.is_string()) return value;
  auto parsed = parse_json(value.get_ref<const std::string&>());
  if (parsed.is_discarded()) return std::nullopt;
  return parsed;
}

std::optional<Tolerance> tolerance_option(const Json& check) {
  return has(check, "tolerance") ? parse_tolerance(check["tolerance"]) : Tolerance{};
}

std::vector<std::string> targets(const Json& check, const Item& item) {
  if (check.contains("target")) return texts_option(check, "target");
  return texts_option({{"target", item.target}}, "target");
}

Judgement not_judged(std::string reason) { return {std::nullopt, std::move(reason), false}; }
Judgement unparsable(std::string reason) { return {0.0, std::move(reason), true}; }

}  // namespace shortlist
