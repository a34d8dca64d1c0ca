#pragma once
// A suite: what is asked and how it is judged. Its items may be millions, so they are made on demand.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "harness/types/json.hpp"
#include "harness/types/message.hpp"

namespace shortlist {

class Items;  // harness/ports/items.hpp

/// One item as one candidate sees it: the prompt rendered, the checks filled in.
struct Item {
  std::string id;
  std::vector<Message> prompt;
  std::string target;              ///< the reference answer, for people to read; "" if there is none
  std::vector<std::string> tags;   ///< values of the suite's tag columns, in the suite's order
  std::string cluster;             ///< items of one cluster are not independent; "" is a cluster of its own
  std::vector<Json> checks;        ///< one a metric of the suite: its options with this item's fields filled in
};

struct MetricSpec {
  std::string name;                ///< unique in the suite; the kind unless the suite says otherwise
  std::string kind;                ///< a row of the metric table (harness/score/metrics.cpp)
  double weight = 1;               ///< >= 0; the item's quality is the weighted mean of its metrics
  Json options = Json::object();   ///< templates not yet filled in
  std::string where;               ///< for complaints
};

struct Suite {
  std::string source;              ///< as the plan names it: a shipped suite's name or a file
  std::string name, version, description;
  std::vector<std::string> languages;      ///< BCP 47
  double weight = 1;                       ///< in the plan's overall quality
  std::size_t limit = 0;                   ///< use only so many items (a seeded choice); 0 is all
  std::vector<MetricSpec> metrics;
  std::vector<std::string> tag_names;      ///< columns that tables are broken down by
  std::string asked_digest;                ///< sha256 of all that a model is shown: items, prompt, few-shot
  std::string judged_digest;               ///< sha256 of all that an answer is judged by: references, metrics
  std::shared_ptr<const Items> items;      ///< shared: the plan is immutable and copied freely
  std::string where;
};

}  // namespace shortlist
