#pragma once
// The memory: one folder a run, .shortlist/runs/ID/run.sqlite, SQLite in WAL mode.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/ports/store.hpp"
#include "harness/types/plan.hpp"
#include "harness/types/record.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

/// What decides whether a run can go on: sha256 over everything that is asked (candidates, suites' asked_digest, seed,
/// repeats). Weights, limits, prices, metrics and the gate are not in it: they change without asking anyone again.
std::string asked_digest(const Plan& plan);

struct RunSummary {
  std::string id, folder, name, started, state;   ///< state: finished, interrupted, incomplete
  std::size_t records = 0, failed = 0;
  std::string asked_digest;
};

class RunStore : public RecordSink {
 public:
  ~RunStore() override;
  /// The newest run below `root` with this plan's asked digest, or a new one. Takes the folder's lock: a second process
  /// gets a UserError that says who holds it.
  static std::unique_ptr<RunStore> open(const std::string& root, const Plan& plan, WallTime now);
  /// An existing run, read-only: an id, a folder, or "latest". Throws UserError listing near names.
  static std::unique_ptr<RunStore> load(const std::string& root, const std::string& run);
  static std::vector<RunSummary> list(const std::string& root);   ///< newest first

  const std::string& id() const;
  const std::string& folder() const;
  /// The plan as stored: suites carry ids, tags and clusters of their items, but no prompts.
  Plan plan() const;
  /// Takes over a plan with the same asked digest: new weights, limits, prices, metrics.
  void set_plan(const Plan& plan);
  std::vector<Record> records() const;   ///< sorted by key
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
