#include "backends/exec_link.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>

#include "backends/exec_message.hpp"

namespace shortlist {
namespace {

constexpr std::size_t error_bytes_kept = 4096, error_bytes_told = 400;

Instant now() { return std::chrono::steady_clock::now(); }

int poll_ms(std::optional<Instant> until) {
  if (!until) return -1;
  const double left = std::ceil(to_ms(*until - now()));
  return static_cast<int>(std::clamp(left, 0.0, 60'000.0));
}

}  // namespace

ExecLink::ExecLink(ProcessCommand command, const ExecLimits& limits)
    : command_(std::move(command)),
      limits_(limits),
      talk_(limits),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      thread_([this] { work(); }) {}

ExecLink::~ExecLink() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake();
  thread_.join();
}

void ExecLink::wake() {
  const std::uint64_t one = 1;
  if (write(wake_.get(), &one, sizeof one) < 0) return;  // full: it will wake anyway
}

void ExecLink::ask(ExecCall call) {
  {
    std::lock_guard lock(mutex_);
    resting_ = false;
    talk_.ask(std::move(call));
  }
  wake();
}

void ExecLink::cancel(CallKey key) {
  {
    std::lock_guard lock(mutex_);
    talk_.cancel(key, now());
  }
  wake();
}

void ExecLink::rest() {
  {
    std::lock_guard lock(mutex_);
    resting_ = true;
  }
  wake();
}

bool ExecLink::idle() const {
  std::lock_guard lock(mutex_);
  return talk_.idle();
}

std::map<std::string, std::string> ExecLink::facts() const {
  std::lock_guard lock(mutex_);
  return talk_.facts();
}

std::string ExecLink::name() const {
  return in_one_line(fmt::format("{}", fmt::join(command_.words, " ")), 120);
}

std::string ExecLink::last_words() const {
  const std::size_t from = errors_.size() > error_bytes_told ? errors_.size() - error_bytes_told : 0;
  const std::string words = in_one_line(std::string_view(errors_).substr(from), error_bytes_told);
  return words.empty() ? "" : "; its last words: " + words;
}

void ExecLink::work() {
  // A program that has gone must be an error of write(), not the end of us.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  while (step()) {
  }
  process_.reset();
  ExecReplies replies;
  {
    std::lock_guard lock(mutex_);
    talk_.hopeless({FailureKind::cancelled, "the run ended", {}});
    replies = talk_.take_replies();
  }
  hand_over(std::move(replies));
}

void ExecLink::hand_over(ExecReplies replies) {
  for (auto& [done, reply] : replies) done(std::move(reply));
}

bool ExecLink::step() {
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return false;
  }
  if (process_ && !behaves()) drop(FailureKind::server_error, name() + " " + talk_.broken());
  if (process_ && deaf_since_ && now() >= *deaf_since_ + Process::patience)
    drop(FailureKind::server_error, "");
  if (process_ && rest_if_idle()) {
    process_.reset();
    running_ = false;
  }
  if (!process_) start_if_wanted();
  ExecReplies replies;
  {
    std::lock_guard lock(mutex_);
    replies = talk_.take_replies();
  }
  hand_over(std::move(replies));
  wait_for_bytes();
  return true;
}

bool ExecLink::behaves() {
  std::lock_guard lock(mutex_);
  return talk_.tick(now());
}

bool ExecLink::rest_if_idle() {
  std::lock_guard lock(mutex_);
  if (!resting_ || !talk_.idle()) return false;
  talk_.lost({});  // nothing is lost, but what is asked from now on is for the next program
  return true;
}

void ExecLink::start_if_wanted() {
  {
    std::lock_guard lock(mutex_);
    if (!talk_.wants_program()) return;
  }
  const std::optional<Failure> never = start();
  std::lock_guard lock(mutex_);
  if (never) return talk_.hopeless(*never);
  talk_.started(now());
}

