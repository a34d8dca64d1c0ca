#include "harness/store/answer_cache.hpp"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>

#include "harness/store/columns.hpp"
#include "harness/store/database.hpp"
#include "harness/store/meta_rows.hpp"
#include "harness/store/record_rows.hpp"
#include "harness/store/run_folder.hpp"

namespace shortlist {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t open_max = 16;                 // files open at once
constexpr int first_schema_with_keys = 2;
constexpr const char* answerers_key = "answerers";   // in meta: JSON, a list of digests

std::set<std::string> noted_answerers(SQLite::Database& database) {
  const std::string text = read_meta(database, answerers_key);
  return text.empty() ? std::set<std::string>{} : Json::parse(text).get<std::set<std::string>>();
}

bool share_one(const std::set<std::string>& noted, const std::vector<Answerer>& answerers) {
  return std::ranges::any_of(answerers, [&](const Answerer& a) { return a.rule.kept && noted.contains(hex_of(a.part)); });
}

}  // namespace

struct EarlierRuns::OpenRun {
  explicit OpenRun(const std::string& file)
      : database(read_database(file)), row(*database, select_calls("WHERE number = ?")) {}
  std::unique_ptr<SQLite::Database> database;
  SQLite::Statement row;
};

struct EarlierRuns::EarlierRun {
  std::string file, created;
  std::unique_ptr<OpenRun> open;
  bool left_out = false;
};

EarlierRuns::EarlierRuns(std::vector<fs::path> folders, Warn warn) : folders_(std::move(folders)), warn_(std::move(warn)) {}
EarlierRuns::~EarlierRuns() = default;

template <class What>
void EarlierRuns::attempt(EarlierRun& run, What what) {
  try {
    guarded(run.file, what);
  } catch (const UserError& error) {
    run.left_out = true;
    warn_(fmt::format("its answers are not used: {}", error.what()));
  }
}

void EarlierRuns::look_into(const fs::path& folder, const std::vector<Answerer>& answerers) {
  EarlierRun run{(folder / run_file).string(), "", nullptr, false};
  bool useful = false;
  attempt(run, [&] {
    const auto database = read_database(run.file);
    useful = schema_of(*database) >= first_schema_with_keys && share_one(noted_answerers(*database), answerers);
    if (useful) run.created = read_meta(*database, "created");
  });
  if (useful && !run.left_out) runs_.push_back(std::move(run));
}

void EarlierRuns::load_keys(std::size_t index) {
  EarlierRun& run = runs_[index];
  attempt(run, [&] {
    SQLite::Database& database = *opened(run).database;
    const auto last = static_cast<std::size_t>(database.execAndGet("SELECT coalesce(max(number), 0) FROM calls").getInt64());
    entries_.reserve(entries_.size() + last);
    // The index alone is read, not the rows.
    SQLite::Statement keys(database, "SELECT number, asked FROM calls INDEXED BY calls_by_key WHERE failure IS NULL");
    while (keys.executeStep()) {
      Read row(keys);
      const std::int64_t number = row.integer();
      const std::string_view bytes = row.blob();
      Entry entry{{}, static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(number)};
      if (bytes.size() != entry.asked.size() || number > std::numeric_limits<std::uint32_t>::max()) continue;
      std::ranges::copy(bytes, reinterpret_cast<char*>(entry.asked.data()));
      entries_.push_back(entry);
    }
  });
}

void EarlierRuns::load(const std::vector<Answerer>& answerers) {
  for (const fs::path& folder : folders_) look_into(folder, answerers);
  std::ranges::sort(runs_, [](const EarlierRun& a, const EarlierRun& b) {
    return std::tie(a.created, a.file) > std::tie(b.created, b.file);
  });
  for (std::size_t i = 0; i < runs_.size(); ++i) load_keys(i);
  std::ranges::sort(entries_, {}, [](const Entry& e) { return std::tie(e.asked, e.run); });
}

EarlierRuns::OpenRun& EarlierRuns::opened(EarlierRun& run) {
  if (run.open) return *run.open;
  if (open_ >= open_max) {
    for (EarlierRun& other : runs_) other.open.reset();
    open_ = 0;
  }
  run.open = std::make_unique<OpenRun>(run.file);
  ++open_;
  return *run.open;
}

std::optional<Outcome> EarlierRuns::read(const Entry& entry) {
  EarlierRun& run = runs_[entry.run];
  std::optional<Outcome> found;
  if (run.left_out) return found;
  attempt(run, [&] {
    SQLite::Statement& row = opened(run).row;
    row.reset();
    row.bind(1, std::int64_t{entry.number});
    if (row.executeStep()) found = read_record(row).outcome;
    row.reset();   // so that the other process may tidy up behind us
  });
  if (!found || found->asked != entry.asked || failure(*found)) return std::nullopt;   // it was asked again since
  return found;
}

bool EarlierRuns::any(const std::vector<Answerer>& answerers) {
  if (!folders_.empty() && !std::exchange(loaded_, true)) load(answerers);
  return !entries_.empty();
}

std::optional<Outcome> EarlierRuns::find(const AskedKey& asked, const std::vector<Answerer>& answerers) {
  if (!any(answerers)) return std::nullopt;
  for (const Entry& entry : std::ranges::equal_range(entries_, asked, {}, &Entry::asked))
    if (auto found = read(entry)) return found;
  return std::nullopt;
}

std::optional<Outcome> AnswerCache::recall(const AskedKey& asked) {
  if (asked == AskedKey{}) return std::nullopt;
  auto found = runs_.find(asked, keys_.answerers());
  if (found) found->cached = true;
  return found;
}

void note_answerers(SQLite::Database& database, const std::vector<Answerer>& answerers) {
  const std::set<std::string> before = noted_answerers(database);
  std::set<std::string> all = before;
  for (const Answerer& answerer : answerers)
    if (answerer.rule.kept) all.insert(hex_of(answerer.part));
  if (all != before) write_meta(database, answerers_key, Json(all).dump());
}

}  // namespace shortlist
