#include "backends/loopback/server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <system_error>

#include "backends/loopback/loop.hpp"

namespace shortlist::loopback {
namespace {

constexpr std::uint64_t listener_id = 0, timer_id = 1, wake_id = 2;

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

timespec to_timespec(Instant at) {
  const auto ns = std::max<std::int64_t>(1, at.time_since_epoch() / Duration(1));   // all zeros would disarm the timer
  return {static_cast<time_t>(ns / 1'000'000'000), static_cast<long>(ns % 1'000'000'000)};
}

void drain(int fd) {
  std::uint64_t count = 0;
  [[maybe_unused]] const auto got = read(fd, &count, sizeof count);
}

/// The Content-Length, 0 if there is none.
std::size_t content_length(std::string_view head) {
  for (const std::string_view name : {"\r\nContent-Length: ", "\r\ncontent-length: "}) {
    const std::size_t at = head.find(name);
    if (at == std::string_view::npos) continue;
    std::size_t length = 0;
    std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
    return length;
  }
  return 0;
}

}  // namespace

Server::Loop::Loop(Options options) : options_(options), log_(options) {
  listener_ = checked(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket");
  const int on = 1;
  setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(options.port);
  checked(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address), "bind");
  checked(listen(listener_, 4096), "listen");
  socklen_t size = sizeof address;
  getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  epoll_ = checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
  timer_ = checked(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC), "timerfd_create");
  wake_ = checked(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd");
  watch(listener_, listener_id, EPOLLIN, EPOLL_CTL_ADD);
  watch(timer_, timer_id, EPOLLIN, EPOLL_CTL_ADD);
  watch(wake_, wake_id, EPOLLIN, EPOLL_CTL_ADD);
  thread_ = std::thread([this] { run(); });
}

Server::Loop::~Loop() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(wake_, &one, sizeof one);
  thread_.join();
  for (auto& [id, c] : connections_) close(c.fd);
  for (const int fd : {listener_, epoll_, timer_, wake_}) close(fd);
}

void Server::Loop::watch(int fd, std::uint64_t id, std::uint32_t events, int operation) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = id;
  epoll_ctl(epoll_, operation, fd, &event);
}

void Server::Loop::run() {
  std::vector<epoll_event> events(256);
  while (true) {
    const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      const std::uint64_t id = events[static_cast<std::size_t>(i)].data.u64;
      if (id == wake_id) return;
      if (id == listener_id) accept_all();
      else if (id == timer_id) drain(timer_), armed_ = {};
      else serve(id, events[static_cast<std::size_t>(i)].events);
    }
    fire_timers();
    set_timer();
  }
}

void Server::Loop::accept_all() {
  while (true) {
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return;
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const std::uint64_t id = next_id_++;
    Connection& c = connections_[id];
    c.fd = fd;
    c.id = id;
    watch(fd, id, EPOLLIN, EPOLL_CTL_ADD);
    const std::lock_guard lock(mutex_);
    ++accepted_;
  }
}

void Server::Loop::serve(std::uint64_t id, std::uint32_t events) {
  const auto found = connections_.find(id);
  if (found == connections_.end()) return;
  Connection& c = found->second;
  if ((events & EPOLLOUT) && !flush(c)) return;
  if (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) read_in(c);
}

void Server::Loop::fire_timers() {
  while (!due_.empty() && due_.top().first <= std::chrono::steady_clock::now()) {
    const std::uint64_t id = due_.top().second;
    due_.pop();
    if (const auto found = connections_.find(id); found != connections_.end()) play(found->second);
  }
}

/// Absolute, and by timerfd: it knows no slack, as the time-outs of epoll do.
void Server::Loop::set_timer() {
  const Instant next = due_.empty() ? Instant{} : due_.top().first;
  if (next == armed_) return;
  armed_ = next;
  itimerspec when{};
  if (!due_.empty()) when.it_value = to_timespec(next);
  timerfd_settime(timer_, TFD_TIMER_ABSTIME, &when, nullptr);
}

bool Server::Loop::read_in(Connection& c) {
  char bytes[16384];
  while (true) {
    const ssize_t got = recv(c.fd, bytes, sizeof bytes, 0);
    if (got > 0) {
      c.in.append(bytes, static_cast<std::size_t>(got));
      if (static_cast<std::size_t>(got) == sizeof bytes) continue;
      return take_requests(c);
    }
    if (got < 0 && errno == EAGAIN) return take_requests(c);
    return drop(c, false), false;
  }
}

bool Server::Loop::take_requests(Connection& c) {
  while (!c.busy) {
    if (!c.in.empty() && (c.in[0] < 'A' || c.in[0] > 'Z')) {   // a TLS greeting, say: servers end it at once
      constexpr std::string_view refusal = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      [[maybe_unused]] const auto sent = ::send(c.fd, refusal.data(), refusal.size(), MSG_NOSIGNAL);
      return drop(c, false), false;
    }
    const std::size_t head_end = c.in.find("\r\n\r\n");
    if (head_end == std::string::npos) return true;
    const std::size_t length = content_length(std::string_view(c.in).substr(0, head_end + 2));
    if (c.in.size() < head_end + 4 + length) return true;
    const std::string request = c.in.substr(0, head_end + 4 + length);
    c.in.erase(0, request.size());
    const std::string_view head = std::string_view(request).substr(0, head_end);
    c.arrived = std::chrono::steady_clock::now();
    c.busy = true;
    c.next = 0;
    if (head.starts_with("GET ")) answer_get(c, head);
    else answer(c, head, std::string_view(request).substr(head_end + 4));
    if (!play(c)) return false;
  }
  return true;
}

