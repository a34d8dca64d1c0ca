#include "backends/http/status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "backends/http/text.hpp"
#include "backends/http/wait_text.hpp"

namespace shortlist {
namespace {

struct StatusRow { int first, last; FailureKind kind; };
/// The first row that holds the status counts.
constexpr StatusRow status_rows[] = {
    {300, 399, FailureKind::bad_request},   // redirects are not followed: the key would go along
    {401, 401, FailureKind::auth},          {402, 402, FailureKind::quota},
    {403, 403, FailureKind::auth},          {408, 408, FailureKind::timeout},
    {409, 409, FailureKind::server_error},  {413, 413, FailureKind::too_long},
    {425, 425, FailureKind::server_error},  {429, 429, FailureKind::rate_limited},
    {400, 499, FailureKind::bad_request},   {501, 501, FailureKind::bad_request},
    {503, 503, FailureKind::overloaded},    {504, 504, FailureKind::timeout},
    {529, 529, FailureKind::overloaded},    {500, 599, FailureKind::server_error},
};

struct QuotaRow { std::string_view header; std::optional<double> Quota::*count; std::optional<Duration> Quota::*reset; };
/// OpenAI (and Azure, Groq, Together, vLLM's gateways), Anthropic, Mistral, the IETF's draft.
constexpr QuotaRow quota_rows[] = {
    {"x-ratelimit-limit-requests", &Quota::requests_limit, nullptr},
    {"x-ratelimit-remaining-requests", &Quota::requests_left, nullptr},
    {"x-ratelimit-reset-requests", nullptr, &Quota::requests_reset},
    {"x-ratelimit-limit-tokens", &Quota::tokens_limit, nullptr},
    {"x-ratelimit-remaining-tokens", &Quota::tokens_left, nullptr},
    {"x-ratelimit-reset-tokens", nullptr, &Quota::tokens_reset},
    {"anthropic-ratelimit-requests-limit", &Quota::requests_limit, nullptr},
    {"anthropic-ratelimit-requests-remaining", &Quota::requests_left, nullptr},
    {"anthropic-ratelimit-requests-reset", nullptr, &Quota::requests_reset},
    {"anthropic-ratelimit-tokens-limit", &Quota::tokens_limit, nullptr},
    {"anthropic-ratelimit-tokens-remaining", &Quota::tokens_left, nullptr},
    {"anthropic-ratelimit-tokens-reset", nullptr, &Quota::tokens_reset},
    {"x-ratelimit-limit-req-minute", &Quota::requests_limit, nullptr},
    {"x-ratelimit-remaining-req-minute", &Quota::requests_left, nullptr},
    {"x-ratelimit-limit-tokens-minute", &Quota::tokens_limit, nullptr},
    {"x-ratelimit-remaining-tokens-minute", &Quota::tokens_left, nullptr},
    {"ratelimit-limit", &Quota::requests_limit, nullptr},
    {"ratelimit-remaining", &Quota::requests_left, nullptr},
    {"ratelimit-reset", nullptr, &Quota::requests_reset},
};

std::optional<double> count_of(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !(value >= 0) || !std::isfinite(value))
    return std::nullopt;
  return value;
}

bool used_up(const std::optional<double>& left) { return left && *left < 1; }

/// Of a 429 that says not when but which quota is used up and when it is full again.
std::optional<Duration> wait_for_quota(const Quota& quota) {
  std::optional<Duration> wait;
  if (used_up(quota.requests_left)) wait = quota.requests_reset;
  if (used_up(quota.tokens_left) && quota.tokens_reset)
    wait = std::max(wait.value_or(Duration{}), *quota.tokens_reset);
  return wait;
}

}  // namespace

FailureKind kind_of_status(int status) {
  for (const StatusRow& row : status_rows)
    if (status >= row.first && status <= row.last) return row.kind;
  return FailureKind::protocol;
}

Quota quota_of(const HttpHead& head, WallTime now) {
  Quota quota;
  for (const Header& h : head.headers) {
    if (!mentions(h.name, "ratelimit")) continue;
    for (const QuotaRow& row : quota_rows) {
      if (!same_word(h.name, row.header)) continue;
      if (row.count) quota.*row.count = count_of(h.value);
      else quota.*row.reset = wait_of(h.value, now);
    }
  }
  return quota;
}

std::optional<Duration> retry_after(const HttpHead& head, WallTime now) {
  if (const auto ms = count_of(header(head, "retry-after-ms"))) return wait_of(fmt::format("{}ms", *ms), now);
  if (const auto wait = wait_of(header(head, "retry-after"), now)) return wait;
  return head.status == 429 ? wait_for_quota(quota_of(head, now)) : std::nullopt;
}

}  // namespace shortlist
