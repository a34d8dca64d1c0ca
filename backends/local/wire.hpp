#pragma once
// Lines of the exec protocol as the program's side sees them (backends/README.md). Pure but for Output.
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "harness/types/json.hpp"
#include "harness/types/message.hpp"

namespace shortlist::local {

struct Sampling {
  double temperature = 0;  ///< 0: always the likeliest token
  double top_p = 1;
  int top_k = 0;  ///< 0: all
  int max_tokens = 512;
  std::uint32_t seed = 1;  ///< fixed when the request names none, so that a run can be repeated
  std::vector<std::string> stop;
};

struct Generate {
  std::vector<Message> messages;
  Sampling sampling;
};
struct Loglikelihood {
  std::vector<Message> messages;
  std::string continuation;
};
struct Cancel {};
struct Request {
  std::int64_t id = 0;
  std::variant<Generate, Loglikelihood, Cancel> what;
};
/// A call that failed; `kind` is one of the house's failure kinds.
struct Trouble {
  std::string kind, detail;
};

/// One line of input. A line that makes no sense gives its id, if it has one, and what is wrong.
struct Misunderstood {
  std::optional<std::int64_t> id;
  std::string detail;
};
std::variant<Request, Misunderstood> parse_request(const std::string& line);

/// Writes whole lines to one file descriptor. Any thread.
class Output {
 public:
  explicit Output(int fd) : fd_(fd) {}
  void line(const Json& value);
  bool closed() const { return closed_; }  ///< nobody reads any more

 private:
  int fd_;
  std::mutex mutex_;
  std::atomic<bool> closed_{false};
};

}  // namespace shortlist::local
