#pragma once
// One easy handle and the request it carries at the moment; handles are used again and again. Wire thread only.
//
// What came is stamped with the moment it was found to be there, since others may be served first. `written` cannot be: libcurl 7.88 calls nobody when it has sent
// the request. It notes the moment for itself (PRETRANSFER: after the first send, which takes headers and body together
// up to 64 KiB of body) and the arrival of the first byte (STARTTRANSFER), both on one clock; their distance, taken
// back from our first-byte stamp, gives `written` to a few microseconds. For a body over 64 KiB it is the moment the
// first part had gone.
#include <curl/curl.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "backends/http/exchange.hpp"
#include "backends/http/lag.hpp"
#include "backends/http/outfit.hpp"
#include "backends/http/poller.hpp"
#include "backends/http/transport.hpp"

namespace shortlist {

class Transfer {
 public:
  /// The wire thread's things; they outlive the transfer.
  struct Setting {
    const TransportLimits& limits;
    Poller& poller;
    Lag& lag;
    std::size_t& connecting;   ///< transfers that have begun and have no connection yet
    Outfits& outfits;
  };
  explicit Transfer(const Setting& setting);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* handle() const { return easy_.get(); }   ///< null: out of memory
  std::uint64_t id() const { return job_->id; }   ///< REQUIRES: it carries a job
  /// Dresses the handle for this job; the caller then adds it to the multi handle.
  void begin(Job job);
  /// The kept connection it was given had died, and no fresh one has been tried: libcurl counts such deaths over the life
  /// of a handle, not of a request, and after five leaves one unmended. True at most once a job; the caller adds the
  /// handle to the multi handle again.
  bool may_start_again(CURLcode code);
  /// Tells the exchange and lets go of the job. REQUIRES: the handle is out of the multi handle.
  void end(CURLcode code);
  void end_cancelled();
  /// Its reply has begun and then brought nothing for longer than it may.
  bool silent_since(Instant now) const;
  void end_silent();

 private:
  enum class Stop { none, headers, body, unwanted };
  struct FreeEasy { void operator()(CURL* easy) const { curl_easy_cleanup(easy); } };

  void set_constants();
  void set_request();
  void connected();
  Instant stamp();       ///< when what is served now had come
  Instant note_lag();    ///< how late that is served; gives the time now
  void first_byte();
  Duration idle_limit() const;
  void finish(std::optional<Failure> trouble);
  std::optional<Failure> trouble(CURLcode code) const;
  Instant request_written(Instant first_byte_read) const;
  bool take_header(std::string_view line);
  bool take_body(std::string_view bytes);

  static int on_ready(void* self, char*, char*, int, int);
  static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self);

  const TransportLimits& limits_;
  Lag& lag_;
  std::size_t& connecting_;
  Outfits& outfits_;
  Poller::Opener opener_;
  std::unique_ptr<CURL, FreeEasy> easy_;
  char error_[CURL_ERROR_SIZE] = {};
  std::optional<Job> job_;
  const Outfit* outfit_ = nullptr;   // of the job, or of the last one
  bool connecting_now_ = false;
  bool started_again_ = false;
  Reception reception_;
  Instant last_byte_{};
  std::size_t header_bytes_ = 0, body_bytes_ = 0;
  Stop stop_ = Stop::none;
};

}  // namespace shortlist
