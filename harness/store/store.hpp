#pragma once
// The memory: one folder a run, .shortlist/runs/ID/run.sqlite, SQLite in WAL mode.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/ports/answers.hpp"
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

/// How answers of one candidate may be taken over by later runs.
struct AnswerRule {
  bool kept = false;        ///< false: a formula or a recording, which costs nothing to ask
  bool sees_item = false;   ///< the item's id is part of the question
  int request_format = 0;   ///< counts the ways in which the backend has put questions
};

/// Whether a plan's run goes on, or all is asked anew in a run that takes nothing from earlier ones.
enum class Start { go_on, fresh };

struct RunSummary {
  std::string id, folder, name, started;
  /// finished, interrupted, incomplete, running (a process holds its lock), or "unreadable: why".
  std::string state;
  std::size_t records = 0, failed = 0;
  std::string asked_digest;
};

/// Used by one thread at a time (in a run: the runner's saver; before and after, the main thread). Whatever is wrong with file, folder or disk is a UserError, and what was stored stays stored.
class RunStore : public RecordSink {
 public:
  ~RunStore() override;
  /// The newest run below `root` with this plan's asked digest, still with the plan that it has (see set_plan), or a new
  /// one, "2026-11-24-name". Takes the folder's lock: a second process gets a UserError that says who holds it.
  /// REQUIRES: the plan's suites have their items and digests.
  static std::unique_ptr<RunStore> open(const std::string& root, const Plan& plan, WallTime now,
                                        Start start = Start::go_on);
  /// An existing run, read-only: an id, a folder, or "latest". Throws UserError listing near names. A file that an older
  /// version wrote is brought up to date first, under the run's lock.
  static std::unique_ptr<RunStore> load(const std::string& root, const std::string& run);
  static std::vector<RunSummary> list(const std::string& root);   ///< newest first

  const std::string& id() const;
  const std::string& folder() const;
  /// The plan as stored: suites carry ids, tags and clusters of their items, but no prompts.
  Plan plan() const;
  /// Takes over a plan with the same asked digest: new weights, limits, prices, metrics.
  void set_plan(const Plan& plan, WallTime now);
  std::vector<Record> records() const;   ///< sorted by key
  /// The same without holding them: each walk reads them, and who walks none reads none. It outlives the store.
  Records stored() const;
  /// The failed calls alone, in the order of storing.
  void each_failed(const std::function<void(const Record&)>& take) const;
  void each(const std::function<void(Record)>& take) const;   ///< all, in the order of storing, without holding them
  /// As the port says, but for one thing: a failure never takes the place of an answer.
  void append(std::span<const Record> records) override;
  /// Facts, warnings, state: replaced as a whole.
  void set_provenance(const Provenance& provenance, const std::string& state);
  Provenance provenance() const;
  std::string state() const;
  bool is_new() const;   ///< made by this open
  /// What other runs below the same root were answered: they are the memory, nothing is kept beside them. They are read
  /// when the first answer is looked for, in 24 bytes an answer; also while other processes write them. One that cannot
  /// be read is left out and `warn` is told. A run that started fresh recalls nothing. Notes in this run who answers
  /// here, so that later runs look into it. `rules`: one a candidate. REQUIRES: it came from `open`.
  std::unique_ptr<Answers> answers(const Plan& plan, const std::vector<AnswerRule>& rules,
                                   std::function<void(const std::string&)> warn);

 private:
  struct Impl;
  explicit RunStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace shortlist
