#include "backends/http/transport.hpp"

#include <curl/curl.h>
#include <pthread.h>
#include <signal.h>

#include <atomic>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <unordered_map>

#include "backends/http/lag.hpp"
#include "backends/http/poller.hpp"
#include "backends/http/transfer.hpp"
#include "harness/types/open_files.hpp"

namespace shortlist {

/// The wire thread. Its transfers and its multi handle are touched by that thread alone.
class Transport::Wire {
 public:
  explicit Wire(const TransportLimits& limits);
  ~Wire();
  void send(Job job);
  void cancel(std::uint64_t id);
  std::optional<ClientLag> lag() const { return lag_.so_far(); }

 private:
  struct Inbox {
    std::deque<Job> jobs;
    std::vector<std::uint64_t> cancelled;
    bool stop = false;
  };
  struct FreeMulti { void operator()(CURLM* multi) const { curl_multi_cleanup(multi); } };
  static constexpr Duration look_every = std::chrono::milliseconds(200);   // for replies that have gone silent

  void run();
  void take_inbox();
  bool can_start() const { return !waiting_.empty() && connecting_ < limits_.connecting; }
  void start_some();
  void start(Job job);
  void add(std::unique_ptr<Transfer> transfer);
  void cancel_one(std::uint64_t id);
  void reap();
  void end_silent();
  void cancel_all();
  std::unique_ptr<Transfer> release(std::uint64_t id);

  const TransportLimits limits_;
  Lag lag_;
  Poller poller_{lag_};                        // before the multi handle, which closes its sockets through it
  std::size_t connecting_ = 0;
  Outfits outfits_;                            // before the multi handle: libcurl keeps pointers into them
  std::unique_ptr<CURLM, FreeMulti> multi_;    // before the transfers: it is to be cleaned up last
  std::mutex mutex_;
  Inbox inbox_;                                // guarded by mutex_
  std::deque<Job> waiting_;                    // taken, not yet started
  std::unordered_map<std::uint64_t, std::unique_ptr<Transfer>> running_;
  std::vector<std::unique_ptr<Transfer>> idle_;
  Instant looked_{};
  bool stop_ = false;
  std::thread thread_;
};

namespace {

void end_unsent(const Job& job, FailureKind kind, const char* why) {
  job.exchange->end({}, Failure{kind, why, {}});
}

/// The program's signals are the main thread's; SIGPIPE from a TLS write would kill us all.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

Transport::Wire::Wire(const TransportLimits& limits) : limits_(limits) {
  raise_file_limit();
  curl_global_init(CURL_GLOBAL_DEFAULT);
  multi_.reset(curl_multi_init());
  if (!multi_) throw std::system_error(std::make_error_code(std::errc::not_enough_memory), "curl_multi_init");
  poller_.serve(multi_.get());
  curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, limits_.idle_connections);
  thread_ = std::thread([this] { run(); });
}

Transport::Wire::~Wire() {
  {
    const std::lock_guard lock(mutex_);
    inbox_.stop = true;
  }
  poller_.wake();
  thread_.join();
}

void Transport::Wire::send(Job job) {
  {
    const std::lock_guard lock(mutex_);
    inbox_.jobs.push_back(std::move(job));
  }
  poller_.wake();
}

void Transport::Wire::cancel(std::uint64_t id) {
  {
    const std::lock_guard lock(mutex_);
    inbox_.cancelled.push_back(id);
  }
  poller_.wake();
}

void Transport::Wire::run() {
  block_signals();
  while (true) {
    take_inbox();
    if (stop_) break;
    start_some();
    poller_.alarm(!running_.empty());
    poller_.turn(can_start() ? Duration::zero() : running_.empty() ? std::chrono::hours(1) : look_every);
    reap();
    end_silent();
  }
  cancel_all();
}

void Transport::Wire::take_inbox() {
  Inbox taken;
  {
    const std::lock_guard lock(mutex_);
    std::swap(taken.jobs, inbox_.jobs);
    std::swap(taken.cancelled, inbox_.cancelled);
    stop_ = inbox_.stop;
  }
  for (Job& job : taken.jobs) waiting_.push_back(std::move(job));
  for (const std::uint64_t id : taken.cancelled) cancel_one(id);
}

void Transport::Wire::start_some() {
  int started = 0;
  for (; started < limits_.starts_per_turn && can_start(); ++started) {
    Job job = std::move(waiting_.front());
    waiting_.pop_front();
    start(std::move(job));
  }
  if (started > 0) poller_.kick();
}

void Transport::Wire::start(Job job) {
  std::unique_ptr<Transfer> transfer;
  if (idle_.empty()) {
    transfer = std::make_unique<Transfer>(Transfer::Setting{limits_, poller_, lag_, connecting_, outfits_});
  } else {
    transfer = std::move(idle_.back());
    idle_.pop_back();
  }
  if (!transfer->handle()) return end_unsent(job, FailureKind::network, "libcurl: out of memory");
  transfer->begin(std::move(job));
  add(std::move(transfer));
}

void Transport::Wire::add(std::unique_ptr<Transfer> transfer) {
  const CURLMcode added = curl_multi_add_handle(multi_.get(), transfer->handle());
  if (added == CURLM_OK) running_.emplace(transfer->id(), std::move(transfer));
  else transfer->end(CURLE_FAILED_INIT);
}

/// Takes a running transfer out of libcurl's hands.
std::unique_ptr<Transfer> Transport::Wire::release(std::uint64_t id) {
  const auto found = running_.find(id);
  if (found == running_.end()) return nullptr;
  std::unique_ptr<Transfer> transfer = std::move(found->second);
  running_.erase(found);
  curl_multi_remove_handle(multi_.get(), transfer->handle());
  return transfer;
}

void Transport::Wire::cancel_one(std::uint64_t id) {
  if (auto transfer = release(id)) {
    transfer->end_cancelled();
    idle_.push_back(std::move(transfer));
    return;
  }
  for (auto job = waiting_.begin(); job != waiting_.end(); ++job) {
    if (job->id != id) continue;
    end_unsent(*job, FailureKind::cancelled, "cancelled before it was sent");
    waiting_.erase(job);
    return;
  }
}

void Transport::Wire::reap() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;   // the message dies with the removal of its handle
    char* self = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &self);
    auto transfer = release(reinterpret_cast<Transfer*>(self)->id());
    if (transfer->may_start_again(code)) {
      add(std::move(transfer));
    } else {
      transfer->end(code);
      idle_.push_back(std::move(transfer));
    }
  }
}

