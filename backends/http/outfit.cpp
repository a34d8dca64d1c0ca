#include "backends/http/outfit.hpp"

#include <fmt/format.h>

namespace shortlist {
namespace {

Outfit::HeaderList header_list(const std::vector<Header>& headers, const char* first) {
  curl_slist* list = first ? curl_slist_append(nullptr, first) : nullptr;
  for (const Header& h : headers) list = curl_slist_append(list, fmt::format("{}: {}", h.name, h.value).c_str());
  return Outfit::HeaderList(list);
}

/// Null for what is no URL: libcurl then reads it again, and complains.
std::unique_ptr<CURLU, Outfit::FreeUrl> parsed_url(const std::string& address) {
  std::unique_ptr<CURLU, Outfit::FreeUrl> url(curl_url());
  if (url && curl_url_set(url.get(), CURLUPART_URL, address.c_str(), 0) != CURLUE_OK) url.reset();
  return url;
}

/// libcurl's own default: a null pointer would mean none at all.
const char* system_ca_file() {
  const char* file = curl_version_info(CURLVERSION_NOW)->cainfo;
  return file ? file : "/etc/ssl/certs/ca-certificates.crt";
}

}  // namespace

Outfit::Outfit(const HttpRequest& request)
    : address(request.url), parsed(parsed_url(address)), url(parse_url(request.url).value_or(Url{})),
      ca_file(request.ca_file.empty() ? system_ca_file() : request.ca_file),
      headers(header_list(request.headers, nullptr)), large_headers(header_list(request.headers, "Expect:")) {}

const Outfit& Outfits::of(const HttpRequest& request) { return made_.try_emplace(&request, request).first->second; }

}  // namespace shortlist
