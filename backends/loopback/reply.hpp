#pragma once
// What the server says and when: pure, so that the server itself only moves bytes at given times.
//
// A model's name sets its manners:  mock-ttft200-itl20-tok50-slowhdr300-ra2-e429_5-e500_2-rst_1-trunc_1-badjson_1
//   ttftN, itlN, slowhdrN   ms to the first token, between tokens, before the head
//   tokN                    chunks in the answer (padded with spaces); left out: one a word
//   raN                     Retry-After of a 429, seconds (fractions allowed)
//   capN                    with more than N requests under way, the rest meet a 429
//   roleearly               the role chunk goes out with the head instead of with the first token
//   FAULT or FAULT_N        that fault always, or in N of 100 replies (the names are in reply.cpp)
// A reply that is not streamed knows the same faults: half a body under the whole one's length (rstmid, cut, trunc), half a
// body under its own length (badjson).
// The answer is what stands behind the last "ANSWER=" in the request, up to a blank or the string's end; else an echo of
// the last message. A 401 repeats the answer in its complaint, as careless servers repeat keys; a 307 takes it for the
// host to go to.
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shortlist::loopback {

using Duration = std::chrono::nanoseconds;

enum class Fault {
  none, rate_limited, quota, server_error, overloaded, unauthorized, not_found, redirect, html,
  reset,              // before any byte of the reply
  reset_midway,       // after half of the answer
  cut,                // closed after half of the answer, inside the chunked body
  truncated,          // a clean end after half of the answer: no finish_reason, no [DONE]
  malformed,          // one event of broken JSON
  error_in_stream,    // an error object inside the 200
  slow_close,         // all is said, but the body's end never comes
  close_after,        // a whole reply, then the connection is closed unannounced
  hang,               // the head never comes
};
Fault fault_named(std::string_view name);   ///< none if there is no such name
std::string_view name_of(Fault fault);

struct Manners {
  Duration ttft{}, inter_token{}, slow_headers{};
  int tokens = 0;                                ///< 0: one a word
  int most_at_once = 0;                          ///< requests under way; 0: no limit
  double retry_after_s = 0;                      ///< 0: no such header
  bool role_early = false;
  std::vector<std::pair<Fault, int>> faults;     ///< with their share in per cent
};
Manners manners_of(std::string_view model);
/// Which fault befalls the request of this number.
Fault draw(const Manners& manners, std::uint64_t seed, std::uint64_t number);

struct Request {
  std::string model;
  std::string answer;      ///< still JSON-escaped, as it stood in the request
  bool stream = false, include_usage = false;
};
Request read_request(std::string_view body);

/// One write at a time counted from the request's arrival.
struct Step {
  enum class Then { go_on, keep_alive, close, reset };
  Duration at{};
  std::string bytes;
  bool token = false;               ///< holds a piece of the answer
  Then then = Then::go_on;          ///< the last step of a reply says what comes of the connection
};
std::vector<Step> reply_to(const Request& request, const Manners& manners, Fault fault, std::uint64_t number);

}  // namespace shortlist::loopback
