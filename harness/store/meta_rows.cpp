#include "harness/store/meta_rows.hpp"

#include <SQLiteCpp/Statement.h>

#include "harness/store/columns.hpp"

namespace shortlist {
namespace {

/// Of a run whose process has not said how it ended: killed, or still at it.
constexpr const char* state_at_first = "interrupted";

Json json_of(const LaneHistory& lane) {
  Json steps = Json::array();
  for (const LaneHistory::Step& step : lane.steps)
    steps.push_back({{"at_ns", step.at.count()}, {"slots", step.slots}, {"why", step.why}});
  return {{"lane", lane.lane}, {"started", lane.started}, {"steps", steps}, {"left_out", lane.left_out}};
}

LaneHistory lane_of(const Json& json) {
  LaneHistory lane;
  json.at("lane").get_to(lane.lane);
  json.at("started").get_to(lane.started);
  json.at("left_out").get_to(lane.left_out);
  for (const Json& step : json.at("steps"))
    lane.steps.push_back({Duration(step.at("at_ns").get<std::int64_t>()), step.at("slots").get<std::size_t>(),
                          step.at("why").get<std::string>()});
  return lane;
}

}  // namespace

void write_meta(SQLite::Database& database, const std::string& key, const std::string& value) {
  SQLite::Statement insert(database, "INSERT INTO meta (key, value) VALUES (?, ?) "
                                     "ON CONFLICT (key) DO UPDATE SET value = excluded.value");
  Bind(insert).text(key).text(value).run();
}

std::string read_meta(SQLite::Database& database, const std::string& key) {
  SQLite::Statement select(database, "SELECT value FROM meta WHERE key = ?");
  select.bind(1, key);
  return select.executeStep() ? Read(select).text() : "";
}

void write_new_meta(SQLite::Database& database, const NewRun& run) {
  write_meta(database, "run_id", run.id);
  write_meta(database, "name", run.name);
  write_meta(database, "created", run.created);
  write_meta(database, "asked_digest", run.asked_digest);
  write_meta(database, "state", state_at_first);
  if (run.fresh) write_meta(database, "fresh", "yes");
  Provenance provenance;
  provenance.run_id = run.id;
  provenance.started = run.created;
  write_meta(database, "provenance", json_of(provenance).dump());
}

bool started_fresh(SQLite::Database& database) { return !read_meta(database, "fresh").empty(); }

void fill_summary(SQLite::Database& database, RunSummary& summary) {
  summary.name = read_meta(database, "name");
  summary.started = read_meta(database, "created");
  summary.state = read_meta(database, "state");
  summary.asked_digest = read_meta(database, "asked_digest");
}

void count_calls(SQLite::Database& database, RunSummary& summary) {
  SQLite::Statement count(database, "SELECT (SELECT count(*) FROM calls), "
                                    "(SELECT count(*) FROM calls WHERE failure IS NOT NULL)");
  count.executeStep();
  Read row(count);
  summary.records = static_cast<std::size_t>(row.integer());
  summary.failed = static_cast<std::size_t>(row.integer());
}

Json json_of(const Provenance& provenance) {
  Json json = {{"run_id", provenance.run_id},     {"version", provenance.version}, {"started", provenance.started},
               {"finished", provenance.finished}, {"facts", provenance.facts},     {"warnings", provenance.warnings}};
  json["lanes"] = Json::array();
  for (const LaneHistory& lane : provenance.lanes) json["lanes"].push_back(json_of(lane));
  if (const auto& lag = provenance.lag)
    json["lag"] = {{"p50_ms", lag->p50_ms}, {"p99_ms", lag->p99_ms}, {"max_ms", lag->max_ms}, {"n", lag->n}};
  return json;
}

Provenance provenance_of(const Json& json) {
  Provenance provenance;
  json.at("run_id").get_to(provenance.run_id);
  json.at("version").get_to(provenance.version);
  json.at("started").get_to(provenance.started);
  json.at("finished").get_to(provenance.finished);
  json.at("facts").get_to(provenance.facts);
  json.at("warnings").get_to(provenance.warnings);
  for (const Json& lane : json.value("lanes", Json::array())) provenance.lanes.push_back(lane_of(lane));
  if (const auto lag = json.find("lag"); lag != json.end())
    provenance.lag = ClientLag{lag->at("p50_ms").get<double>(), lag->at("p99_ms").get<double>(),
                               lag->at("max_ms").get<double>(), lag->at("n").get<std::size_t>()};
  return provenance;
}

}  // namespace shortlist
