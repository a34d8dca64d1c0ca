#include "backends/http/wait_text.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "backends/http/text.hpp"

namespace shortlist {
namespace {

constexpr Duration longest_wait = std::chrono::hours(24);
constexpr double epoch_from = 1e9, epoch_ms_from = 1e12;   // no wait is that long, so it is a date

struct Unit { std::string_view name; double seconds; };
/// The longer names first, since "m" begins "ms".
constexpr Unit units[] = {{"ns", 1e-9}, {"us", 1e-6}, {"\xc2\xb5s", 1e-6}, {"\xce\xbcs", 1e-6}, {"ms", 1e-3},
                          {"h", 3600},  {"m", 60},    {"s", 1}};

/// Takes a number from the front of `text`.
std::optional<double> take_number(std::string_view& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || !std::isfinite(value)) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

bool take_unit(std::string_view& text, double& seconds) {
  for (const Unit& unit : units) {
    if (!text.starts_with(unit.name)) continue;
    seconds = unit.seconds;
    text.remove_prefix(unit.name.size());
    return true;
  }
  return false;
}

std::optional<double> go_duration(std::string_view text) {
  double sum = 0;
  while (!text.empty()) {
    double unit = 0;
    const auto number = take_number(text);
    if (!number || *number < 0 || !take_unit(text, unit)) return std::nullopt;
    sum += *number * unit;
  }
  return sum;
}

Duration bounded(double seconds) {
  return from_ms(std::clamp(seconds, 0.0, to_s(longest_wait)) * 1e3);
}

double since_1970(WallTime time) { return std::chrono::duration<double>(time.time_since_epoch()).count(); }

std::optional<double> plain_number(std::string_view text) {
  const auto value = take_number(text);
  return text.empty() ? value : std::nullopt;
}

/// What curl_getdate does not know of RFC 3339, a fraction, the T, the dashes, Z and a colon in the offset, is rewritten.
std::optional<double> date(std::string_view text) {
  std::string words(text);
  double fraction = 0;
  if (const std::size_t dot = words.find('.'); dot == 19) {
    std::string_view rest = std::string_view(words).substr(dot);
    fraction = take_number(rest).value_or(0);
    words.replace(dot, std::string::npos, std::string(rest));
  }
  if (!words.empty() && (words.back() == 'Z' || words.back() == 'z')) words.replace(words.size() - 1, 1, " GMT");
  if (words.size() > 10 && (words[10] == 'T' || words[10] == 't')) {   // 1994-11-06T -> 19941106
    words[10] = ' ';
    words.erase(std::remove(words.begin(), words.begin() + 8, '-'), words.begin() + 8);
  }
  const bool has_offset = words.size() > 6 && words[words.size() - 3] == ':' &&
                          (words[words.size() - 6] == '+' || words[words.size() - 6] == '-');
  if (has_offset) {
    words.erase(words.size() - 3, 1);
    words.insert(words.size() - 5, 1, ' ');
  }
  const time_t seconds = curl_getdate(words.c_str(), nullptr);
  if (seconds == -1) return std::nullopt;
  return static_cast<double>(seconds) + fraction;
}

}  // namespace

std::optional<Duration> wait_of(std::string_view text, WallTime now) {
  text = trimmed(text);
  if (text.empty() || text.size() > 64) return std::nullopt;
  if (const auto number = plain_number(text)) {
    if (*number < 0) return std::nullopt;
    if (*number >= epoch_ms_from) return bounded(*number / 1e3 - since_1970(now));
    return bounded(*number >= epoch_from ? *number - since_1970(now) : *number);
  }
  if (const auto seconds = go_duration(text)) return bounded(*seconds);
  if (const auto seconds = date(text)) return bounded(*seconds - since_1970(now));
  return std::nullopt;
}

}  // namespace shortlist
