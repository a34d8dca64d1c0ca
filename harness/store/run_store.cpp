#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <algorithm>

#include "harness/store/answer_cache.hpp"
#include "harness/store/columns.hpp"
#include "harness/store/database.hpp"
#include "harness/store/meta_rows.hpp"
#include "harness/store/plan_rows.hpp"
#include "harness/store/record_rows.hpp"
#include "harness/store/run_folder.hpp"
#include "harness/store/store.hpp"
#include "harness/store/stored_records.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view unreadable = "unreadable: ";
constexpr Duration root_patience = std::chrono::seconds(10);

std::string file_in(const fs::path& folder) { return (folder / run_file).string(); }

std::vector<fs::path> run_folders(const std::string& root) {
  std::vector<fs::path> folders;
  std::error_code none;   // a root that is not there has no runs
  for (const auto& entry : fs::directory_iterator(root, none))
    if (fs::exists(entry.path() / run_file, none) && !entry.path().filename().string().starts_with('.'))
      folders.push_back(entry.path());
  return folders;
}

enum class Count { calls, nothing };

RunSummary summary_of(const fs::path& folder, Count count) {
  RunSummary summary;
  summary.id = folder.filename().string();
  summary.folder = folder.string();
  try {
    guarded(file_in(folder), [&] {
      const auto database = read_database(file_in(folder));
      fill_summary(*database, summary);
      if (count == Count::calls) count_calls(*database, summary);
    });
    if (FileLock::held(folder / "lock")) summary.state = "running";
  } catch (const UserError& error) {
    summary.state = fmt::format("{}{}", unreadable, error.what());
  }
  return summary;
}

/// Newest first.
std::vector<RunSummary> summaries(const std::string& root, Count count) {
  std::vector<RunSummary> runs;
  for (const fs::path& folder : run_folders(root)) runs.push_back(summary_of(folder, count));
  std::ranges::sort(runs, [](const RunSummary& a, const RunSummary& b) {
    return std::tie(a.started, a.id) > std::tie(b.started, b.id);
  });
  return runs;
}

bool readable(const RunSummary& summary) { return !summary.state.starts_with(unreadable); }

/// Whether a run of this plan's name may have this id: "2026-11-24-name", "2026-11-24-name-2".
bool may_be_called(const std::string& id, const std::string& name) {
  constexpr std::size_t date = std::string_view("2026-11-24-").size();
  const std::size_t end = date + name.size();
  if (id.size() < end || id.compare(date, name.size(), name) != 0) return false;
  return id.find_first_not_of("-0123456789", end) == std::string::npos;
}

/// The newest run that asked the same. One of this name that cannot be read might be it: then nobody is asked anew.
std::optional<fs::path> existing_run(const std::string& root, const std::string& digest, const std::string& name) {
  for (const RunSummary& summary : summaries(root, Count::nothing)) {
    if (summary.asked_digest == digest) return summary.folder;
    if (!readable(summary) && may_be_called(summary.id, name)) throw UserError(summary.state.substr(unreadable.size()));
  }
  return std::nullopt;
}

void fill_new(const fs::path& folder, const Plan& plan, const NewRun& run) {
  const std::string file = file_in(folder);
  guarded(file, [&] {
    const auto database = create_database(file);
    SQLite::Transaction all(*database);
    write_new_meta(*database, run);
    store_plan(*database, plan, run.created);
    all.commit();
  });
}

std::string near_names(const std::string& wanted, const std::vector<RunSummary>& runs) {
  std::vector<std::string_view> ids;
  for (const RunSummary& run : runs) ids.push_back(run.id);
  return did_you_mean(wanted, ids);
}

fs::path find_run(const std::string& root, const std::string& wanted) {
  std::error_code none;
  const fs::path given(wanted);
  if (fs::exists(given / run_file, none)) return given;
  if (given.filename() == run_file && fs::exists(given, none)) return given.parent_path();
  const auto runs = summaries(root, Count::nothing);
  if (wanted == "latest" && !runs.empty()) return runs.front().folder;
  if (wanted == "latest") throw UserError(fmt::format("{}: no runs yet; `shortlist run PLAN` makes one", root));
  if (std::ranges::find(runs, wanted, &RunSummary::id) != runs.end()) return fs::path(root) / wanted;
  throw UserError(fmt::format("{}: no run \"{}\"{}", root, wanted, near_names(wanted, runs)));
}

}  // namespace

struct RunStore::Impl {
  std::string id, folder;
  FileLock lock;
  std::unique_ptr<SQLite::Database> database;
  std::optional<RecordWriter> writer;   // prepared at the first append
  bool is_new = false;

  std::string file() const { return file_in(folder); }
};

RunStore::RunStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RunStore::~RunStore() = default;

