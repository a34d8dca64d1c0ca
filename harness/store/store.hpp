#pragma once
// The memory: one folder a run, .shortlist/runs/ID/run.sqlite, SQLite in WAL mode.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/ports/store.hpp"
#include "harness/types/plan.hpp"
#include "harness/types/record.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

/// What decides whether a run can go on: sha256 over everything that is asked (candidates' names and settings, suites'
/// asked_digest and limit, seed, repeats). Weights, prices, facts, metrics, lanes, budget and gate are not in it: they
/// change without asking anyone again. Nor are stages: they decide which calls are made, not what a call is, so that a
/// run with other stages goes on with the answers that it has.
std::string asked_digest(const Plan& plan);

struct RunSummary {
  std::string id, folder, name, started;
  /// finished, interrupted, incomplete, running (a process holds its lock), or "unreadable: why".
  std::string state;
  std::size_t records = 0, failed = 0;
  std::string asked_digest;
};

/// Owned by one thread. Whatever is wrong with file, folder or disk is a UserError, and what was stored stays stored.
class RunStore : public RecordSink {
 public:
  ~RunStore() override;
  /// The newest run below `root` with this plan's asked digest, which then takes this plan's weights, prices and so on,
  /// or a new one, "2026-11-24-name". Takes the folder's lock: a second process is told who holds it (UserError).
  /// REQUIRES: the plan's suites have their items and digests.
  static std::unique_ptr<RunStore> open(const std::string& root, const Plan& plan, WallTime now);
  /// An existing run, read-only: an id, a folder, or "latest". Throws UserError listing near names.
  static std::unique_ptr<RunStore> load(const std::string& root, const std::string& run);
  static std::vector<RunSummary> list(const std::string& root);   ///< newest first

  const std::string& id() const;
  const std::string& folder() const;
  /// The plan as stored: suites carry ids, tags and clusters of their items, but no prompts.
  Plan plan() const;
  std::vector<Record> records() const;   ///< sorted by key
  void each(const std::function<void(Record)>& take) const;   ///< all, in the order of storing, without holding them
  /// As the port says, but for one thing: a failure never takes the place of an answer.
  void append(std::span<const Record> records) override;
  /// Facts, warnings, state: replaced as a whole.
  void set_provenance(const Provenance& provenance, const std::string& state);
  Provenance provenance() const;
  std::string state() const;

 private:
  struct Impl;
  explicit RunStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace shortlist
