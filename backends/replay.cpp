#include "backends/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "backends/option_rules.hpp"
#include "backends/options.hpp"
#include "backends/replay_table.hpp"
#include "backends/timed_replies.hpp"
#include "harness/types/error.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace {

constexpr OptionRule rules[] = {
    {"candidate", "the recorded candidate's name", [](const Json& v) { return v.is_string() && v != ""; }},
    {"suite", "the recorded suite's name", [](const Json& v) { return v.is_string() && v != ""; }},
    {"instant", "true or false", [](const Json& v) { return v.is_boolean(); }},
};

std::string recorded_name(const Candidate& candidate) {
  return candidate.options.value("candidate", candidate.name);
}
std::string recorded_suite(const Candidate& candidate) {
  return candidate.options.value("suite", std::string());
}

Reply failed(std::string why) { return {Failure{FailureKind::bad_request, std::move(why), {}}, {}, 0, ""}; }

/// The stamps that the recorded times give when the call is written `now`.
Stamps stamps_of(const RecordedCall& call, Instant now) {
  Stamps stamps;
  stamps.written = now;
  if (call.ttft_ms) stamps.first_byte = stamps.first_token = now + from_ms(*call.ttft_ms);
  if (call.total_ms) stamps.last_token = now + from_ms(*call.total_ms);
  return stamps;
}

class ReplayBackend : public Backend {
 public:
  explicit ReplayBackend(const BackendWorld& world)
      : clock_(world.clock), base_(world.base), replies_(world.clock) {}

  void ask(const Candidate& candidate, const Item& item, CallKey key, Duration timeout, Done done) override {
    Duration delay{};
    Reply reply = recorded(candidate, item, key, delay);
    if (candidate.options.value("instant", false)) delay = {};
    replies_.deliver(key, std::move(reply), delay, timeout, std::move(done));
  }
  void cancel(CallKey key) override { replies_.cancel(key); }

 private:
  Reply recorded(const Candidate& candidate, const Item& item, CallKey key, Duration& delay) {
    try {
      const auto calls = table(path_from(base_, candidate.file))
                             .find(recorded_name(candidate), item.id, key.repeat, recorded_suite(candidate));
      if (calls.empty())
        return failed(fmt::format("{} has no answer of {} to item {}, repeat {}", candidate.file,
                                  recorded_name(candidate), item.id, key.repeat));
      delay = from_ms(calls[0]->total_ms.value_or(0));
      return {calls[0]->result, stamps_of(*calls[0], clock_.now()), 0, ""};
    } catch (const UserError& error) {  // the file has changed since it was checked
      return failed(error.what());
    }
  }

  /// Read once, at the first ask.
  const ReplayTable& table(const std::string& path) {
    auto known = tables_.find(path);
    return (known != tables_.end() ? known : tables_.emplace(path, ReplayTable::read(path)).first)->second;
  }

  Clock& clock_;
  std::string base_;
  std::map<std::string, ReplayTable> tables_;  ///< by path; only ask() uses them, on the main thread
  TimedReplies replies_;
};

void check_recorded(const Candidate& candidate, const char* what, const std::string& name,
                    const std::set<std::string>& names) {
  if (names.contains(name)) return;
  const std::vector<std::string_view> list(names.begin(), names.end());
  complain(candidate, fmt::format("{} has no {} \"{}\"{}", candidate.file, what, name, did_you_mean(name, list)));
}

}  // namespace

void check_replay(const Candidate& candidate, const BackendWorld& world) {
  check_unused_fields(candidate, {"file"});
  check_rules(candidate, candidate.options, "options", rules);
  if (candidate.file.empty())
    complain(candidate, "backend replay needs \"file\", a table of recorded calls (JSONL)");
  const std::string path = path_from(world.base, candidate.file);
  const ReplayTable table = ReplayTable::read(path);
  check_recorded(candidate, "candidate", recorded_name(candidate), table.candidates());
  if (const std::string suite = recorded_suite(candidate); !suite.empty())
    check_recorded(candidate, "suite", suite, table.suites());
  else
    table.check_unambiguous(recorded_name(candidate), path);
}

std::unique_ptr<Backend> make_replay(const BackendWorld& world) {
  return std::make_unique<ReplayBackend>(world);
}
std::string replay_lane(const Candidate& candidate) { return "replay " + candidate.file; }

}  // namespace shortlist
