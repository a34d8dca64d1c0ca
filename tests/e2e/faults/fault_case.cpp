#include "tests/e2e/faults/fault_case.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "harness/store/store.hpp"

namespace shortlist::test::faults {
namespace {

std::vector<Registered>& all_cases() {
  static std::vector<Registered> cases;
  return cases;
}

/// The one or the other server.
class Faulty {
 public:
  explicit Faulty(const FaultCase& row) {
    if (row.conduct)
      raw_.emplace(row.conduct);
    else
      loopback_.emplace().script(row.script);
  }
  std::string endpoint() const { return raw_ ? raw_->endpoint() : loopback_->endpoint(); }
  std::vector<Ask> asks() const {
    if (raw_) return raw_->asks();
    std::vector<Ask> asks;
    for (const auto& e : loopback_->log())
      asks.push_back({e.number, e.connection, e.head, e.body, loopback::read_request(e.body).answer, e.model,
                      e.received});
    return asks;
  }

 private:
  std::optional<RawServer> raw_;
  std::optional<loopback::Server> loopback_;
};

void expect_right(const Record& record, const FaultCase& row) {
  if (row.text)
    EXPECT_EQ(completion(record.outcome)->text, *row.text);
  else
    EXPECT_EQ(record.quality, 1.0) << "item " << record.outcome.key.item << " was answered \""
                                   << completion(record.outcome)->text << '"';
}

void expect_failure(const Record& record, const FaultCase& row, std::string& said) {
  const Failure& failed = *failure(record.outcome);
  EXPECT_EQ(name_of(failed.kind), row.failure) << failed.detail;
  EXPECT_TRUE(record.scores.empty() && !record.quality) << "a failure of the wire is not scored";
  EXPECT_EQ(failed.detail.find(canary), std::string::npos) << failed.detail;
  said += failed.detail + "\n";
  for (const Attempt& attempt : record.outcome.attempts) said += attempt.detail + "\n";
}

void check(const FaultCase& row, const Seen& seen) {
  EXPECT_EQ(seen.done.code, row.exit_code) << seen.done.out << seen.done.err;
  if (row.all_recorded)
    EXPECT_EQ(seen.records.size(), static_cast<std::size_t>(row.items)) << "each item ends in one record";
  else
    EXPECT_FALSE(seen.records.empty());
  std::string said = seen.done.err;
  int answered = 0;
  for (const Record& record : seen.records) {
    if (failure(record.outcome))
      expect_failure(record, row, said);
    else
      ++answered, expect_right(record, row);
  }
  const int expected = row.answered >= 0 ? row.answered : !row.failure.empty() ? 0 : row.items;
  EXPECT_EQ(answered, expected) << said;
  if (row.requests >= 0) {
    EXPECT_EQ(seen.asks.size(), static_cast<std::size_t>(row.requests)) << said;
  }
  for (const std::string& word : row.words)
    EXPECT_NE(said.find(word), std::string::npos) << '"' << word << "\" is not in: " << said;
}

void run_case(const FaultCase& row) {
  if (*row.needs && !runs_all()) GTEST_SKIP() << "needs " << row.needs;
  const Faulty server(row);
  const Sandbox box;
  write_suite(box, row.items);
  write_plan(box, row, !row.endpoint.empty() ? row.endpoint : server.endpoint());
  auto environment = row.environment;
  environment.try_emplace("MY_KEY", canary);
  const Finished done = box.run({"run"}, environment);
  const Seen seen{box, done, stored(box), server.asks()};
  check(row, seen);
  if (row.more) row.more(seen);
}

class CaseTest : public testing::Test {
 public:
  explicit CaseTest(const FaultCase& row) : row_(row) {}
  void TestBody() override { run_case(row_); }

 private:
  const FaultCase& row_;
};

}  // namespace

bool add_cases(const char* group, std::vector<FaultCase> (*rows)()) {
  static std::vector<std::unique_ptr<FaultCase>> kept;
  for (FaultCase& row : rows()) {
    all_cases().push_back({group, row});
    const FaultCase* held = kept.emplace_back(std::make_unique<FaultCase>(std::move(row))).get();
    testing::RegisterTest((std::string("Faults/") + group).c_str(), held->name.c_str(), nullptr, nullptr,
                          __FILE__, __LINE__, [held]() -> testing::Test* { return new CaseTest(*held); });
  }
  return true;
}

const std::vector<Registered>& registered_cases() { return all_cases(); }

bool runs_all() { return std::getenv("SHORTLIST_NOT_YET") != nullptr; }

std::string number(int item) { return fmt::format("{}", 1000 + item); }

void write_suite(const Sandbox& box, int items) {
  std::string rows;
  for (int i = 0; i < items; ++i) rows += fmt::format("{{\"id\":\"q{}\",\"answer\":\"{}\"}}\n", i, number(i));
  box.write("echo.jsonl", rows);
  box.write("echo.yaml",
            "version: 1\nname: echo\nitems: echo.jsonl\nprompt: \"Say ANSWER={{answer}}\"\n"
            "metrics: [exact: {target: \"{{answer}}\"}]\n");
}

void write_plan(const Sandbox& box, const FaultCase& row, const std::string& endpoint) {
  const std::string more = !row.candidate.empty() ? fmt::format(", {}", row.candidate) : "";
  box.write(
      "shortlist.yaml",
      fmt::format("version: 1\nname: fault\nseed: 1\nsuites: [file: echo.yaml]\nlanes: {{\"*\": {{{}}}}}\n"
                  "candidates:\n  - {{name: remote, backend: openai, endpoint: \"{}\", model: {}, "
                  "api_key_env: MY_KEY, "
                  "price: {{input_per_mtok: 1, output_per_mtok: 2}}, options: {{{}}}{}}}\n",
                  row.lane, endpoint, row.model, row.options, more));
}

std::vector<Record> stored(const Sandbox& box) {
  const std::string root = (box.path() / ".shortlist/runs").string();
  return RunStore::list(root).empty() ? std::vector<Record>{} : RunStore::load(root, "latest")->records();
}

}  // namespace shortlist::test::faults
