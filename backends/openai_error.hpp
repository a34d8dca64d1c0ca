#pragma once
// OpenAI-shaped errors: {"error": {message, type, param, code}} and what other servers make of it.
#include <optional>
#include <string>

#include <simdjson.h>

#include "harness/types/record.hpp"

namespace shortlist {

struct OpenAiError {
  std::string message, type, code;   ///< code: a word, or a number as text; each may be ""
};
/// The error in a document; nothing if it reports none.
std::optional<OpenAiError> find_error(simdjson::dom::element document);
/// Its class by type, code and message; nothing if they say nothing.
std::optional<FailureKind> kind_of(const OpenAiError& error);
/// "message (type, code)".
std::string describe(const OpenAiError& error);

}  // namespace shortlist
