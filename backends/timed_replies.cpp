#include "backends/timed_replies.hpp"

namespace shortlist {

TimedReplies::TimedReplies(Clock& clock) : clock_(clock), table_(std::make_shared<Table>()) {}

TimedReplies::~TimedReplies() {
  std::map<CallKey, Waiting> left;
  {
    std::lock_guard lock(table_->mutex);
    left.swap(table_->calls);
  }
  for (auto& [key, call] : left) call.done({Failure{FailureKind::cancelled, "the run ended", {}}, {}, 0, ""});
}

void TimedReplies::finish(Table& table, CallKey key, std::uint64_t ticket) {
  std::unique_lock lock(table.mutex);
  auto call = table.calls.find(key);
  if (call == table.calls.end() || call->second.ticket != ticket) return;
  Waiting waiting = std::move(call->second);
  table.calls.erase(call);
  lock.unlock();
  waiting.done(std::move(waiting.reply));
}

void TimedReplies::deliver(CallKey key, Reply reply, Duration delay, Duration timeout, Done done) {
  if (delay > timeout) {
    reply = {Failure{FailureKind::timeout, "no answer within the time-out", {}},
             {.connected = reply.stamps.connected, .written = reply.stamps.written}};
    delay = timeout;
  }
  const Instant when = clock_.now() + delay;
  std::uint64_t ticket = 0;
  {
    std::lock_guard lock(table_->mutex);
    ticket = ++table_->tickets;
    table_->calls.insert_or_assign(key, Waiting{ticket, std::move(reply), std::move(done)});
  }
  clock_.at(when, [table = table_, key, ticket] { finish(*table, key, ticket); });
}

void TimedReplies::cancel(CallKey key) {
  std::unique_lock lock(table_->mutex);
  auto call = table_->calls.find(key);
  if (call == table_->calls.end()) return;
  call->second.reply.result = Failure{FailureKind::cancelled, "cancelled", {}};
  const std::uint64_t ticket = call->second.ticket;
  lock.unlock();
  finish(*table_, key, ticket);
}

}  // namespace shortlist
