#pragma once
// HTTP as values: what goes out and the head of what comes back.
#include <string>
#include <string_view>
#include <vector>

namespace shortlist {

struct Header { std::string name, value; };

/// How a body is cut into frames.
enum class Framing {
  none,    ///< one JSON document
  sse,     ///< server-sent events
  ndjson,  ///< one JSON document a line
};

/// A POST of JSON.
struct HttpRequest {
  std::string url;
  std::vector<Header> headers;
  std::string body;
  Framing framing = Framing::none;      ///< of the reply asked for
  std::vector<std::string> secrets;     ///< what no complaint may show, should the server echo it
};

struct HttpHead {
  int status = 0;                       ///< of the last status line; 0: none came
  std::vector<Header> headers;
};

/// The first header of that name (ASCII case does not count), "" if there is none.
std::string_view header(const HttpHead& head, std::string_view name);

}  // namespace shortlist
