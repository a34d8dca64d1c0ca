#pragma once
// What came of a call: the nouns that flow from the wire to the ranking. Unknown is never zero.
#include <array>
#include <cstdint>
#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/types/money.hpp"
#include "harness/types/time.hpp"

namespace shortlist {

/// Indices into the plan; `item` into the suite's items.
struct CallKey {
  std::uint32_t candidate = 0, suite = 0, item = 0, repeat = 0;
  friend auto operator<=>(const CallKey&, const CallKey&) = default;
};

struct Usage {
  std::optional<std::int64_t> input, cached_input, output, reasoning;  ///< tokens; input includes cached, output reasoning
};

struct ToolCall { std::string id, name, arguments; };  ///< arguments: JSON text as the model wrote it

enum class Finish { stop, length, tool_calls, content_filter, refusal, unknown };

struct Completion {
  std::string text;        ///< the answer alone
  std::string reasoning;   ///< what the model thought aloud, kept apart
  std::string refusal;     ///< the provider's own refusal field
  Finish finish = Finish::unknown;
  std::optional<Usage> usage;
  std::vector<ToolCall> tool_calls;
  std::string model_served, fingerprint;
};

/// Failures of the wire, never of the answer. The names are the export's `failure.kind`.
enum class FailureKind {
  rate_limited, overloaded, server_error, network, timeout, truncated, protocol,   // worth another try
  auth, quota, too_long, bad_request, content_filter, cancelled                    // not
};

struct Failure {
  FailureKind kind = FailureKind::network;
  std::string detail;                      ///< one line for people; no secrets
  std::optional<Duration> retry_after;     ///< as the server asked
  bool own = false;                        ///< this machine's, not the other side's: it has no more open files
};

bool worth_retrying(FailureKind);
std::string_view name_of(FailureKind);
std::string_view name_of(Finish);
std::optional<FailureKind> failure_kind(std::string_view name);
std::optional<Finish> finish(std::string_view name);

/// One try, as the backend saw it. Stamps are absolute; unset means it did not come to that.
/// A token is a piece of the answer, the reasoning or a tool call that is not empty; a role, a comment or a usage chunk
/// is none. A reply that came whole has no token stamps.
struct Stamps {
  std::optional<Instant> connected{}, written{}, first_byte{}, first_token{};
  std::optional<Instant> first_answer{};   ///< the first piece that was not reasoning
  std::optional<Instant> last_token{};
  std::vector<Instant> chunks{};           ///< one a piece, in order; pieces that came in one read share a stamp
};
/// A token came `at`; `answered`: by now there is more than reasoning.
void stamp_token(Stamps& stamps, Instant at, bool answered);

/// What the provider says is left of its limits, from a reply's headers.
struct Quota {
  std::optional<double> requests_left, requests_limit, tokens_left, tokens_limit;
  std::optional<Duration> requests_reset, tokens_reset;   ///< until it is full again
};

struct Reply {
  std::variant<Completion, Failure> result;
  Stamps stamps{};
  int http_status = 0;       ///< 0 where there is no HTTP
  std::string request_id{};
  std::string partial{};     ///< what had come of an answer that failed; never scored
  Quota quota{};
};

/// One try in the record. `at` and `took` count from `Outcome::timing`'s due.
struct Attempt {
  Duration at{}, took{};
  std::optional<FailureKind> failure;   ///< unset: it succeeded
  std::string detail;
  int http_status = 0;
  std::string request_id;
  std::string partial{};                ///< what had come of the answer when it failed
};

/// Stamps of the last attempt, all counted from when the call was due. TTFT counts from `written`.
struct Timing {
  Duration queued{};                                   ///< handed to the backend
  std::optional<Duration> connected, written, first_byte, first_token, first_answer, last_token;
  std::vector<Duration> gaps;                          ///< from chunk to chunk; 0: both came in one read (coalesced)
  Duration done{};                                     ///< the reply arrived, or the failure was known
};
/// Time to first token: first_token - written (the answer or the reasoning, whichever came first).
std::optional<Duration> ttft(const Timing&);
/// From written (or queued, where there is no wire) to the last token.
Duration total(const Timing&);

/// Digest of everything that can change an answer; all zero: not known.
using AskedKey = std::array<std::uint8_t, 16>;

struct Outcome {
  CallKey key;
  std::variant<Completion, Failure> result;
  Timing timing;
  std::vector<Attempt> attempts;   ///< in order, at least one
  WallTime started{};
  AskedKey asked{};
  bool cached = false;             ///< an earlier run's answer: cost nothing now, and its times are not this run's
};

/// What the detail of a call begins with that was never sent, because its lane or its candidate had stopped. It cost
/// nothing, and the next run asks it.
inline constexpr std::string_view not_sent = "not sent: ";
bool was_unsent(const Outcome&);

/// What is wrong with an answer that did arrive.
enum class Flaw { none, refused, truncated, empty, unparsable };
std::string_view name_of(Flaw);
std::optional<Flaw> flaw(std::string_view name);

/// One metric's word on one answer. A metric that does not apply to an item gives no score at all.
struct Score {
  std::string metric;             ///< MetricSpec::name
  std::optional<double> value;    ///< [0, 1]; no value = could not be judged
  std::string reason;             ///< why, in a few words: "expected 42, found 41"
};

/// What a reader must know of an answer that looks whole.
struct Notices {
  bool prompt_cut = false;    ///< fewer input tokens were counted than the prompt can have
  bool other_model = false;   ///< the model served is not the one asked for
  bool no_usage = false;      ///< the provider did not say how many tokens it took
};

struct Record {
  Outcome outcome;
  std::vector<Score> scores;
  Flaw flaw = Flaw::none;
  std::optional<double> quality;  ///< [0, 1] under the plan's failure policy; unset = not judged or skipped
  std::optional<Money> cost;      ///< all attempts that report usage; unset = unknown
  Notices notices{};
};

/// Whether its times may enter a latency figure: answered at the first try, and asked by this run.
bool timed(const Outcome&);
/// From written to the first token that was not reasoning.
std::optional<Duration> time_to_answer(const Timing&);
/// Pieces that came; 0 for what was not streamed.
std::size_t chunks(const Timing&);
/// Output tokens as the provider counted them, less those of a reasoning that was counted but not shown.
std::optional<std::int64_t> streamed_tokens(const Completion&);
/// Time per output token after the first: (last_token - first_token) / (streamed tokens - 1). Unset without usage, for
/// fewer than two tokens, and where all came at one moment: then nothing was measured.
std::optional<Duration> tpot(const Outcome&);

inline const Completion* completion(const Outcome& o) { return std::get_if<Completion>(&o.result); }
inline const Failure* failure(const Outcome& o) { return std::get_if<Failure>(&o.result); }

}  // namespace shortlist
