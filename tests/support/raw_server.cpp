#include "tests/support/raw_server.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "backends/loopback/reply.hpp"

namespace shortlist::test {
namespace {

using Clock = std::chrono::steady_clock;

int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

int bind_any_port(std::uint16_t& port) {
  const int listener = checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
  sockaddr_in address = loopback_address(0);
  checked(bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), "bind");
  socklen_t size = sizeof address;
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  port = ntohs(address.sin_port);
  return listener;
}

int listen_on_any_port(int backlog, std::uint16_t& port) {
  const int listener = bind_any_port(port);
  checked(listen(listener, backlog), "listen");
  return listener;
}

std::size_t content_length(std::string head) {
  std::transform(head.begin(), head.end(), head.begin(), [](unsigned char c) { return std::tolower(c); });
  const std::string name = "\r\ncontent-length:";
  const std::size_t at = head.find(name);
  std::size_t length = 0;
  if (at == std::string::npos) return 0;
  const std::size_t digits = head.find_first_not_of(' ', at + name.size());
  std::from_chars(head.data() + digits, head.data() + head.size(), length);
  return length;
}

}  // namespace

sockaddr_in loopback_address(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

bool Peer::send(std::string_view bytes) {
  while (open_ && !bytes.empty()) {
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0)
      open_ = false;
    else
      bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return open_;
}

bool Peer::drip(std::string_view bytes, std::size_t step, std::chrono::milliseconds between) {
  for (std::size_t at = 0; at < bytes.size(); at += step)
    if (!send(bytes.substr(at, step)) || (between.count() > 0 && !pause(between))) return false;
  return true;
}

bool Peer::pause(std::chrono::milliseconds time) {
  const auto end = Clock::now() + time;
  while (open_) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    if (left <= 0) return true;
    pollfd watched[2] = {{stop_, POLLIN, 0}, {descriptor_, POLLRDHUP, 0}};
    if (poll(watched, 2, static_cast<int>(left)) > 0) open_ = false;
  }
  return false;
}

void Peer::reset() {
  const linger abort{1, 0};
  setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
  open_ = false;
}

void Peer::close() { open_ = false; }

struct RawServer::State {
  Conduct conduct;
  int listener = -1, stop = -1;
  std::uint16_t port = 0;
  mutable std::mutex mutex;  // guards what follows
  std::vector<Ask> asks;
  std::size_t accepted = 0;
  std::vector<std::thread> talks;
  std::thread accepting;

  void accept_all();
  void talk(int descriptor, std::size_t connection);
  bool read_request(int descriptor, std::string& held, Ask& ask) const;
  bool read_more(int descriptor, std::string& held) const;
};

void RawServer::State::accept_all() {
  while (true) {
    pollfd watched[2] = {{stop, POLLIN, 0}, {listener, POLLIN, 0}};
    if (poll(watched, 2, -1) > 0 && watched[0].revents) return;
    const int descriptor = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor < 0) continue;
    const int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const std::lock_guard lock(mutex);
    talks.emplace_back([this, descriptor, number = ++accepted] { talk(descriptor, number); });
  }
}

bool RawServer::State::read_more(int descriptor, std::string& held) const {
  pollfd watched[2] = {{stop, POLLIN, 0}, {descriptor, POLLIN, 0}};
  if (poll(watched, 2, -1) <= 0 || watched[0].revents) return false;
  char bytes[16384];
  const ssize_t got = recv(descriptor, bytes, sizeof bytes, 0);
  if (got > 0) held.append(bytes, static_cast<std::size_t>(got));
  return got > 0;
}

bool RawServer::State::read_request(int descriptor, std::string& held, Ask& ask) const {
  while (true) {
    if (held.starts_with('\x16')) {  // TLS' first record: no line of HTTP will come
      ask.head = std::exchange(held, {});
      ask.body.clear();
      return true;
    }
    const std::size_t head = held.find("\r\n\r\n");
    const std::size_t whole =
        head == std::string::npos ? 0 : head + 4 + content_length(held.substr(0, head + 2));
    if (whole > 0 && held.size() >= whole) {
      ask.head = held.substr(0, head + 2);
      ask.body = held.substr(head + 4, whole - head - 4);
      held.erase(0, whole);
      return true;
    }
    if (!read_more(descriptor, held)) return false;
  }
}

