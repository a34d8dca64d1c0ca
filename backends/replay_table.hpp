#pragma once
// A table of recorded calls, schema shortlist.call/1. Immutable once read.
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "harness/types/json.hpp"
#include "harness/types/record.hpp"

namespace shortlist {

struct RecordedCall {
  std::string suite;
  std::variant<Completion, Failure> result;
  std::optional<double> ttft_ms, total_ms;
  std::size_t line = 0;
};

class ReplayTable {
 public:
  static constexpr std::size_t line_bytes_max = 16u << 20;

  /// Reads the whole file. Throws UserError with file:line.
  static ReplayTable read(const std::string& path);

  /// All that is recorded of one call: more than one only where suites share the item's id.
  std::vector<const RecordedCall*> find(const std::string& candidate, const std::string& item,
                                        std::uint32_t repeat, const std::string& suite) const;
  const std::set<std::string>& candidates() const { return candidates_; }
  const std::set<std::string>& suites() const { return suites_; }
  /// Throws UserError naming both lines if the candidate has an item recorded for two suites and `suite` is
  /// "".
  void check_unambiguous(const std::string& candidate, const std::string& path) const;

 private:
  void add(const Json& row, const std::string& where, std::size_t line);

  std::unordered_map<std::string, std::vector<RecordedCall>> calls_;
  std::set<std::string> candidates_, suites_;
};

/// One line of the table, without its key. Pure. Throws UserError beginning with `where`.
RecordedCall recorded_call(const Json& row, const std::string& where);

}  // namespace shortlist
