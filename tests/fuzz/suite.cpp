// Input: a suite.yaml, a line "=====", then the rows that it may name (rows.jsonl, rows.csv, rows.json, rows.yaml).
// Only complaints come out; the items of a suite that loads can be made and judged, under its own prompt and others.
#include "datasets/datasets.hpp"
#include "harness/score/score.hpp"
#include "tests/fuzz/support/fuzz.hpp"

using namespace shortlist;
using namespace shortlist::fuzz;

namespace {

constexpr const char* row_files[] = {"rows.jsonl", "rows.csv", "rows.json", "rows.yaml"};
constexpr std::size_t most_items = 4;

std::vector<Prompting> promptings() {
  Prompting terse, other, shots;
  terse.system = "";
  other.system = "Be brief: {{question}}";
  other.messages = std::vector<Message>{{"user", "{{#choices}}{{letter}}) {{text}}\n{{/choices}}{{question}}"}};
  shots.few_shot = 1;
  return {{}, terse, other, shots};
}

void judge(const Suite& suite, const Item& item) {
  require(item.checks.size() == suite.metrics.size() && item.tags.size() == suite.tag_names.size(), "an item is whole");
  Completion answer;
  answer.text = item.target.empty() ? "The answer is 42, or (B)." : item.target;
  for (std::size_t i = 0; i < suite.metrics.size(); ++i) {
    const auto judgement = make_metric(suite.metrics[i])->judge(item.checks[i], item, answer);
    const double value = judgement && judgement->value ? *judgement->value : 0;
    require(value >= 0 && value <= 1, "a score is from 0 to 1");
  }
}

void use(const Suite& suite) {
  for (const MetricSpec& metric : suite.metrics) make_metric(metric);
  for (const Prompting& prompting : promptings()) {
    Candidate candidate;
    candidate.prompting = prompting;
    candidate.where = "plan.yaml:1:1";
    if (!accepts([&] { check_prompting(suite, candidate); })) continue;
    for (std::size_t i = 0; i < std::min(suite.items->size(), most_items); ++i) {
      const Item item = suite.items->item(i, prompting);
      require(item.id == suite.items->id(i) && !item.prompt.empty(), "an item has its id and a prompt");
      judge(suite, item);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const MemoryFile suite_file("suite.yaml"), rows[] = {MemoryFile(row_files[0]), MemoryFile(row_files[1]),
                                                              MemoryFile(row_files[2]), MemoryFile(row_files[3])};
  std::string_view rest = text_of(data, size);
  const std::string_view yaml = take_until(rest, "\n=====\n");
  suite_file.write(yaml);
  for (std::size_t i = 0; i < std::size(rows); ++i)
    if (yaml.find(row_files[i]) != yaml.npos) rows[i].write(rest);
  Suite named;
  named.source = "suite.yaml";
  named.limit = size % 3;
  accepts([&] { use(load_suite(named, {"", memory_folder()}, 7)); });
  return 0;
}
