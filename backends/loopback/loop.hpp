#pragma once
// The server's thread: sockets, timers, log.
#include <deque>
#include <functional>
#include <mutex>
#include <queue>
#include <thread>
#include <unordered_map>

#include "backends/loopback/log.hpp"

namespace shortlist::loopback {

class Server::Loop {
 public:
  explicit Loop(Options options);
  ~Loop();
  std::uint16_t port() const { return port_; }
  const Log& log() const { return log_; }
  std::size_t connections() const;
  void script(std::vector<Fault> faults);

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
    Log::Place place;
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
  const Manners& manners(const std::string& model);
  std::ptrdiff_t under_way() const;
  Fault next_fault(const Manners& manners, std::uint64_t number);

  const Options options_;
  int listener_ = -1, epoll_ = -1, timer_ = -1, wake_ = -1;
  std::uint16_t port_ = 0;
  std::unordered_map<std::uint64_t, Connection> connections_;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  std::uint64_t next_id_ = 3;              // 0 listener, 1 timer, 2 wake-up

  Instant armed_{};                        // what the timer is set to; {} = it is not
  std::string known_model_;                // the last one asked for, and its manners
  Manners known_manners_;
  Log log_;

  mutable std::mutex mutex_;               // guards what follows
  std::deque<Fault> script_;
  std::size_t accepted_ = 0;
  std::thread thread_;
};

}  // namespace shortlist::loopback
