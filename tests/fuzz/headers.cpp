// Input: a reply's head as lines "Name: value", the first of them any text (a URL, a complaint, a status).
// What HTTP says of waits, statuses and URLs, and text from outside made fit for a complaint.
#include <charconv>

#include "backends/http/message.hpp"
#include "backends/http/status.hpp"
#include "backends/http/text.hpp"
#include "backends/http/url.hpp"
#include "tests/fuzz/support/fuzz.hpp"

using namespace shortlist;
using namespace shortlist::fuzz;

namespace {

const WallTime now{std::chrono::seconds(1'800'000'000)};

HttpHead head_of(std::string_view text) {
  HttpHead head;
  while (!text.empty()) {
    std::string_view line = take_line(text);
    const std::string_view name = take_until(line, ":");
    head.headers.push_back({std::string(name), std::string(trimmed(line))});
  }
  return head;
}

void check_wait(const HttpHead& head) {
  const auto wait = retry_after(head, now);
  require(!wait || (*wait >= Duration::zero() && *wait <= std::chrono::hours(24)), "a wait is from 0 to 24 hours");
}

void check_url(const std::string& text) {
  const auto url = parse_url(text);
  if (!url) return;
  require(url->scheme == "http" || url->scheme == "https", "the scheme is one of two");
  require(!url->host.empty(), "a URL has a host");
  const auto shown = parse_url(url->shown);
  require(shown.has_value(), "what is shown of a URL is one");
  require(shown->host == url->host && shown->loopback == url->loopback, "what is shown leads to the same host");
}

void check_text(std::string_view text) {
  for (const std::size_t limit : {std::size_t{7}, detail_limit}) {
    const std::string line = one_line(text, limit);
    require(line.size() <= limit + 3, "a line keeps its limit");
    require(is_utf8(line) && line.find_first_of("\r\n\t") == line.npos, "a line is one line of UTF-8");
  }
  require(without(std::string(text), {"secret"}).find("secret") == std::string::npos, "a secret does not stay");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = text_of(data, size);
  check_text(rest);
  const std::string first(take_line(rest));
  check_url(first);
  int status = 0;
  std::from_chars(first.data(), first.data() + first.size(), status);
  kind_of_status(status);
  const HttpHead head = head_of(rest);
  for (const Header& h : head.headers) require(!header(head, h.name).empty() || h.value.empty() || &h != &head.headers[0],
                                               "the first header of a name is found");
  check_wait(head);
  return 0;
}
