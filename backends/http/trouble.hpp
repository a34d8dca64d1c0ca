#pragma once
// What libcurl reports, as a Failure that a person can act on.
#include <curl/curl.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "backends/http/url.hpp"
#include "harness/types/record.hpp"

namespace shortlist {

struct WireView {
  CURLcode code = CURLE_OK;
  std::string text;               ///< libcurl's own words, may be ""
  const Url& url;
  std::string_view ca_file;       ///< "": the system's certificates
  bool connected = false;
  std::size_t body_bytes = 0;     ///< of the reply, so far
  Duration timeout{}, connect_limit{};
};
/// REQUIRES: code != CURLE_OK.
Failure wire_failure(const WireView& view);

/// "" or " (through the proxy http://proxy:3128 of https_proxy)": what libcurl takes from the environment, password
/// left out.
std::string proxy_note(const Url& url);

}  // namespace shortlist