void Server::Loop::answer(Connection& c, std::string_view head, std::string_view body) {
  const Request request = read_request(body);
  const Manners& usual = manners(request.model);
  const bool too_many = usual.most_at_once > 0 && under_way() > usual.most_at_once;
  const Fault fault = too_many ? Fault::rate_limited : next_fault(usual, log_.upcoming());
  LogEntry entry;
  entry.fault = fault;
  entry.received = c.arrived;
  if (options_.keep_log) {
    entry.model = request.model;
    entry.answer = request.answer.substr(0, answer_bytes);
    entry.connection = c.id - wake_id;
    if (options_.keep_bodies) entry.head = head, entry.body = body;
  }
  c.place = log_.open(std::move(entry));
  c.steps = reply_to(request, usual, fault, c.place.number);
}

std::ptrdiff_t Server::Loop::under_way() const {
  return std::ranges::count_if(connections_, [](const auto& entry) { return entry.second.busy; });
}

/// Few models are asked for, but often.
const Manners& Server::Loop::manners(const std::string& model) {
  if (model != known_model_) known_model_ = model, known_manners_ = manners_of(model);
  return known_manners_;
}

Fault Server::Loop::next_fault(const Manners& manners, std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  if (script_.empty()) return draw(manners, options_.seed, number);
  const Fault fault = script_.front();
  script_.pop_front();
  return fault;
}

void Server::Loop::answer_get(Connection& c, std::string_view head) {
  std::string body;
  c.place = {};
  if (head.starts_with("GET /__log ")) body = log_.lines();
  if (head.starts_with("GET /__totals ")) body = log_.totals_line();
  if (head.starts_with("GET /__reset ")) log_.forget();
  Step step;
  step.bytes = fmt::format("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{}", body.size(), body);
  step.then = Step::Then::keep_alive;
  c.steps = {step};
}

/// Sends what is due and sets a timer for the rest.
bool Server::Loop::play(Connection& c) {
  std::size_t tokens = 0;
  const Instant now = std::chrono::steady_clock::now();
  while (c.busy && c.next < c.steps.size() && c.arrived + c.steps[c.next].at <= now) {
    Step& step = c.steps[c.next++];
    c.out += step.bytes;
    tokens += step.token;
    c.then = step.then;
  }
  if (tokens > 0) log_.note_tokens(c.place, tokens, now);
  if (c.busy && c.next < c.steps.size()) due_.push({c.arrived + c.steps[c.next].at, c.id});
  return flush(c);
}

bool Server::Loop::flush(Connection& c) {
  while (!c.out.empty()) {
    const ssize_t sent = send(c.fd, c.out.data(), c.out.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN) return watch_for_room(c, true), true;
    if (sent < 0) return drop(c, false), false;
    c.out.erase(0, static_cast<std::size_t>(sent));
  }
  watch_for_room(c, false);
  return c.then == Step::Then::go_on || finish_reply(c);
}

void Server::Loop::watch_for_room(Connection& c, bool wanted) {
  if (c.blocked == wanted) return;
  c.blocked = wanted;
  watch(c.fd, c.id, wanted ? EPOLLIN | EPOLLOUT : EPOLLIN, EPOLL_CTL_MOD);
}

bool Server::Loop::finish_reply(Connection& c) {
  log_.note_end(c.place, std::chrono::steady_clock::now());
  const Step::Then then = std::exchange(c.then, Step::Then::go_on);
  c.busy = false;
  if (then == Step::Then::keep_alive) return c.in.empty() || take_requests(c);
  return drop(c, then == Step::Then::reset), false;
}

void Server::Loop::drop(Connection& c, bool reset) {
  const linger abort{1, 0};   // closing then sends an RST
  if (reset) setsockopt(c.fd, SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
  close(c.fd);
  connections_.erase(c.id);
}

std::size_t Server::Loop::connections() const {
  const std::lock_guard lock(mutex_);
  return accepted_;
}

void Server::Loop::script(std::vector<Fault> faults) {
  const std::lock_guard lock(mutex_);
  script_.assign(faults.begin(), faults.end());
}

Server::Server(Options options) : loop_(std::make_unique<Loop>(options)) {}
Server::Server() : Server(Options()) {}
Server::~Server() = default;
std::uint16_t Server::port() const { return loop_->port(); }
std::string Server::endpoint() const { return fmt::format("http://127.0.0.1:{}/v1", port()); }
std::vector<LogEntry> Server::log() const { return loop_->log().entries(); }
Totals Server::totals() const { return loop_->log().totals(); }
std::size_t Server::connections() const { return loop_->connections(); }
void Server::script(std::vector<Fault> faults) { loop_->script(std::move(faults)); }
bool Server::wait_for_requests(std::size_t count) const { return loop_->log().wait_for_requests(count); }

}  // namespace shortlist::loopback
