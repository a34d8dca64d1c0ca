#include "backends/http/transfer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "backends/http/text.hpp"
#include "backends/http/trouble.hpp"

namespace shortlist {
namespace {

Instant stamp() { return std::chrono::steady_clock::now(); }

curl_slist* header_list(const std::vector<Header>& headers) {
  curl_slist* list = curl_slist_append(nullptr, "Expect:");   // else a large body waits for a "100 Continue"
  for (const Header& h : headers) list = curl_slist_append(list, fmt::format("{}: {}", h.name, h.value).c_str());
  return list;
}

long milliseconds(Duration d) {
  return static_cast<long>(std::max<Duration::rep>(1, std::chrono::ceil<std::chrono::milliseconds>(d).count()));
}

}  // namespace

Transfer::Transfer(const TransportLimits& limits) : limits_(limits), easy_(curl_easy_init()) {
  if (easy_) set_constants();
}

void Transfer::set_constants() {
  CURL* easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_POST, 1L);
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
}

void Transfer::begin(Job job) {
  job_ = std::move(job);
  url_ = parse_url(job_.request.url).value_or(Url{});
  reception_ = {};
  header_bytes_ = body_bytes_ = 0;
  stop_ = Stop::none;
  error_[0] = '\0';
  headers_.reset(header_list(job_.request.headers));
  CURL* easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_URL, job_.request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_.get());
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(job_.request.body.size()));
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, job_.request.body.data());   // not copied: job_ keeps it
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, milliseconds(job_.timeout));
  curl_easy_setopt(easy, CURLOPT_PROXY, url_.loopback ? "" : nullptr);    // null: as the environment says
}

void Transfer::end(CURLcode code) { finish(code == CURLE_OK ? std::nullopt : trouble(code)); }

void Transfer::end_cancelled() { finish(Failure{FailureKind::cancelled, "cancelled before the answer was whole", {}}); }

void Transfer::finish(std::optional<Failure> trouble) {
  const Job job = std::move(job_);
  job_ = {};
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
  const std::string text = error_[0] ? error_ : curl_easy_strerror(code);
  return wire_failure({code, text, url_, reception_.connected.has_value(), body_bytes_, job_.timeout, limits_.connect});
}

int Transfer::on_ready(void* self, char*, char*, int, int) {
  static_cast<Transfer*>(self)->reception_.connected = stamp();
  return CURL_PREREQFUNC_OK;
}

std::size_t Transfer::on_header(char* bytes, std::size_t size, std::size_t count, void* self) {
  const Instant at = stamp();
  return static_cast<Transfer*>(self)->take_header({bytes, size * count}, at) ? size * count : 0;
}

std::size_t Transfer::on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  const Instant at = stamp();
  return static_cast<Transfer*>(self)->take_body({bytes, size * count}, at) ? size * count : 0;
}

void Transfer::note_first_byte(Instant at) {
  reception_.first_byte = at;
  const Instant connected = reception_.connected.value_or(at);
  curl_off_t written_us = 0, first_byte_us = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &written_us);
  curl_easy_getinfo(easy_.get(), CURLINFO_STARTTRANSFER_TIME_T, &first_byte_us);
  const bool known = written_us > 0 && first_byte_us >= written_us;
  const Instant written = at - std::chrono::microseconds(first_byte_us - written_us);
  reception_.written = known ? std::max(written, connected) : connected;
}

bool Transfer::take_header(std::string_view line, Instant at) {
  if (!reception_.first_byte) note_first_byte(at);
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

bool Transfer::take_body(std::string_view bytes, Instant at) {
  body_bytes_ += bytes.size();
  if (body_bytes_ > limits_.body_bytes) return stop_ = Stop::body, false;
  if (!job_.exchange->body(reception_, bytes, at)) return stop_ = Stop::unwanted, false;
  return true;
}

}  // namespace shortlist
