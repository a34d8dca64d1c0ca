#pragma once
// The sockets of one curl_multi, watched by epoll, and libcurl's one timer. Wire thread only, but for wake().
//
// A connection's socket stays registered between two requests: libcurl would have it removed and added again for each
// (two system calls). An event on it meanwhile means that the server has closed it: only then is it let go. libcurl's
// other descriptors (a resolver's pipe) come and go without our knowing, so those are removed when libcurl says so.
#include <curl/curl.h>

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "backends/http/lag.hpp"

struct epoll_event;

namespace shortlist {

class Poller {
 public:
  /// Throws std::system_error where the system gives no epoll. `lag` outlives it.
  explicit Poller(Lag& lag);
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  /// `multi` reports its sockets and its timer here from now on. It goes before the poller does.
  void serve(CURLM* multi);
  /// What a handle's sockets are opened through; it outlives the handle's use.
  struct Opener {
    Poller& poller;
    int error = 0;   ///< errno of the last socket that could not be had
  };
  static void dress(CURL* easy, Opener& opener);
  /// Lets libcurl begin what was just added, without waiting.
  void kick();
  /// Waits for sockets, the timer, wake() or `at_most`, whichever is first, and lets libcurl serve what is ready.
  void turn(Duration at_most);
  /// Any thread: ends the wait under way, or the next one.
  void wake();

  /// Rings each `alarm_every` while it is on, to find out how late the machine lets this thread wake.
  void alarm(bool on);
  static constexpr Duration alarm_every = std::chrono::milliseconds(5);

  /// When the socket that is served now was found ready. While many are served, the others are looked at again and again,
  /// so that this is right to `look_every` even where a thousand become ready at once.
  struct Found {
    Instant at{};
    Instant not_before{};   ///< the look before; `at` itself where the wait had slept until then
  };
  const Found& found() const { return found_; }
  static constexpr Duration look_every = std::chrono::microseconds(100);

 private:
  struct Socket {
    bool connection = false;              ///< opened here
    std::uint32_t registered = 0, wanted = 0;   ///< EPOLLIN, EPOLLOUT
    std::optional<Found> found{};               ///< ready, and not served yet
    std::uint64_t sleep = 0;                    ///< how many there had been then; found before another means nothing
  };
  static int on_socket(CURL*, curl_socket_t fd, int what, void* self, void*);
  static int on_timer(CURLM*, long ms, void* self);
  static curl_socket_t open_socket(void* opener, curlsocktype, curl_sockaddr* address);
  static int close_socket(void* self, curl_socket_t fd);

  Socket& at(int fd);
  void want(int fd, std::uint32_t events);
  void set(int fd, std::uint32_t events);
  int look(epoll_event* events, int patience_ms);
  void look_again();
  void serve_socket(int fd, std::uint32_t events);
  void serve_timer();
  void serve_alarm();
  void set_alarm(Instant due);
  int patience_ms(Duration at_most) const;

  CURLM* multi_ = nullptr;
  Lag& lag_;
  int epoll_ = -1, bell_ = -1, clock_ = -1;
  std::optional<Instant> alarm_;            ///< when it is due
  std::atomic<bool> sleeping_ = false, rung_ = false;
  std::vector<Socket> sockets_;             ///< by descriptor
  std::optional<Instant> timer_;
  Instant looked_{};
  std::uint64_t sleeps_ = 0;
  Found found_{};
};

}  // namespace shortlist
