#include "backends/loopback/server_process.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <system_error>
#include <utility>

namespace shortlist::loopback {
namespace {

constexpr timeval get_wait_max{60, 0};

[[noreturn]] void complain(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

/// The last core that this process may use, if it may use several.
std::optional<int> core_to_spare() {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0 || CPU_COUNT(&allowed) < 2) return std::nullopt;
  int last = CPU_SETSIZE - 1;
  while (!CPU_ISSET(static_cast<std::size_t>(last), &allowed)) --last;
  return last;
}

bool pin_to(int core) {
  cpu_set_t only;
  CPU_ZERO(&only);
  CPU_SET(static_cast<std::size_t>(core), &only);
  return sched_setaffinity(0, sizeof only, &only) == 0;
}

struct Hello {
  std::uint16_t port = 0;
  bool pinned = false;
};

/// The child: says where it listens, and serves until it is killed.
[[noreturn]] void serve(const Server::Options& options, std::optional<int> core, int out, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  Hello hello;
  hello.pinned = core && pin_to(*core);
  try {
    const Server server(options);
    hello.port = server.port();
    if (write(out, &hello, sizeof hello) != sizeof hello) _exit(1);
    close(out);
    while (true) pause();
  } catch (...) {
    _exit(1);
  }
}

/// Closes with its scope.
struct Descriptor {
  int fd = -1;
  ~Descriptor() { if (fd >= 0) close(fd); }
};

void send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) complain("asking the loopback server");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

/// How long the reply is, head and body; nothing while its head is not there.
std::optional<std::size_t> length_of(std::string_view reply) {
  constexpr std::string_view name = "\r\nContent-Length: ";
  const std::size_t end = reply.find("\r\n\r\n"), at = reply.find(name);
  if (end == reply.npos || at > end) return std::nullopt;
  std::size_t body = 0;
  std::from_chars(reply.data() + at + name.size(), reply.data() + end, body);
  return end + 4 + body;
}

std::string read_reply(int fd) {
  std::string reply;
  char bytes[65536];
  std::optional<std::size_t> length;
  while (!length || reply.size() < *length) {
    const ssize_t got = recv(fd, bytes, sizeof bytes, 0);
    if (got == 0) errno = ECONNRESET;
    if (got <= 0) complain("reading from the loopback server");
    reply.append(bytes, static_cast<std::size_t>(got));
    if (!length) length = length_of(reply);
  }
  return reply.substr(reply.find("\r\n\r\n") + 4);
}

}  // namespace

ServerProcess::ServerProcess(const Server::Options& options) : core_(core_to_spare()) {
  int ends[2];
  if (pipe(ends) != 0) complain("pipe");
  const Descriptor in{ends[0]};
  Descriptor out{ends[1]};
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ < 0) complain("fork");
  if (pid_ == 0) serve(options, core_, out.fd, parent);
  close(std::exchange(out.fd, -1));
  Hello hello;
  if (read(in.fd, &hello, sizeof hello) != sizeof hello) {
    waitpid(pid_, nullptr, 0);
    errno = ECHILD;
    complain("starting the loopback server");
  }
  port_ = hello.port;
  if (!hello.pinned) core_.reset();
}

ServerProcess::~ServerProcess() {
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

std::string ServerProcess::endpoint() const { return fmt::format("http://127.0.0.1:{}/v1", port_); }

std::string ServerProcess::get(const std::string& path) const {
  const Descriptor link{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (link.fd < 0) complain("socket");
  setsockopt(link.fd, SOL_SOCKET, SO_RCVTIMEO, &get_wait_max, sizeof get_wait_max);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port_);
  if (connect(link.fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) complain("reaching the loopback server");
  send_all(link.fd, fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", path));
  return read_reply(link.fd);
}

}  // namespace shortlist::loopback
