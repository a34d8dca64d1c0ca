#include "backends/http/status.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "backends/http/text.hpp"

namespace shortlist {
namespace {

constexpr Duration longest_wait = std::chrono::hours(24);

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

std::optional<double> number(std::string_view text) {
  text = trimmed(text);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<Duration> wait_of(double seconds) {
  if (seconds < 0) return std::nullopt;
  return from_ms(std::min(seconds, to_s(longest_wait)) * 1e3);
}

}  // namespace

FailureKind kind_of_status(int status) {
  for (const StatusRow& row : status_rows)
    if (status >= row.first && status <= row.last) return row.kind;
  return FailureKind::protocol;
}

std::optional<Duration> retry_after(const HttpHead& head, WallTime now) {
  if (const auto ms = number(header(head, "retry-after-ms"))) return wait_of(*ms / 1e3);
  const std::string value(header(head, "retry-after"));
  if (value.empty()) return std::nullopt;
  if (const auto seconds = number(value)) return wait_of(*seconds);
  const time_t date = curl_getdate(value.c_str(), nullptr);
  if (date == -1) return std::nullopt;
  // The year 9999 does not fit the clock's nanoseconds.
  const time_t second = std::chrono::system_clock::to_time_t(now);
  const time_t near = std::clamp<time_t>(date, second, second + static_cast<time_t>(to_s(longest_wait)) + 1);
  const auto wait = std::chrono::system_clock::from_time_t(near) - now;
  return std::clamp<Duration>(wait, Duration::zero(), longest_wait);
}

}  // namespace shortlist
