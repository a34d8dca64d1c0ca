#include "backends/http/url.hpp"

#include <curl/curl.h>

#include <memory>

namespace shortlist {
namespace {

struct FreeUrl { void operator()(CURLU* url) const { curl_url_cleanup(url); } };
using UrlHandle = std::unique_ptr<CURLU, FreeUrl>;

std::string part(const UrlHandle& url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return "";
  std::string copy(text);
  curl_free(text);
  return copy;
}

bool is_loopback(const std::string& host) {
  const bool loopback_v4 = host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
  return host == "localhost" || host.ends_with(".localhost") || loopback_v4 || host == "::1";
}

/// What decodes to another host when it is read once more is no host that anyone meant.
bool names_host(const std::string& text, const std::string& host) {
  const UrlHandle handle(curl_url());
  if (!handle || curl_url_set(handle.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return false;
  const std::string named = part(handle, CURLUPART_HOST);
  return named == host || named == "[" + host + "]";
}

}  // namespace

std::optional<Url> parse_url(const std::string& text) {
  const UrlHandle handle(curl_url());
  if (!handle || curl_url_set(handle.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return std::nullopt;
  Url url;
  url.scheme = part(handle, CURLUPART_SCHEME);
  if (url.scheme != "http" && url.scheme != "https") return std::nullopt;
  url.host = part(handle, CURLUPART_HOST);
  if (url.host.starts_with('[') && url.host.ends_with(']')) url.host = url.host.substr(1, url.host.size() - 2);
  if (url.host.empty() || url.host.find(' ') != std::string::npos) return std::nullopt;
  url.port = part(handle, CURLUPART_PORT);
  url.has_query = !part(handle, CURLUPART_QUERY).empty() || !part(handle, CURLUPART_FRAGMENT).empty();
  url.loopback = is_loopback(url.host);
  curl_url_set(handle.get(), CURLUPART_USER, nullptr, 0);
  curl_url_set(handle.get(), CURLUPART_PASSWORD, nullptr, 0);
  url.shown = part(handle, CURLUPART_URL);
  return names_host(url.shown, url.host) ? std::optional(url) : std::nullopt;
}

}  // namespace shortlist
