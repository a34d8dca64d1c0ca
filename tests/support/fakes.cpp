#include "tests/support/fakes.hpp"

#include <algorithm>

namespace shortlist::fakes {

std::string NumberedItems::id(std::size_t index) const { return "item-" + std::to_string(index); }

Item NumberedItems::item(std::size_t index, const Prompting&) const {
  Item item;
  item.id = id(index);
  item.prompt = {{"user", "Say " + std::to_string(index)}};
  item.target = std::to_string(index);
  item.tags = {index % 2 ? "odd" : "even"};
  item.cluster = "cluster-" + std::to_string(index / 5);
  item.checks = {{{"target", item.target}}};
  return item;
}

Plan plan_of(std::size_t candidates, std::size_t items) {
  Plan plan;
  plan.name = "fake plan";
  plan.path = "fake.yaml";
  for (std::size_t i = 0; i < candidates; ++i) {
    Candidate candidate;
    candidate.name = "c" + std::to_string(i);
    candidate.backend = "mock";
    candidate.model = candidate.name;
    plan.candidates.push_back(std::move(candidate));
  }
  Suite suite;
  suite.source = suite.name = "numbers";
  suite.version = "1";
  suite.metrics = {{"exact", "exact", 1, {{"target", "{{index}}"}}, ""}};
  suite.tag_names = {"parity"};
  suite.asked_digest = "asked-" + std::to_string(items);
  suite.judged_digest = "judged";
  suite.items = std::make_shared<NumberedItems>(items);
  plan.suites.push_back(std::move(suite));
  plan.stages = {RaceStage{}};
  std::get<RaceStage>(plan.stages[0]).mode = RaceStage::Mode::full;
  return plan;
}

Record TargetGrader::grade(Outcome outcome, const Item& item) const {
  Record record;
  if (const Completion* answer = completion(outcome)) {
    record.quality = answer->text == item.target ? 1 : 0;
    record.scores = {{"exact", record.quality, "expected " + item.target}};
    if (answer->usage && answer->usage->output) record.cost = Money{*answer->usage->output * 1000};
  }
  record.outcome = std::move(outcome);
  return record;
}

void MemorySink::append(std::span<const Record> batch) {
  if (before_append) before_append();
  ++batches;
  for (const Record& record : batch) {
    const auto old = records.find(record.outcome.key);
    if (old != records.end() && completion(old->second.outcome) && failure(record.outcome)) continue;
    records.insert_or_assign(record.outcome.key, record);
  }
}

int ScriptedBackend::open(CallKey key, Done done) {
  std::lock_guard lock(mutex_);
  ++asked;
  order.push_back(key);
  asked_twice_at_once += open_.contains(key);
  const int number = ++tries[key];
  open_[key] = {std::move(done), number, false};
  most_in_flight = std::max(most_in_flight, ++in_flight);
  return number;
}

void ScriptedBackend::ask(const Candidate& candidate, const Item& item, CallKey key, Duration, Done done) {
  const int number = open(key, std::move(done));
  Answer answer_to = script_(candidate, item, key, number);
  if (answer_to.deaf) {
    std::lock_guard lock(mutex_);
    open_[key].deaf = true;
  }
  if (answer_to.never || answer_to.deaf) return;
  const Instant start = clock_.now();
  answer_to.reply.stamps.written = start;
  if (std::holds_alternative<Completion>(answer_to.reply.result))
    answer_to.reply.stamps.first_token = answer_to.reply.stamps.last_token = start + answer_to.after;
  clock_.at(start + answer_to.after,
            [this, key, number, reply = std::move(answer_to.reply)] { answer(key, number, reply); });
}

void ScriptedBackend::cancel(CallKey key) {
  int number = 0;
  {
    std::lock_guard lock(mutex_);
    const auto open = open_.find(key);
    if (open == open_.end() || open->second.deaf) return;
    ++cancelled;
    number = open->second.tries;
  }
  answer(key, number, failed(FailureKind::cancelled));
}

void ScriptedBackend::answer(CallKey key, int number, Reply reply) {
  Done done;
  {
    std::lock_guard lock(mutex_);
    const auto open = open_.find(key);
    if (open == open_.end() || open->second.tries != number) return;
    done = std::move(open->second.done);
    open_.erase(open);
    --in_flight;
  }
  done(std::move(reply));
}

Reply completed(std::string text, std::int64_t output_tokens) {
  Completion answer;
  answer.text = std::move(text);
  answer.finish = Finish::stop;
  answer.usage = Usage{10, std::nullopt, output_tokens, std::nullopt};
  Reply reply;
  reply.result = std::move(answer);
  reply.http_status = 200;
  return reply;
}

Reply failed(FailureKind kind, std::optional<Duration> retry_after) {
  Reply reply;
  reply.result = Failure{kind, "fake: " + std::string(name_of(kind)), retry_after};
  return reply;
}

}  // namespace shortlist::fakes
