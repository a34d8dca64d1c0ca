// Loading a suite: time, and resident memory against the file's size. The target: a million rows in under 3 s and
// within 1.5 times the file. Run: bench_datasets --benchmark_filter=load
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <malloc.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "datasets/datasets.hpp"

namespace {

namespace fs = std::filesystem;
using namespace shortlist;

constexpr const char* question =
    "A shop sold {} pens in the morning and {} more in the afternoon; how many pens is that in all, \\\"net\\\"?";

std::string row(bool csv, std::size_t i) {
  const std::size_t more = i % 977;
  const std::string text = fmt::format(fmt::runtime(question), i, more);
  if (!csv) return fmt::format("{{\"id\": \"pens-{}\", \"question\": \"{}\", \"answer\": {}}}\n", i, text, i + more);
  std::string quoted;
  for (const char c : text)
    if (c == '"') quoted += "\"\"";
    else if (c != '\\') quoted += c;
  return fmt::format("pens-{},\"{}\",{}\n", i, quoted, i + more);
}

// A suite of so many rows in a folder of its own, written once a program run and taken away at its end.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / fmt::format("shortlist-bench-{}", getpid())) { fs::create_directories(path_); }
  ~Folder() { fs::remove_all(path_); }

  fs::path suite(bool csv, std::size_t rows) {
    const std::string name = fmt::format("{}.{}", rows, csv ? "csv" : "jsonl");
    const fs::path file = path_ / (name + ".yaml");
    if (fs::exists(file)) return file;
    std::ofstream items(path_ / name);
    if (csv) items << "id,question,answer\n";
    for (std::size_t i = 0; i < rows; ++i) items << row(csv, i);
    std::ofstream(file) << "version: 1\nname: pens\nitems: " << name
                        << "\nprompt: \"{{question}} Answer with the number only.\"\n"
                           "metrics:\n  - number: {target: \"{{answer}}\"}\n";
    return file;
  }

 private:
  fs::path path_;
};
Folder folder;

// A line of /proc/self/status, in bytes: VmRSS is resident now, VmHWM at most since the last reset.
double status_bytes(const std::string& key) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(key + ":")) return std::stod(line.substr(key.size() + 1)) * 1024;
  return 0;
}
void reset_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

void load(benchmark::State& state, bool csv) {
  const auto rows = static_cast<std::size_t>(state.range(0));
  const auto limit = static_cast<std::size_t>(state.range(1));
  const fs::path file = folder.suite(csv, rows);
  const std::string items = file.string().substr(0, file.string().size() - 5);
  const auto size = static_cast<double>(fs::file_size(items));
  Suite named;
  named.source = file.string();
  named.limit = limit;
  for (auto _ : state) {
    malloc_trim(0);
    reset_peak();
    const double before = status_bytes("VmRSS");
    const Suite suite = load_suite(named, {}, 7);
    benchmark::DoNotOptimize(suite.items->size());
    state.counters["kept/file"] = (status_bytes("VmRSS") - before) / size;
    state.counters["peak/file"] = (status_bytes("VmHWM") - before) / size;
  }
  state.counters["bytes/row"] = size / static_cast<double>(rows);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
}
BENCHMARK_CAPTURE(load, jsonl, false)->Args({10'000, 0})->Args({1'000'000, 0})->Args({1'000'000, 500})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(load, csv, true)->Args({10'000, 0})->Args({1'000'000, 0})->Unit(benchmark::kMillisecond);

void item(benchmark::State& state, bool csv) {
  Suite named;
  named.source = folder.suite(csv, static_cast<std::size_t>(state.range(0))).string();
  const Suite suite = load_suite(named, {}, 7);
  std::size_t next = 0;
  for (auto _ : state) benchmark::DoNotOptimize(suite.items->item(next++ % suite.items->size(), {}));
}
BENCHMARK_CAPTURE(item, jsonl, false)->Args({10'000, 0});
BENCHMARK_CAPTURE(item, csv, true)->Args({10'000, 0});

}  // namespace
