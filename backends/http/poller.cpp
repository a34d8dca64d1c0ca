#include "backends/http/poller.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace shortlist {
namespace {

constexpr int events_at_once = 256;
constexpr Duration at_once = std::chrono::microseconds(20);   // a wait that took longer has slept

int checked(int descriptor, const char* what) {
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), what);
  return descriptor;
}

Instant now() { return std::chrono::steady_clock::now(); }

int curl_events(std::uint32_t events) {
  return ((events & EPOLLIN) ? CURL_CSELECT_IN : 0) | ((events & EPOLLOUT) ? CURL_CSELECT_OUT : 0) |
         ((events & (EPOLLERR | EPOLLHUP)) ? CURL_CSELECT_ERR : 0);
}

std::uint32_t epoll_events(int what) {
  return ((what & CURL_POLL_IN) ? EPOLLIN : 0u) | ((what & CURL_POLL_OUT) ? EPOLLOUT : 0u);
}

}  // namespace

Poller::Poller(Lag& lag)
    : lag_(lag), epoll_(checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      bell_(checked(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd")),
      clock_(checked(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC), "timerfd_create")), looked_(now()) {
  set(bell_, EPOLLIN);
  set(clock_, EPOLLIN);
}

Poller::~Poller() {
  close(clock_);
  close(bell_);
  close(epoll_);
}

void Poller::serve(CURLM* multi) {
  multi_ = multi;
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &Poller::on_socket);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &Poller::on_timer);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
}

void Poller::dress(CURL* easy, Opener& opener) {
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &Poller::open_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &opener);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, &Poller::close_socket);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, &opener.poller);
}

void Poller::wake() {
  rung_ = true;
  if (!sleeping_.exchange(false)) return;   // it looks at rung_ before it sleeps
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(bell_, &one, sizeof one);
}

void Poller::kick() {
  found_ = {now(), looked_};
  int running = 0;
  curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
}

int Poller::patience_ms(Duration at_most) const {
  if (timer_) at_most = std::min<Duration>(at_most, *timer_ - now());
  return static_cast<int>(std::max<Duration::rep>(0, std::chrono::ceil<std::chrono::milliseconds>(at_most).count()));
}

void Poller::turn(Duration at_most) {
  epoll_event events[events_at_once];
  sleeping_ = true;
  const int count = look(events, rung_.exchange(false) ? 0 : patience_ms(at_most));
  sleeping_ = false;
  for (int i = 0; i < count; ++i) {
    serve_socket(events[i].data.fd, events[i].events);
    if (i + 1 < count) look_again();
  }
  serve_timer();
}

/// Notes of each socket when it was first seen ready. Gives the number of events.
int Poller::look(epoll_event* events, int patience_ms) {
  const Instant before = now();
  const int count = epoll_wait(epoll_, events, events_at_once, patience_ms);
  const Instant after = now();
  const bool slept = after - before > at_once;   // then nothing was ready before
  if (slept) ++sleeps_;
  for (int i = 0; i < count; ++i) {
    Socket& socket = at(events[i].data.fd);
    if (socket.found && socket.sleep == sleeps_) continue;
    socket.found = {after, slept ? after : looked_};
    socket.sleep = sleeps_;
  }
  looked_ = after;
  return count;
}

/// What is found now is told again by the next wait, and served then.
void Poller::look_again() {
  if (now() - looked_ < look_every) return;
  epoll_event events[events_at_once];
  look(events, 0);
}

void Poller::serve_socket(int fd, std::uint32_t events) {
  const auto found = std::exchange(at(fd).found, std::nullopt);
  if (!found) return;   // closed since, for what another socket brought
  found_ = *found;
  if (fd == bell_ || fd == clock_) {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto got = read(fd, &count, sizeof count);
    return fd == clock_ ? serve_alarm() : void();
  }
  if (at(fd).wanted == 0) return set(fd, 0);   // an idle connection: closed by the server, libcurl will see
  int running = 0;
  curl_multi_socket_action(multi_, fd, curl_events(events), &running);
}

void Poller::alarm(bool on) {
  if (on == alarm_.has_value()) return;
  alarm_.reset();
  if (on) set_alarm(now() + alarm_every);
}

void Poller::set_alarm(Instant due) {
  alarm_ = due;
  const auto ns = due.time_since_epoch().count();
  const itimerspec when{{}, {static_cast<time_t>(ns / 1'000'000'000), static_cast<long>(ns % 1'000'000'000)}};
  timerfd_settime(clock_, TFD_TIMER_ABSTIME, &when, nullptr);
}

void Poller::serve_alarm() {
  if (!alarm_) return;   // it rang when it had just been put off
  lag_.waking.note(found_.at - *alarm_);
  set_alarm(now() + alarm_every);
}

void Poller::serve_timer() {
  if (!timer_ || now() < *timer_) return;
  timer_.reset();   // before the action, which sets it anew
  kick();
}

Poller::Socket& Poller::at(int fd) {
  const auto index = static_cast<std::size_t>(fd);
  if (index >= sockets_.size()) sockets_.resize(index + 1);
  return sockets_[index];
}

void Poller::want(int fd, std::uint32_t events) {
  Socket& socket = at(fd);
  socket.wanted = events;
  if (events != 0 || !socket.connection) set(fd, events);
}

void Poller::set(int fd, std::uint32_t events) {
  Socket& socket = at(fd);
  if (socket.registered == events) return;
  epoll_event event{};
  event.events = events;
  event.data.fd = fd;
  const int operation = events == 0 ? EPOLL_CTL_DEL : socket.registered == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
  epoll_ctl(epoll_, operation, fd, &event);
  socket.registered = events;
}

int Poller::on_socket(CURL*, curl_socket_t fd, int what, void* self, void*) {
  static_cast<Poller*>(self)->want(fd, what == CURL_POLL_REMOVE ? 0 : epoll_events(what));
  return 0;
}

int Poller::on_timer(CURLM*, long ms, void* self) {
  auto& timer = static_cast<Poller*>(self)->timer_;
  if (ms < 0) timer.reset();
  else timer = now() + std::chrono::milliseconds(ms);
  return 0;
}

curl_socket_t Poller::open_socket(void* data, curlsocktype, curl_sockaddr* address) {
  auto& opener = *static_cast<Opener*>(data);
  const int fd = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (fd < 0) return opener.error = errno, CURL_SOCKET_BAD;
  opener.poller.at(fd) = {true, 0, 0};
  return fd;
}

int Poller::close_socket(void* self, curl_socket_t fd) {
  static_cast<Poller*>(self)->at(fd) = {};   // closing takes it out of epoll
  return close(fd);
}

}  // namespace shortlist
