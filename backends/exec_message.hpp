#pragma once
// The values inside lines of shortlist.exec/1. Pure.
#include <map>
#include <string>
#include <variant>

#include "harness/types/candidate.hpp"
#include "harness/types/record.hpp"
#include "harness/types/suite.hpp"

namespace shortlist {

constexpr std::string_view exec_protocol = "shortlist.exec/1";

/// The request for an answer, a JSON object on one line without its id. What the plan leaves open is left
/// out.
std::string exec_request(const Candidate& candidate, const Item& item, std::uint32_t repeat);

/// What the first line of a program says. A failure: the program cannot work.
struct ExecHello {
  std::size_t parallel = 1;
  std::map<std::string, std::string> facts;
};
/// A std::string is how the line breaks the protocol.
std::variant<ExecHello, Failure, std::string> exec_hello(const Json& line);

/// The answer in a `done` event; `streamed` is the text of its token events, used where `done` has none.
std::variant<Completion, std::string> exec_answer(const Json& line, const std::string& streamed);
/// The failure in an `error` event.
Failure exec_failure(const Json& line);

/// `text` on one line, at most `bytes_max` long, for complaints.
std::string in_one_line(std::string_view text, std::size_t bytes_max);

}  // namespace shortlist
