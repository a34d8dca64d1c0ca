#pragma once
// A server for manners that no sound server has: what is sent, byte for byte and when, is up to a function of
// the test. Blocking sockets, one thread a connection; for a few requests, not for load (that is
// backends/loopback).
#include <netinet/in.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shortlist::test {

sockaddr_in loopback_address(std::uint16_t port);

/// One request as it came; a TLS greeting is one, all in its head.
struct Ask {
  std::size_t number = 0, connection = 0;  ///< from 1
  std::string head, body;
  std::string answer, model;  ///< what stands behind ANSWER= in the body; the model that is asked for
  std::chrono::steady_clock::time_point at{};
};

/// The other side of one connection. All calls are of that connection's thread; `false`: the client has gone.
class Peer {
 public:
  Peer(int descriptor, int stop) : descriptor_(descriptor), stop_(stop) {}
  bool send(std::string_view bytes);
  /// `step` bytes at a time, each in a packet of its own, with a pause between them.
  bool drip(std::string_view bytes, std::size_t step, std::chrono::milliseconds pause);
  /// False when the client went away, or the server ends, before that.
  bool pause(std::chrono::milliseconds time);
  void stall() { pause(std::chrono::minutes(10)); }
  void reset();  ///< closes with an RST
  void close();
  bool open() const { return open_; }

 private:
  int descriptor_, stop_;
  bool open_ = true;
};

/// What is done about a request. When it returns, the connection is kept unless the peer was closed.
using Conduct = std::function<void(const Ask&, Peer&)>;

class RawServer {
 public:
  explicit RawServer(Conduct conduct);
  ~RawServer();
  std::uint16_t port() const;
  std::string endpoint() const;  ///< "http://127.0.0.1:PORT/v1"
  std::vector<Ask> asks() const;
  std::size_t connections() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A port that is taken and where nobody listens: whoever connects is refused.
class ClosedPort {
 public:
  ClosedPort();
  ~ClosedPort();
  ClosedPort(const ClosedPort&) = delete;
  std::string endpoint() const;

 private:
  std::uint16_t port_ = 0;
  int descriptor_ = -1;
};

/// A listening socket that completes no handshake: whoever connects hears nothing at all.
class BlackHole {
 public:
  BlackHole();
  ~BlackHole();
  BlackHole(const BlackHole&) = delete;
  std::string endpoint() const;

 private:
  std::uint16_t port_ = 0;
  std::vector<int> descriptors_;
};

/// "HTTP/1.1 STATUS ..." with a Content-Length; `headers` are whole lines.
std::string http_reply(int status, std::string_view headers, std::string_view body);
Conduct always(int status, std::string headers, std::string body);  ///< that reply to everyone
std::string chunk_of(std::string_view bytes);
/// Sound replies: a body of JSON, the events of a stream, and that stream as a whole chunked reply.
std::string whole_body(std::string_view answer);
std::string stream_body(std::string_view answer);
std::string event_of(std::string_view json);
/// One piece of an answer: the fields of its delta, or the text of one, as JSON writes them; `finish` is JSON.
std::string delta_event(std::string_view fields, std::string_view finish = "null");
std::string text_event(std::string_view text, std::string_view finish = "null");
std::string done_event();  ///< the last one of a stream
std::string stream_head(std::string_view more_headers = "");  ///< of a chunked event stream
std::string stream_reply(std::string_view answer);

}  // namespace shortlist::test
