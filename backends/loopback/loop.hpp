#pragma once
// The server's thread: sockets, timers, log.
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <queue>
#include <thread>
#include <unordered_map>

#include "backends/loopback/server.hpp"

namespace shortlist::loopback {

class Server::Loop {
 public:
  explicit Loop(Options options);
  ~Loop();
  std::uint16_t port() const { return port_; }
  std::vector<LogEntry> log() const;
  std::size_t requests() const;
  std::size_t connections() const;
  void script(std::vector<Fault> faults);
  bool wait_for_requests(std::size_t count) const;

 private:
  struct Connection {
    int fd = -1;
    std::uint64_t id = 0;
    std::string in, out;
    std::vector<Step> steps;     ///< of the reply under way
    std::size_t next = 0;
    bool busy = false;           ///< a reply is under way
    bool blocked = false;        ///< the socket took no more: EPOLLOUT is watched
    Step::Then then = Step::Then::go_on;   ///< once out is empty
    Instant arrived{};
    std::size_t log_index = 0, log_epoch = 0;
  };
  using Due = std::pair<Instant, std::uint64_t>;

  void run();
  void watch(int fd, std::uint64_t id, std::uint32_t events, int operation);
  void accept_all();
  void serve(std::uint64_t id, std::uint32_t events);
  void fire_timers();
  void set_timer();
  bool read_in(Connection& c);             ///< these four: false = the connection is gone
  bool take_requests(Connection& c);
  bool play(Connection& c);
  bool flush(Connection& c);
  bool finish_reply(Connection& c);
  void watch_for_room(Connection& c, bool wanted);
  void answer(Connection& c, std::string_view head, std::string_view body);
  void answer_get(Connection& c, std::string_view head);
  void drop(Connection& c, bool reset);
  std::ptrdiff_t under_way() const;
  Fault next_fault(const Manners& manners, std::uint64_t number);
  void note(Connection& c, const std::function<void(LogEntry&)>& change);
  std::string log_lines() const;

  const Options options_;
  int listener_ = -1, epoll_ = -1, timer_ = -1, wake_ = -1;
  std::uint16_t port_ = 0;
  std::unordered_map<std::uint64_t, Connection> connections_;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  std::uint64_t next_id_ = 3;              // 0 listener, 1 timer, 2 wake-up

  mutable std::mutex mutex_;               // guards what follows
  mutable std::condition_variable arrived_;
  std::vector<LogEntry> log_;
  std::deque<Fault> script_;
  std::size_t log_epoch_ = 0, accepted_ = 0;
  std::thread thread_;
};

}  // namespace shortlist::loopback
