#pragma once
// What a reader must know of an answer that looks whole: see Notices. Pure. Called by the grader, on any thread.
//
// Every rule is written so that it does not fire on an honest server; what it then misses is said below.
#include <cstdint>
#include <string_view>
#include <vector>

#include "harness/types/candidate.hpp"
#include "harness/types/message.hpp"
#include "harness/types/record.hpp"
#include "harness/types/suite.hpp"

namespace shortlist {

Notices notices_of(const Completion& answer, const Item& item, const Candidate& candidate);

/// The fewest input tokens that a prompt can have under any tokenizer in use: its words / 4, where a word is what stands
/// between white space, and a long one counts once for each 128 bytes.
/// - Nearly all tokenizers (GPT's and Llama's byte pairs, Qwen, Mistral, SentencePiece) cut at white space first, so a
///   word is at least one token, in English, French, Korean or code: tokens >= words. Vocabularies with tokens of
///   several words exist, with up to about four in one: hence the 4.
/// - Runs of white space may be one token whatever their length (code, tables), so they count for nothing.
/// - A single token may be long (a run of "=", a Thai or Chinese phrase), but 128 bytes is the longest in use.
/// - A chat template only adds tokens.
/// So Chinese and Japanese, which put no spaces, have a bound of next to nothing: a cut is then missed, not invented. In
/// English it shows from about a fifth of the prompt downwards.
std::int64_t fewest_tokens(const std::vector<Message>& prompt);

/// Whether `served` can be the model that was asked for: the same but for letter case; a dated or numbered edition of
/// it ("gpt-4o" is served as "gpt-4o-2024-08-06", "mistral-small-latest" as "mistral-small-2506"); or less said of it (no
/// "openai/" before it, no ":free" or date behind it). Unknown ("") can be any.
bool may_be_served_as(std::string_view asked, std::string_view served);

}  // namespace shortlist
