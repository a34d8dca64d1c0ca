#pragma once
// What was served, tallied: names that servers made up, so both their number and their length are bounded.
#include <map>
#include <string>
#include <string_view>

#include "harness/types/record.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

/// The first few names in the order of their bytes, and how often each came: a function of the set of names, in
/// whatever order they came. "" is no name.
class NameCounts {
 public:
  static constexpr std::size_t names_max = 8, length_max = 120;

  void add(std::string_view name);
  const std::map<std::string, std::size_t>& counts() const { return counts_; }
  bool more() const { return more_; }   ///< there were other names

 private:
  std::map<std::string, std::size_t> counts_;
  bool more_ = false;
};

/// Answers of one candidate. Thread safety: none.
class ServedTally {
 public:
  /// REQUIRES: it is an answer.
  void add(const Record& record);
  Served served() const;

 private:
  NameCounts models_, fingerprints_;
  std::size_t prompt_cut_ = 0, other_model_ = 0, no_usage_ = 0;
};

}  // namespace shortlist
