#pragma once
// Front door of who is asked: one row a backend.
#include <memory>
#include <optional>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "harness/ports/backend.hpp"
#include "harness/ports/clock.hpp"
#include "harness/types/plan.hpp"

namespace shortlist {

/// What backends may use of the world. Outlives them.
struct BackendWorld {
  Clock& clock;
  std::function<std::optional<std::string>(const std::string& name)> env;   ///< environment variables: keys, proxies
  std::string base;          ///< folder that relative files count from
  std::string helper_dir;    ///< where shortlist-llama lies
};

struct BackendRow {
  std::string_view name, summary;
  /// Complains of a candidate that this backend cannot serve (UserError naming candidate.where), asking nobody.
  void (*check)(const Candidate& candidate, const BackendWorld& world);
  std::unique_ptr<Backend> (*make)(const BackendWorld& world);
  /// The lane of a candidate that names none: what shares its limits ("openai https://api.openai.com/v1 OPENAI_API_KEY").
  std::string (*lane)(const Candidate& candidate);
  /// Counts the ways in which it has put one and the same question; raise it when that changes, so that answers to the
  /// old way are not taken for the new. 0: its answers cost nothing and are not kept for later runs.
  int request_format;
  bool sees_item;            ///< the item's id is part of what it asks
  int concurrency;           ///< default calls in flight of a lane; 0 = the machine's cores over the threads a call uses
};
std::span<const BackendRow> backend_table();
/// Throws UserError for an unknown backend, with the nearest name.
const BackendRow& backend_row(const Candidate& candidate);

}  // namespace shortlist