std::optional<Failure> ExecLink::start() {
  if (deaths_in_a_row_ > limits_.restarts_in_a_row || deaths_ > limits_.restarts)
    return Failure{FailureKind::bad_request,
                   fmt::format("{} ended {} times and is not started again{}", name(), deaths_, last_words()),
                   {}};
  auto started = Process::start(command_);
  if (auto* why = std::get_if<std::string>(&started))
    return Failure{FailureKind::bad_request, "cannot start " + name() + ": " + *why, {}};
  process_ = std::move(std::get<std::unique_ptr<Process>>(started));
  running_ = errors_open_ = true;
  input_.clear();
  errors_.clear();
  searched_ = 0;
  deaf_since_.reset();
  return std::nullopt;
}

void ExecLink::wait_for_bytes() {
  std::array<pollfd, 4> fds{{{wake_.get(), POLLIN, 0}, {-1, POLLIN, 0}, {-1, POLLIN, 0}, {-1, POLLOUT, 0}}};
  std::optional<Instant> until;
  if (process_) {
    std::lock_guard lock(mutex_);
    fds[1].fd = process_->output();
    if (errors_open_) fds[2].fd = process_->errors();
    if (!talk_.output().empty() && !deaf_since_) fds[3].fd = process_->input();
    until = talk_.next_tick();
    if (deaf_since_) until = std::min(until.value_or(Instant::max()), *deaf_since_ + Process::patience);
  }
  if (poll(fds.data(), fds.size(), poll_ms(until)) <= 0) return;
  std::uint64_t woken = 0;
  if (fds[0].revents && read(wake_.get(), &woken, sizeof woken) < 0) return;
  if (fds[2].revents) read_errors();
  if (fds[3].revents) write_some();
  if (fds[1].revents) read_lines();
}

void ExecLink::write_some() {
  std::lock_guard lock(mutex_);
  const std::string& bytes = talk_.output();
  const ssize_t n = write(process_->input(), bytes.data(), bytes.size());
  if (n > 0)
    talk_.written(static_cast<std::size_t>(n), now());
  else if (errno != EAGAIN && errno != EINTR)
    deaf_since_ = now();
}

void ExecLink::read_errors() {
  char block[4096];
  ssize_t n = 0;
  while ((n = read(process_->errors(), block, sizeof block)) > 0) {
    errors_.append(block, static_cast<std::size_t>(n));
    if (errors_.size() > error_bytes_kept) errors_.erase(0, errors_.size() - error_bytes_kept);
    if (n < static_cast<ssize_t>(sizeof block)) return;
  }
  if (n == 0) errors_open_ = false;
}

void ExecLink::read_lines() {
  std::array<char, 65536> block;
  const ssize_t n = read(process_->output(), block.data(), block.size());
  const Instant at = now();
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (n <= 0) return drop(FailureKind::server_error, "");
  input_.append(block.data(), static_cast<std::size_t>(n));
  std::size_t begin = 0;
  for (std::size_t end; (end = input_.find('\n', std::max(begin, searched_))) != std::string::npos;
       begin = end + 1) {
    bool fine = false;
    {
      std::lock_guard lock(mutex_);
      fine = talk_.line(std::string_view(input_).substr(begin, end - begin), at);
      if (talk_.answers()) deaths_in_a_row_ = 0;
    }
    if (!fine) return drop(FailureKind::protocol, name() + " " + talk_.broken());
  }
  input_.erase(0, begin);
  searched_ = input_.size();
  if (input_.size() > limits_.line_bytes)
    drop(FailureKind::protocol,
         fmt::format("{} wrote a line of more than {} bytes", name(), limits_.line_bytes));
}

/// Ends the program. Without a reason of ours it has ended by itself.
void ExecLink::drop(FailureKind kind, const std::string& why) {
  const std::string ended = process_->end(why.empty() ? Process::patience : Duration{});
  read_errors();
  process_.reset();
  running_ = false;
  ++deaths_;
  ++deaths_in_a_row_;
  const std::string story = why.empty() ? name() + " ended: " + ended : why;
  ExecReplies replies;
  {
    std::lock_guard lock(mutex_);
    if (talk_.refused())
      talk_.hopeless(*talk_.refused());
    else
      talk_.lost({kind, story + last_words(), {}});
    replies = talk_.take_replies();
  }
  hand_over(std::move(replies));
}

}  // namespace shortlist
