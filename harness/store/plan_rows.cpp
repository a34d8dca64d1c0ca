#include "harness/store/plan_rows.hpp"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include "harness/config/config.hpp"
#include "harness/ports/items.hpp"
#include "harness/store/columns.hpp"

namespace shortlist {
namespace {

/// What a report needs of the items.
class StoredItems : public Items {
 public:
  void add(Item item) { items_.push_back(std::move(item)); }
  std::size_t size() const override { return items_.size(); }
  std::string id(std::size_t index) const override { return items_[index].id; }
  std::string cluster(std::size_t index) const override { return items_[index].cluster; }
  Item item(std::size_t index, const Prompting&) const override { return items_[index]; }

 private:
  std::vector<Item> items_;
};

Json json_of(const MetricSpec& metric) {
  return {{"name", metric.name}, {"kind", metric.kind}, {"weight", metric.weight}, {"options", metric.options}};
}

Json facts_of(const Suite& suite) {
  Json metrics = Json::array();
  for (const MetricSpec& metric : suite.metrics) metrics.push_back(json_of(metric));
  return {{"source", suite.source},       {"name", suite.name},
          {"version", suite.version},     {"description", suite.description},
          {"languages", suite.languages}, {"weight", suite.weight},
          {"limit", suite.limit},         {"metrics", metrics},
          {"tag_names", suite.tag_names}, {"asked_digest", suite.asked_digest},
          {"judged_digest", suite.judged_digest}};
}

Suite suite_of(const Json& facts) {
  Suite suite;
  facts.at("source").get_to(suite.source);
  facts.at("name").get_to(suite.name);
  facts.at("version").get_to(suite.version);
  facts.at("description").get_to(suite.description);
  facts.at("languages").get_to(suite.languages);
  facts.at("weight").get_to(suite.weight);
  facts.at("limit").get_to(suite.limit);
  facts.at("tag_names").get_to(suite.tag_names);
  facts.at("asked_digest").get_to(suite.asked_digest);
  facts.at("judged_digest").get_to(suite.judged_digest);
  for (const Json& metric : facts.at("metrics"))
    suite.metrics.push_back({metric.at("name").get<std::string>(), metric.at("kind").get<std::string>(),
                             metric.at("weight").get<double>(), metric.at("options"), ""});
  return suite;
}

bool same_items(const Json& a, const Json& b) {
  for (const char* key : {"asked_digest", "judged_digest", "tag_names"})
    if (a.at(key) != b.at(key)) return false;
  return true;
}

Json stored_facts(SQLite::Database& database, std::int64_t index) {
  SQLite::Statement row(database, "SELECT facts FROM suites WHERE suite = ?");
  row.bind(1, index);
  return row.executeStep() ? Json::parse(Read(row).text()) : Json();
}

void store_items(SQLite::Database& database, std::int64_t suite, const Items& items) {
  SQLite::Statement clear(database, "DELETE FROM items WHERE suite = ?");
  Bind(clear).integer(suite).run();
  SQLite::Statement insert(database, "INSERT INTO items (suite, item, id, tags, cluster) VALUES (?, ?, ?, ?, ?)");
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item item = items.bare_item(i);
    Json tags = Json::array();
    for (const std::string& tag : item.tags) tags.push_back(json_of_bytes(tag));
    Bind(insert).integer(suite).integer(static_cast<std::int64_t>(i)).text(item.id).text(tags.dump())
        .text(item.cluster).run();
  }
}

void store_suite(SQLite::Database& database, std::int64_t index, const Suite& suite) {
  const Json facts = facts_of(suite), stored = stored_facts(database, index);
  if (facts == stored) return;
  SQLite::Statement insert(database, "INSERT INTO suites (suite, facts) VALUES (?, ?) "
                                     "ON CONFLICT (suite) DO UPDATE SET facts = excluded.facts");
  Bind(insert).integer(index).text(facts.dump(-1, ' ', false, Json::error_handler_t::replace)).run();
  if (stored.is_null() || !same_items(facts, stored)) store_items(database, index, *suite.items);
}

std::string stored_plan_text(SQLite::Database& database) {
  SQLite::Statement last(database, "SELECT plan FROM plans ORDER BY number DESC LIMIT 1");
  return last.executeStep() ? Read(last).text() : "";
}

std::shared_ptr<StoredItems> load_items(SQLite::Database& database, std::int64_t suite) {
  auto items = std::make_shared<StoredItems>();
  SQLite::Statement rows(database, "SELECT id, tags, cluster FROM items WHERE suite = ? ORDER BY item");
  rows.bind(1, suite);
  while (rows.executeStep()) {
    Read row(rows);
    Item item;
    item.id = row.text();
    for (const Json& tag : Json::parse(row.text())) item.tags.push_back(bytes_of_json(tag));
    item.cluster = row.text();
    items->add(std::move(item));
  }
  return items;
}

}  // namespace

void store_plan(SQLite::Database& database, const Plan& plan, const std::string& since) {
  const std::string text = plan_json(plan).dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text != stored_plan_text(database)) {
    SQLite::Statement insert(database, "INSERT INTO plans (since, path, plan) VALUES (?, ?, ?)");
    Bind(insert).text(since).text(plan.path).text(text).run();
  }
  for (std::size_t i = 0; i < plan.suites.size(); ++i)
    store_suite(database, static_cast<std::int64_t>(i), plan.suites[i]);
}

Plan load_plan(SQLite::Database& database) {
  SQLite::Transaction snapshot(database);   // another process may be writing
  SQLite::Statement last(database, "SELECT path, plan FROM plans ORDER BY number DESC LIMIT 1");
  last.executeStep();
  Read row(last);
  const std::string path = row.text(), text = row.text();
  Plan plan = parse_plan(text, path, [](const std::string&) { return std::nullopt; });
  for (std::size_t i = 0; i < plan.suites.size(); ++i) {
    const auto index = static_cast<std::int64_t>(i);
    plan.suites[i] = suite_of(stored_facts(database, index));
    plan.suites[i].items = load_items(database, index);
  }
  return plan;
}

}  // namespace shortlist
