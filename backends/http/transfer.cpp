#include "backends/http/transfer.hpp"

#include <fmt/format.h>

#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "backends/http/text.hpp"
#include "backends/http/trouble.hpp"

namespace shortlist {
namespace {

/// From here on libcurl would ask for a "100 Continue" and wait for it, unless told not to.
constexpr std::size_t expects_from = 1u << 20;

constexpr long receive_bytes = 4096;   // one a connection: libcurl's own 16 KiB are for files, answers are small

long milliseconds(Duration d) {
  return static_cast<long>(std::max<Duration::rep>(1, std::chrono::ceil<std::chrono::milliseconds>(d).count()));
}

/// The lane takes it as a call for fewer at once.
Failure out_of_files() {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  return {FailureKind::overloaded,
          fmt::format("no more open files on this machine: allow more than {} (ulimit -n), or fewer calls in flight "
                      "(lanes: concurrency)", files.rlim_cur), {}, true};
}

}  // namespace

Transfer::Transfer(const Setting& setting)
    : limits_(setting.limits), lag_(setting.lag), connecting_(setting.connecting), outfits_(setting.outfits), opener_{setting.poller},
      easy_(curl_easy_init()) {
  if (easy_) set_constants();
}

Instant Transfer::stamp() {
  return last_byte_ = std::max(last_byte_, opener_.poller.found().at);
}

Instant Transfer::note_lag() {
  const Instant now = std::chrono::steady_clock::now();
  lag_.serving.note(now - opener_.poller.found().not_before);
  return now;
}

void Transfer::first_byte() {
  reception_.written = last_byte_ = request_written(note_lag());
  reception_.first_byte = stamp();
}

void Transfer::set_constants() {
  CURL* easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_POST, 1L);
  curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, receive_bytes);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);   // libcurl would hand our headers to the new place
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "identity");   // compression gathers what should stream
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);  // a proxy's head is not the server's
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "shortlist");
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(limits_.connect));
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &Transfer::on_ready);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, this);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  Poller::dress(easy, opener_);
}

void Transfer::begin(Job job) {
  job_.emplace(std::move(job));
  reception_ = {};
  header_bytes_ = body_bytes_ = 0;
  stop_ = Stop::none;
  error_[0] = '\0';
  opener_.error = 0;
  started_again_ = false;
  connecting_now_ = true;
  ++connecting_;
  set_request();
  CURL* easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(job_->body.size()));
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, job_->body.data());   // not copied: job_ keeps it
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, milliseconds(job_->timeout));
}

bool Transfer::may_start_again(CURLcode code) {
  const bool broke = code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR || code == CURLE_GOT_NOTHING;
  long connections = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_NUM_CONNECTS, &connections);
  return broke && connections == 0 && !reception_.first_byte && !std::exchange(started_again_, true);
}

/// Only what differs from the request that the handle carried before.
void Transfer::set_request() {
  const Outfit* before = std::exchange(outfit_, &outfits_.of(*job_->request));
  CURL* easy = easy_.get();
  const bool large = job_->body.size() >= expects_from;
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, (large ? outfit_->large_headers : outfit_->headers).get());
  if (!before || before->address != outfit_->address) {
    curl_easy_setopt(easy, CURLOPT_URL, outfit_->address.c_str());
    curl_easy_setopt(easy, CURLOPT_CURLU, outfit_->parsed.get());
    curl_easy_setopt(easy, CURLOPT_PROXY, outfit_->url.loopback ? "" : nullptr);   // null: as the environment says
  }
  if (!before || before->ca_file != outfit_->ca_file) curl_easy_setopt(easy, CURLOPT_CAINFO, outfit_->ca_file.c_str());
}

void Transfer::connected() {
  if (std::exchange(connecting_now_, false)) --connecting_;
}

Duration Transfer::idle_limit() const { return job_->request->idle > Duration::zero() ? job_->request->idle : limits_.idle; }

bool Transfer::silent_since(Instant now) const { return reception_.first_byte && now - last_byte_ > idle_limit(); }

void Transfer::end_silent() {
  finish(Failure{FailureKind::timeout,
                 fmt::format("{}: the reply began and then brought nothing for {:.4g} s", outfit_->url.shown,
                             to_s(idle_limit())), {}});
}

void Transfer::end(CURLcode code) { finish(code == CURLE_OK ? std::nullopt : trouble(code)); }

void Transfer::end_cancelled() { finish(Failure{FailureKind::cancelled, "cancelled before the answer was whole", {}}); }

void Transfer::finish(std::optional<Failure> trouble) {
  connected();   // or it never will
  const Job job = std::move(*job_);
  job_.reset();
  job.exchange->end(reception_, std::move(trouble));
}

std::optional<Failure> Transfer::trouble(CURLcode code) const {
  switch (stop_) {
    case Stop::unwanted: return std::nullopt;
    case Stop::headers:
      return Failure{FailureKind::protocol,
                     fmt::format("the reply's head is over {} bytes", limits_.header_bytes), {}};
    case Stop::body:
      return Failure{FailureKind::protocol, fmt::format("the reply is over {} bytes", limits_.body_bytes), {}};
    case Stop::none: break;
  }
  if (opener_.error == EMFILE || opener_.error == ENFILE) return out_of_files();
  const std::string text = error_[0] ? error_ : curl_easy_strerror(code);
  return wire_failure({code, text, outfit_->url, job_->request->ca_file, reception_.connected.has_value(), body_bytes_, job_->timeout, limits_.connect});
}

int Transfer::on_ready(void* self, char*, char*, int, int) {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.reception_.connected = std::chrono::steady_clock::now();
  transfer.connected();
  return CURL_PREREQFUNC_OK;
}

std::size_t Transfer::on_header(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  return transfer.take_header({bytes, size * count}) ? size * count : 0;
}

std::size_t Transfer::on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  return transfer.take_body({bytes, size * count}) ? size * count : 0;
}

Instant Transfer::request_written(Instant first_byte_read) const {
  const Instant connected = reception_.connected.value_or(first_byte_read);
  curl_off_t written_us = 0, first_byte_us = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &written_us);
  curl_easy_getinfo(easy_.get(), CURLINFO_STARTTRANSFER_TIME_T, &first_byte_us);
  const bool known = written_us > 0 && first_byte_us >= written_us;
  const Instant written = first_byte_read - std::chrono::microseconds(first_byte_us - written_us);
  return known ? std::max(written, connected) : connected;
}

bool Transfer::take_header(std::string_view line) {
  if (!reception_.first_byte) first_byte();
  else stamp();
  header_bytes_ += line.size();
  if (header_bytes_ > limits_.header_bytes) return stop_ = Stop::headers, false;
  if (line.starts_with("HTTP/")) {   // again after a 100 Continue
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    reception_.head = {static_cast<int>(status), {}};
  } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    const std::string_view value = trimmed(line.substr(colon + 1));
    reception_.head.headers.push_back({std::string(line.substr(0, colon)), std::string(value)});
  }
  return true;
}

bool Transfer::take_body(std::string_view bytes) {
  note_lag();
  const Instant at = stamp();
  body_bytes_ += bytes.size();
  if (body_bytes_ > limits_.body_bytes) return stop_ = Stop::body, false;
  if (!job_->exchange->body(reception_, bytes, at)) return stop_ = Stop::unwanted, false;
  return true;
}

}  // namespace shortlist
