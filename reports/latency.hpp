#pragma once
// Latency in words: which calls the figures rest on, and how far this program itself was late. Pure; texts are
// visible() and not yet escaped.
#include <string>
#include <vector>

#include "harness/types/run.hpp"

namespace shortlist {

/// "latency: 4,812 of 5,000 calls; 3.1 % retried, 0.7 % from earlier runs; own lag p99 0.08 ms", over all
/// candidates, and ": client-bound" behind it where that is so. "" when no call has a record.
std::string latency_basis(const Run& run);
/// The same of one candidate, without its lag: "4,812 of 5,000" and "3.1 % retried".
std::string timed_text(const Standing& standing);
std::string untimed_text(const Standing& standing);

/// "client-bound: ..." with the way out, or "" when our own lag stayed below the limit.
std::string client_bound(const Run& run);
bool is_client_bound(const Run& run);

/// Whether the answers of anyone were streamed; where calls are timed and nobody's were, there is no TTFT.
bool anyone_streams(const Run& run);
/// "TTFT: not streamed, ...", or "".
std::string not_streamed(const Run& run);

/// "0.20..0.21 s", "95 ms..0.11 s".
std::string interval_seconds(const std::optional<Estimate>& ms);
/// "12 ms", or "12 ms between chunks, coalesced" where chunks are no tokens.
std::string itl_text(const Latency& latency);

}  // namespace shortlist
