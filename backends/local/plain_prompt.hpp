#pragma once
// The "plain" template, for models without a chat template of their own. Pure.
//
//   {system}                 the system message bare, then
//
//   User: {first question}   each turn behind its speaker's name, turns parted by a blank line
//
//   Assistant: {answer}
//
//   User: {question}
//
//   Assistant:               and the model goes on from here; the answer ends at a blank line or at the next
//   "User:"
#include <span>
#include <string>
#include <vector>

#include "harness/types/message.hpp"

namespace shortlist::local {

/// `cue`: ends with the bare "Assistant:" that asks for an answer.
std::string plain_prompt(std::span<const Message> messages, bool cue);
/// What ends an answer under the plain template.
const std::vector<std::string>& plain_stops();
/// For log-likelihoods: the messages' texts parted by blank lines, nothing added; the continuation follows
/// directly.
std::string bare_text(std::span<const Message> messages);

}  // namespace shortlist::local