void RawServer::State::talk(int descriptor, std::size_t connection) {
  Peer peer(descriptor, stop);
  std::string held;
  for (Ask ask; peer.open() && read_request(descriptor, held, ask);) {
    const auto request = loopback::read_request(ask.body);
    ask.answer = request.answer;
    ask.model = request.model;
    ask.connection = connection;
    ask.at = Clock::now();
    {
      const std::lock_guard lock(mutex);
      ask.number = asks.size() + 1;
      asks.push_back(ask);
    }
    conduct(ask, peer);
  }
  ::close(descriptor);
}

RawServer::RawServer(Conduct conduct) : state_(std::make_unique<State>()) {
  state_->conduct = std::move(conduct);
  state_->stop = checked(eventfd(0, EFD_CLOEXEC), "eventfd");
  state_->listener = listen_on_any_port(64, state_->port);
  state_->accepting = std::thread([s = state_.get()] { s->accept_all(); });
}

RawServer::~RawServer() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = write(state_->stop, &one, sizeof one);
  state_->accepting.join();
  for (std::thread& talk : state_->talks) talk.join();
  close(state_->listener);
  close(state_->stop);
}

std::uint16_t RawServer::port() const { return state_->port; }
std::string RawServer::endpoint() const { return fmt::format("http://127.0.0.1:{}/v1", port()); }

std::vector<Ask> RawServer::asks() const {
  const std::lock_guard lock(state_->mutex);
  return state_->asks;
}

std::size_t RawServer::connections() const {
  const std::lock_guard lock(state_->mutex);
  return state_->accepted;
}

// With its queue full, Linux drops the SYN of whoever comes next.
BlackHole::BlackHole() {
  descriptors_.push_back(listen_on_any_port(0, port_));
  const sockaddr_in address = loopback_address(port_);
  for (int i = 0; i < 4; ++i) {
    const int caller = checked(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket");
    [[maybe_unused]] const int started =
        connect(caller, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    descriptors_.push_back(caller);
  }
}

BlackHole::~BlackHole() {
  for (const int descriptor : descriptors_) close(descriptor);
}

ClosedPort::ClosedPort() : descriptor_(bind_any_port(port_)) {}
ClosedPort::~ClosedPort() { close(descriptor_); }
std::string ClosedPort::endpoint() const { return fmt::format("http://127.0.0.1:{}/v1", port_); }

std::string BlackHole::endpoint() const { return fmt::format("http://127.0.0.1:{}/v1", port_); }

std::string http_reply(int status, std::string_view headers, std::string_view body) {
  return fmt::format("HTTP/1.1 {} As It Is\r\n{}Content-Length: {}\r\n\r\n{}", status, headers, body.size(),
                     body);
}

Conduct always(int status, std::string headers, std::string body) {
  return [=](const Ask&, Peer& peer) { peer.send(http_reply(status, headers, body)); };
}

std::string chunk_of(std::string_view bytes) { return fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes); }

std::string whole_body(std::string_view answer) {
  return fmt::format(
      R"({{"id":"c","object":"chat.completion","model":"m","choices":[{{"index":0,"message":{{"role":"assistant",)"
      R"("content":"{}"}},"finish_reason":"stop"}}],"usage":{{"prompt_tokens":10,"completion_tokens":3}}}})",
      answer);
}

std::string done_event() { return event_of("[DONE]"); }

std::string event_of(std::string_view json) { return fmt::format("data: {}\n\n", json); }

std::string delta_event(std::string_view fields, std::string_view finish) {
  return event_of(fmt::format(
      R"({{"id":"c","model":"mock-tok2","choices":[{{"index":0,"delta":{{{}}},"finish_reason":{}}}]}})", fields,
      finish));
}

std::string text_event(std::string_view text, std::string_view finish) {
  return delta_event(fmt::format(R"("content":"{}")", text), finish);
}

std::string stream_body(std::string_view answer) {
  const std::size_t half = answer.size() / 2;
  return text_event(answer.substr(0, half)) + text_event(answer.substr(half)) + text_event("", "\"stop\"") +
         event_of(R"({"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":3}})") + done_event();
}

std::string stream_head(std::string_view more) {
  return fmt::format(
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n{}\r\n", more);
}

std::string stream_reply(std::string_view answer) {
  return stream_head() + chunk_of(stream_body(answer)) + "0\r\n\r\n";
}

}  // namespace shortlist::test
