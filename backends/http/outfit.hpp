#pragma once
// What of a request is handed to libcurl, made once for all handles that carry it: candidates of one endpoint take turns,
// so a handle carries another request each time. Wire thread only.
#include <curl/curl.h>

#include <memory>
#include <string>
#include <unordered_map>

#include "backends/http/message.hpp"
#include "backends/http/url.hpp"

namespace shortlist {

struct Outfit {
  explicit Outfit(const HttpRequest& request);

  struct FreeList { void operator()(curl_slist* list) const { curl_slist_free_all(list); } };
  using HeaderList = std::unique_ptr<curl_slist, FreeList>;
  struct FreeUrl { void operator()(CURLU* read) const { curl_url_cleanup(read); } };

  std::string address;         ///< the URL as it was given
  std::unique_ptr<CURLU, FreeUrl> parsed;   ///< the same, so that libcurl need not read it for each request; null: it is none
  Url url;
  std::string ca_file;         ///< never ""
  HeaderList headers;
  HeaderList large_headers;    ///< for bodies that libcurl would ask leave to send
};

class Outfits {
 public:
  /// REQUIRES: the request outlives this and does not change.
  const Outfit& of(const HttpRequest& request);

 private:
  std::unordered_map<const HttpRequest*, Outfit> made_;
};

}  // namespace shortlist
