#pragma once
// A backend over HTTP: a Transport that moves bytes and a Dialect that understands them.
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "backends/http/dialect.hpp"
#include "backends/http/transport.hpp"
#include "harness/ports/backend.hpp"
#include "harness/ports/clock.hpp"

namespace shortlist {

/// Keys of calls in flight and the transport's ids for them. Touched by the main thread (ask, cancel) and the wire
/// thread (a call has ended), hence locked.
class CallsInFlight {
 public:
  std::uint64_t add(CallKey key);
  /// Forgets the call unless the key has been asked again since.
  void remove(CallKey key, std::uint64_t id);
  std::optional<std::uint64_t> find(CallKey key) const;

 private:
  mutable std::mutex mutex_;
  std::map<CallKey, std::uint64_t> ids_;
  std::uint64_t last_id_ = 0;
};

class HttpBackend : public Backend {
 public:
  using Environment = std::function<std::optional<std::string>(const std::string& name)>;

  /// The clock outlives it.
  HttpBackend(std::unique_ptr<const Dialect> dialect, Environment env, const Clock& clock, TransportLimits limits = {});

  void ask(const Candidate& candidate, const Item& item, CallKey key, Duration timeout, Done done) override;
  void cancel(CallKey key) override;
  std::map<std::string, std::string> facts() const override;
  std::optional<ClientLag> lag() const override { return transport_.lag(); }

 private:
  /// What a candidate's requests have in common, made at its first.
  struct Prepared {
    std::string complaint;   ///< why nothing can be asked; "" otherwise
    HttpRequest request;
    std::string common_body;
  };
  const Prepared& prepared(const Candidate& candidate);

  std::unique_ptr<const Dialect> dialect_;
  Environment env_;
  const Clock& clock_;
  std::map<const Candidate*, Prepared> prepared_;
  CallsInFlight calls_;
  Transport transport_;   // last: it ends its calls, which use all of the above
};

/// The candidate's key: "" where it takes none or may do without; a complaint naming the variable where it is needed and
/// missing, or cannot be sent in a header.
struct KeyLookup { std::string key, complaint; };
KeyLookup look_up_key(const KeySource& source, const HttpBackend::Environment& env);

}  // namespace shortlist
