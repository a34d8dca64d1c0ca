#pragma once
// The port for what earlier runs were answered, over those runs' own files.
#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "harness/ports/answers.hpp"
#include "harness/store/asked.hpp"

namespace shortlist {

/// Earlier runs, opened when they are needed. A run that cannot be read is left out, and `warn` is told once.
class EarlierRuns {
 public:
  using Warn = std::function<void(const std::string&)>;
  EarlierRuns(std::vector<std::filesystem::path> folders, Warn warn);
  ~EarlierRuns();
  bool any(const std::vector<Answerer>& answerers);
  /// An answer to just this, the newest run's, if there is one.
  std::optional<Outcome> find(const AskedKey& asked, const std::vector<Answerer>& answerers);

 private:
  struct Entry {
    AskedKey asked;
    std::uint32_t run, number;   ///< index into runs_; the row
  };
  struct OpenRun;
  struct EarlierRun;

  void load(const std::vector<Answerer>& answerers);
  void look_into(const std::filesystem::path& folder, const std::vector<Answerer>& answerers);
  void load_keys(std::size_t run);
  std::optional<Outcome> read(const Entry& entry);
  OpenRun& opened(EarlierRun& run);
  template <class What>
  void attempt(EarlierRun& run, What what);

  std::vector<std::filesystem::path> folders_;
  Warn warn_;
  bool loaded_ = false;
  std::vector<EarlierRun> runs_;     // newest first
  std::vector<Entry> entries_;       // sorted by key, then run
  std::size_t open_ = 0;
};

class AnswerCache : public Answers {
 public:
  AnswerCache(std::vector<Answerer> answerers, std::vector<std::filesystem::path> runs, EarlierRuns::Warn warn)
      : keys_(std::move(answerers)), runs_(std::move(runs), std::move(warn)) {}
  AskedKey key_of(const CallKey& key, const Item& item) const override { return keys_.of(key, item); }
  bool any() override { return runs_.any(keys_.answerers()); }
  std::optional<Outcome> recall(const AskedKey& asked) override;

 private:
  AskedKeys keys_;
  EarlierRuns runs_;
};

/// Notes in a run's `meta` who answers in it, beside those already noted. Throws SQLite::Exception.
void note_answerers(SQLite::Database& database, const std::vector<Answerer>& answerers);

}  // namespace shortlist
