#pragma once
#include <optional>
#include <string>

namespace shortlist {

/// What of a URL may be shown, and what decides how it is reached.
struct Url {
  std::string scheme, host, port;   ///< host without the brackets of an IPv6 address; port "" = the scheme's own
  std::string shown;                ///< user and password left out
  bool has_query = false;           ///< a query or a fragment
  bool loopback = false;            ///< localhost, 127.0.0.0/8, ::1: never sent through a proxy
};

/// Reads an absolute http or https URL; nothing if it is none.
std::optional<Url> parse_url(const std::string& text);

}  // namespace shortlist
