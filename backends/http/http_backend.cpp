#include "backends/http/http_backend.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "backends/http/reply_reader.hpp"
#include "backends/http/status.hpp"
#include "backends/http/text.hpp"

namespace shortlist {
namespace {

constexpr std::size_t partial_bytes_max = 64u << 10;
constexpr const char* request_id_headers[] = {"x-request-id", "request-id", "apim-request-id"};

std::string request_id(const HttpHead& head) {
  for (const char* name : request_id_headers)
    if (const auto id = header(head, name); !id.empty()) return one_line(id, 100);
  return "";
}

/// One call on its way: bytes in, one Reply out.
class Call : public Exchange {
 public:
  struct Context {
    const Dialect& dialect;
    const Candidate& candidate;
    const Clock& clock;
    CallsInFlight& calls;
    const HttpRequest& request;
  };
  Call(const Context& context, CallKey key, std::uint64_t id, Done done)
      : context_(context), key_(key), id_(id), done_(std::move(done)),
        reader_(context.dialect, context.candidate, context.request.framing) {}

  bool body(const Reception& reception, std::string_view bytes, Instant at) override {
    const bool more = reader_.feed(reception.head, bytes, at);
    if (reader_.ended()) deliver(reception, std::nullopt);   // a server slow to close holds nobody up
    return more;
  }

  void end(const Reception& reception, std::optional<Failure> trouble) override {
    deliver(reception, std::move(trouble));
  }

 private:
  void deliver(const Reception& reception, std::optional<Failure> trouble) {
    if (!done_) return;
    Reply reply;
    reply.result = reader_.result(reception.head, std::move(trouble), context_.clock.wall_now());
    if (auto* failure = std::get_if<Failure>(&reply.result)) {
      failure->detail = one_line(without(std::move(failure->detail), context_.request.secrets));
      reply.partial = without(reader_.partial().substr(0, partial_bytes_max), context_.request.secrets);
    }
    reply.stamps = reader_.stamps();
    reply.stamps.connected = reception.connected;
    reply.stamps.written = reception.written;
    reply.stamps.first_byte = reception.first_byte;
    reply.http_status = reception.head.status;
    reply.request_id = without(request_id(reception.head), context_.request.secrets);   // some echo all that they are sent
    reply.quota = quota_of(reception.head, context_.clock.wall_now());
    context_.calls.remove(key_, id_);
    std::exchange(done_, nullptr)(std::move(reply));
  }

  Context context_;
  CallKey key_;
  std::uint64_t id_;
  Done done_;
  ReplyReader reader_;
};

bool fits_a_header(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == 0x7f; });
}

}  // namespace

std::uint64_t CallsInFlight::add(CallKey key) {
  const std::lock_guard lock(mutex_);
  return ids_[key] = ++last_id_;
}

void CallsInFlight::remove(CallKey key, std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  const auto found = ids_.find(key);
  if (found != ids_.end() && found->second == id) ids_.erase(found);
}

std::optional<std::uint64_t> CallsInFlight::find(CallKey key) const {
  const std::lock_guard lock(mutex_);
  const auto found = ids_.find(key);
  return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

KeyLookup look_up_key(const KeySource& source, const HttpBackend::Environment& env) {
  const std::string key = source.variable.empty() ? "" : env(source.variable).value_or("");
  if (key.empty() && source.required)
    return {"", fmt::format("the environment variable {} is not set; it holds the API key", source.variable)};
  if (!fits_a_header(key))
    return {"", fmt::format("the API key in {} holds a line break or another control character", source.variable)};
  return {key, ""};
}

HttpBackend::HttpBackend(std::unique_ptr<const Dialect> dialect, Environment env, const Clock& clock,
                         TransportLimits limits)
    : dialect_(std::move(dialect)), env_(std::move(env)), clock_(clock), transport_(limits) {}

const HttpBackend::Prepared& HttpBackend::prepared(const Candidate& candidate) {
  const auto [at, fresh] = prepared_.try_emplace(&candidate);
  if (!fresh) return at->second;
  const auto [api_key, complaint] = look_up_key(dialect_->key(candidate), env_);
  at->second.complaint = complaint;
  if (!complaint.empty()) return at->second;
  at->second.request = dialect_->request(candidate, api_key);
  at->second.common_body = dialect_->common_body(candidate);
  if (at->second.request.ca_file.empty()) at->second.request.ca_file = env_("SSL_CERT_FILE").value_or("");
  return at->second;
}

void HttpBackend::ask(const Candidate& candidate, const Item& item, CallKey key, Duration timeout, Done done) {
  const Prepared& ready = prepared(candidate);
  if (!ready.complaint.empty()) return done({.result = Failure{FailureKind::auth, ready.complaint, {}}});
  const std::uint64_t id = calls_.add(key);
  auto call = std::make_unique<Call>(Call::Context{*dialect_, candidate, clock_, calls_, ready.request}, key, id,
                                     std::move(done));
  transport_.send({id, &ready.request, dialect_->body(ready.common_body, item), timeout, std::move(call)});
}

void HttpBackend::cancel(CallKey key) {
  if (const auto id = calls_.find(key)) transport_.cancel(*id);
}

std::map<std::string, std::string> HttpBackend::facts() const {
  return {{"http.libcurl", curl_version_info(CURLVERSION_NOW)->version}};
}

}  // namespace shortlist
