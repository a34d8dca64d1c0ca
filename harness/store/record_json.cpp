#include "harness/store/record_json.hpp"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "harness/store/columns.hpp"

namespace shortlist {
namespace {

/// Written by hand, because a tree of JSON values a record costs more than storing it.
void add_text(std::string& to, std::string_view text) {
  const auto plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
  if (std::ranges::all_of(text, plain)) {
    to += '"';
    to += text;
    to += '"';
  } else {
    to += json_of_bytes(std::string(text)).dump();
  }
}

void add_number(std::string& to, std::int64_t number) { fmt::format_to(std::back_inserter(to), FMT_COMPILE("{}"), number); }

void add(std::string& to, const Attempt& attempt) {
  to += "{\"at_ns\":";
  add_number(to, attempt.at.count());
  to += ",\"took_ns\":";
  add_number(to, attempt.took.count());
  const auto add_named = [&](std::string_view name, std::string_view text) {
    if (text.empty()) return;
    to += name;
    add_text(to, text);
  };
  if (attempt.failure) add_named(",\"failure\":", name_of(*attempt.failure));
  add_named(",\"detail\":", attempt.detail);
  if (attempt.http_status != 0) {
    to += ",\"http_status\":";
    add_number(to, attempt.http_status);
  }
  add_named(",\"request_id\":", attempt.request_id);
  add_named(",\"partial\":", attempt.partial);
  to += '}';
}

void add(std::string& to, const ToolCall& call) {
  to += '[';
  add_text(to, call.id);
  to += ',';
  add_text(to, call.name);
  to += ',';
  add_text(to, call.arguments);
  to += ']';
}

void add(std::string& to, const Score& score) {
  to += '[';
  add_text(to, score.metric);
  to += ',';
  if (score.value && std::isfinite(*score.value)) to += Json(*score.value).dump();   // the shortest that reads back equal
  else to += "null";
  to += ',';
  add_text(to, score.reason);
  to += ']';
}

/// Unlike get<>, refuses 1e300.
std::int64_t whole(const Json& json) { return json.get_ref<const std::int64_t&>(); }

Attempt attempt_of(const Json& json) {
  Attempt attempt;
  attempt.at = Duration(whole(json.at("at_ns")));
  attempt.took = Duration(whole(json.at("took_ns")));
  if (json.contains("failure")) attempt.failure = failure_kind(json.at("failure").get<std::string>());
  if (json.contains("detail")) attempt.detail = bytes_of_json(json.at("detail"));
  if (json.contains("http_status")) attempt.http_status = static_cast<int>(whole(json.at("http_status")));
  if (json.contains("request_id")) attempt.request_id = bytes_of_json(json.at("request_id"));
  if (json.contains("partial")) attempt.partial = bytes_of_json(json.at("partial"));
  return attempt;
}

ToolCall tool_call_of(const Json& json) {
  return {bytes_of_json(json.at(0)), bytes_of_json(json.at(1)), bytes_of_json(json.at(2))};
}

Score score_of(const Json& json) {
  Score score{bytes_of_json(json.at(0)), std::nullopt, bytes_of_json(json.at(2))};
  if (!json.at(1).is_null()) score.value = json.at(1).get<double>();
  return score;
}

template <class T>
std::string list_text(const std::vector<T>& values) {
  std::string text = "[";
  for (const T& value : values) {
    if (text.size() > 1) text += ',';
    add(text, value);
  }
  return text += ']';
}

template <class Of>
auto list_of(const std::string& text, Of of) {
  std::vector<decltype(of(Json()))> values;
  for (const Json& json : Json::parse(text)) values.push_back(of(json));
  return values;
}

}  // namespace

std::string text_of(const std::vector<Attempt>& attempts) { return list_text(attempts); }
std::string text_of(const std::vector<ToolCall>& calls) { return list_text(calls); }
std::string text_of(const std::vector<Score>& scores) { return list_text(scores); }

std::vector<Attempt> attempts_of(const std::string& text) { return list_of(text, attempt_of); }
std::vector<ToolCall> tool_calls_of(const std::string& text) { return list_of(text, tool_call_of); }
std::vector<Score> scores_of(const std::string& text) { return list_of(text, score_of); }

std::string packed(const std::vector<Duration>& gaps) {
  constexpr std::uint64_t low_bits = 0x7F, more = 0x80;
  std::string bytes;
  bytes.reserve(4 * gaps.size());   // four bytes hold a quarter of a second
  for (const Duration gap : gaps) {
    auto rest = static_cast<std::uint64_t>(gap.count());
    for (; rest > low_bits; rest >>= 7) bytes += static_cast<char>((rest & low_bits) | more);
    bytes += static_cast<char>(rest);
  }
  return bytes;
}

std::vector<Duration> unpacked_gaps(std::string_view bytes) {
  std::vector<Duration> gaps;
  std::uint64_t value = 0;
  unsigned shift = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (shift < 64) value |= std::uint64_t{byte & 0x7Fu} << shift;
    shift += 7;
    if (byte & 0x80u) continue;
    gaps.emplace_back(static_cast<std::int64_t>(value));
    value = 0;
    shift = 0;
  }
  return gaps;
}

}  // namespace shortlist
