#pragma once
// Items made on demand from the rows of a suite's file.
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "datasets/check_template.hpp"
#include "datasets/item_rows.hpp"
#include "datasets/prompt_template.hpp"
#include "datasets/suite_file.hpp"
#include "harness/ports/items.hpp"

namespace shortlist {

/// Everything is checked when it is made, so item() finds nothing to complain of under a prompting that check() has seen.
/// Immutable but for a guarded cache of prompts: any thread may call it.
class SuiteItems final : public Items {
 public:
  /// Reads and scans all rows. `limit` 0 keeps all; else the seed chooses so many.
  SuiteItems(SuiteFile file, std::vector<MetricSpec> metrics, std::size_t limit, std::uint64_t seed);

  std::size_t size() const override { return chosen_.empty() ? rows_.size() : chosen_.size(); }
  std::string id(std::size_t index) const override;
  std::string cluster(std::size_t index) const override;
  Item item(std::size_t index, const Prompting& prompting) const override;
  Item bare_item(std::size_t index) const override;

  /// Looks whether every row can be put this way; throws UserError "WHERE: ...".
  void check(const Prompting& prompting, const std::string& where) const;

  const SuiteFile& file() const { return file_; }
  const std::vector<MetricSpec>& metrics() const { return metrics_; }
  std::string asked_digest() const;
  std::string judged_digest() const;

 private:
  void read_shots();
  void scan(std::size_t limit, std::uint64_t seed);
  void scan_overrides(const PromptTemplate& prompt) const;
  void refuse_twins(std::vector<std::uint64_t> hashes) const;
  const PromptTemplate& prompt_for(const Prompting& prompting) const;
  std::size_t row_of(std::size_t index) const { return chosen_.empty() ? index : chosen_[index]; }
  std::string id_of(const ItemRow& row, std::size_t at) const;
  Item bare_item(const ItemRow& row, std::size_t at) const;

  SuiteFile file_;
  std::vector<MetricSpec> metrics_;
  std::string id_column_;
  ItemRows rows_;
  std::optional<FewShot> shots_;
  TextTemplate target_;
  std::vector<CheckTemplate> checks_;
  std::optional<PromptTemplate> prompt_;        // as the suite says
  bool has_ids_ = false;
  std::vector<std::uint32_t> chosen_;           // rows in use; empty: all
  std::string rows_digest_;

  mutable std::mutex guard_;
  mutable std::map<std::string, std::unique_ptr<const PromptTemplate>> prompts_;   // by the prompting's text
};

}  // namespace shortlist