std::unique_ptr<RunStore> RunStore::open(const std::string& root, const Plan& plan, WallTime now, Start start) {
  make_folders(root);
  const FileLock of_root = FileLock::take(fs::path(root) / ".lock", root_patience);
  const std::string digest = shortlist::asked_digest(plan), name = safe_name(plan.name);
  const auto found = start == Start::fresh ? std::nullopt : existing_run(root, digest, name);
  const auto fill = [&](const fs::path& made, const std::string& id) {
    fill_new(made, plan, {id, plan.name, utc_stamp(now), digest, start == Start::fresh});
  };
  const fs::path folder = found ? *found : make_run_folder(root, fmt::format("{}-{}", utc_date(now), name), fill);
  auto impl = std::make_unique<Impl>();
  impl->id = folder.filename().string();
  impl->folder = folder.string();
  impl->is_new = !found;
  impl->lock = lock_run(folder);
  guarded(impl->file(), [&] { impl->database = open_database(impl->file()); });
  return std::unique_ptr<RunStore>(new RunStore(std::move(impl)));
}

std::unique_ptr<RunStore> RunStore::load(const std::string& root, const std::string& run) {
  const fs::path folder = find_run(root, run);
  auto impl = std::make_unique<Impl>();
  impl->folder = folder.string();
  guarded(impl->file(), [&] {
    impl->database = read_database(impl->file());
    if (schema_of(*impl->database) < schema_version) {
      impl->database.reset();
      const FileLock lock = lock_run(folder);
      open_database(impl->file());
      impl->database = read_database(impl->file());
    }
    impl->id = read_meta(*impl->database, "run_id");
  });
  return std::unique_ptr<RunStore>(new RunStore(std::move(impl)));
}

std::vector<RunSummary> RunStore::list(const std::string& root) { return summaries(root, Count::calls); }

const std::string& RunStore::id() const { return impl_->id; }
const std::string& RunStore::folder() const { return impl_->folder; }

Plan RunStore::plan() const {
  return guarded(impl_->file(), [&] { return load_plan(*impl_->database); });
}

void RunStore::set_plan(const Plan& plan, WallTime now) {
  guarded(impl_->file(), [&] {
    SQLite::Transaction all(*impl_->database);
    store_plan(*impl_->database, plan, utc_stamp(now));
    all.commit();
  });
}

void RunStore::each(const std::function<void(Record)>& take) const {
  guarded(impl_->file(), [&] { read_records(*impl_->database, take); });
}

std::vector<Record> RunStore::records() const {
  std::vector<Record> records;
  each([&](Record record) { records.push_back(std::move(record)); });
  std::ranges::sort(records, {}, [](const Record& record) { return record.outcome.key; });
  return records;
}

Records RunStore::stored() const { return Records(stored_records(impl_->file())); }

void RunStore::each_failed(const std::function<void(const Record&)>& take) const {
  guarded(impl_->file(), [&] { read_failed(*impl_->database, take); });
}

void RunStore::append(std::span<const Record> records) {
  guarded(impl_->file(), [&] {
    if (!impl_->writer) impl_->writer.emplace(*impl_->database);
    SQLite::Transaction batch(*impl_->database);
    for (const Record& record : records) impl_->writer->put(record);
    batch.commit();
  });
}

void RunStore::set_provenance(const Provenance& provenance, const std::string& state) {
  guarded(impl_->file(), [&] {
    SQLite::Transaction both(*impl_->database);
    const std::string text = json_of(provenance).dump(-1, ' ', false, Json::error_handler_t::replace);
    write_meta(*impl_->database, "provenance", text);
    write_meta(*impl_->database, "state", state);
    both.commit();
  });
}

Provenance RunStore::provenance() const {
  return guarded(impl_->file(), [&] {
    Provenance provenance = provenance_of(Json::parse(read_meta(*impl_->database, "provenance")));
    provenance.run_id = impl_->id;
    return provenance;
  });
}

std::string RunStore::state() const {
  return guarded(impl_->file(), [&] { return read_meta(*impl_->database, "state"); });
}

bool RunStore::is_new() const { return impl_->is_new; }

std::unique_ptr<Answers> RunStore::answers(const Plan& plan, const std::vector<AnswerRule>& rules,
                                           std::function<void(const std::string&)> warn) {
  auto answerers = answerers_of(plan, rules);
  std::vector<fs::path> others;
  guarded(impl_->file(), [&] {
    note_answerers(*impl_->database, answerers);
    if (!started_fresh(*impl_->database)) others = run_folders(fs::path(impl_->folder).parent_path().string());
  });
  std::erase_if(others, [&](const fs::path& other) { return other.filename() == impl_->id; });
  return std::make_unique<AnswerCache>(std::move(answerers), std::move(others), std::move(warn));
}

}  // namespace shortlist