/// Ends replies that began and then stopped coming. Those that have not begun are the total time-out's.
void Transport::Wire::end_silent() {
  const Instant now = std::chrono::steady_clock::now();
  if (now - looked_ < look_every) return;
  looked_ = now;
  std::vector<std::uint64_t> silent;
  for (const auto& [id, transfer] : running_)
    if (transfer->silent_since(now)) silent.push_back(id);
  for (const std::uint64_t id : silent) {
    auto transfer = release(id);
    transfer->end_silent();
    idle_.push_back(std::move(transfer));
  }
}

void Transport::Wire::cancel_all() {
  while (!running_.empty()) release(running_.begin()->first)->end_cancelled();
  for (const Job& job : waiting_) end_unsent(job, FailureKind::cancelled, "cancelled before it was sent");
  waiting_.clear();
}

Transport::Transport(TransportLimits limits) : limits_(limits) {}
Transport::~Transport() = default;

void Transport::send(Job job) {
  try {
    std::call_once(started_, [this] { wire_ = std::make_unique<Wire>(limits_); });
  } catch (const std::exception& error) {   // no thread to be had; the next send tries again
    return end_unsent(job, FailureKind::network, error.what());
  }
  wire_->send(std::move(job));
}

void Transport::cancel(std::uint64_t id) {
  if (wire_) wire_->cancel(id);
}

std::optional<ClientLag> Transport::lag() const { return wire_ ? wire_->lag() : std::nullopt; }

}  // namespace shortlist
