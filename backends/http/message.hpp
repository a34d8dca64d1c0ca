#pragma once
// HTTP as values: what goes out and the head of what comes back.
#include <string>
#include <string_view>
#include <vector>

#include "harness/types/time.hpp"

namespace shortlist {

struct Header { std::string name, value; };

/// How a body is cut into frames.
enum class Framing {
  none,    ///< one JSON document
  sse,     ///< server-sent events
  ndjson,  ///< one JSON document a line
};

/// What all POSTs of one candidate have in common; their bodies differ.
struct HttpRequest {
  std::string url;
  std::vector<Header> headers;
  Framing framing = Framing::none;      ///< of the reply asked for
  std::vector<std::string> secrets{};   ///< what no complaint may show, should the server echo it
  std::string ca_file{};                ///< certificates to trust instead of the system's; "": those
  Duration idle{};                      ///< without a byte once the reply has begun; 0: the transport's own
};

struct HttpHead {
  int status = 0;                       ///< of the last status line; 0: none came
  std::vector<Header> headers;
};

/// The first header of that name (ASCII case does not count), "" if there is none.
std::string_view header(const HttpHead& head, std::string_view name);

}  // namespace shortlist
