#include "backends/loopback/log.hpp"

#include <fmt/format.h>

#include <iterator>

namespace shortlist::loopback {
namespace {

std::int64_t ns(Instant at) { return at.time_since_epoch() / Duration(1); }

/// Model and answer stand here as they stood in a request's JSON, so they need no more escapes.
void write_line(std::string& text, const LogEntry& e) {
  const auto to = std::back_inserter(text);
  fmt::format_to(to,
                 R"({{"number":{},"model":"{}","answer":"{}","fault":"{}","connection":{},"received_ns":{},)"
                 R"("first_token_ns":{},"last_token_ns":{},"tokens":{},"complete":{})",
                 e.number, e.model, e.answer, name_of(e.fault), e.connection, ns(e.received), ns(e.first_token),
                 ns(e.last_token), e.tokens, e.complete);
  if (!e.chunks.empty()) {
    text += R"(,"chunks_ns":[)";
    for (const Instant at : e.chunks) fmt::format_to(to, "{},", ns(at));
    text.back() = ']';
  }
  text += "}\n";
}

}  // namespace

Log::Place Log::open(LogEntry entry) {
  const std::lock_guard lock(mutex_);
  entry.number = ++totals_.requests;
  if (entry.number == 1) totals_.first_received = entry.received;
  totals_.last_received = entry.received;
  const Place place{entry.number, epoch_};
  if (options_.keep_log && entries_.size() < Server::most_entries) entries_.push_back(std::move(entry));
  arrived_.notify_all();
  return place;
}

LogEntry* Log::at(Place place) {
  const bool kept = place.epoch == epoch_ && place.number > 0 && place.number <= entries_.size();
  return kept ? &entries_[place.number - 1] : nullptr;
}

void Log::note_tokens(Place place, std::size_t count, Instant when) {
  const std::lock_guard lock(mutex_);
  LogEntry* entry = at(place);
  if (!entry) return;
  if (entry->tokens == 0) entry->first_token = when;
  entry->last_token = when;
  entry->tokens += count;
  if (!options_.log_chunks || chunks_ + count > Server::most_chunks) return;
  chunks_ += count;
  entry->chunks.insert(entry->chunks.end(), count, when);
}

void Log::note_end(Place place, Instant when) {
  const std::lock_guard lock(mutex_);
  if (place.epoch != epoch_) return;
  totals_.last_sent = when;
  if (LogEntry* entry = at(place)) entry->complete = true;
}

void Log::forget() {
  const std::lock_guard lock(mutex_);
  entries_.clear();
  totals_ = {};
  chunks_ = 0;
  ++epoch_;
}

std::vector<LogEntry> Log::entries() const {
  const std::lock_guard lock(mutex_);
  return entries_;
}

Totals Log::totals() const {
  const std::lock_guard lock(mutex_);
  return totals_;
}

bool Log::wait_for_requests(std::size_t count) const {
  std::unique_lock lock(mutex_);
  return arrived_.wait_for(lock, std::chrono::seconds(60), [&] { return totals_.requests >= count; });
}

std::string Log::lines() const {
  const std::lock_guard lock(mutex_);
  std::string text;
  for (const LogEntry& entry : entries_) write_line(text, entry);
  return text;
}

std::string Log::totals_line() const {
  const Totals t = totals();
  return fmt::format(R"({{"requests":{},"first_received_ns":{},"last_received_ns":{},"last_sent_ns":{}}})" "\n",
                     t.requests, ns(t.first_received), ns(t.last_received), ns(t.last_sent));
}

}  // namespace shortlist::loopback
