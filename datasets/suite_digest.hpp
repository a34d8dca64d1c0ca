#pragma once
// What makes two suites the same question and the same judgement.
//
//   rows    every row in use, byte by byte as it stands in its file, and CSV's column names
//   asked   rows, the prompt's messages, the examples (rows, answer template, count), the id column
//   judged  rows (they hold the references), the metrics (kind, name, weight, options), the target template
//
// So no change of a metric asks anybody again; a change of any byte of a row does.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "datasets/item_rows.hpp"
#include "datasets/prompt_template.hpp"
#include "datasets/suite_file.hpp"

namespace shortlist {

/// `chosen` are the rows in use, in order; empty: all of them.
std::string rows_digest(const ItemRows& rows, const std::vector<std::uint32_t>& chosen);
std::string asked_digest(const SuiteFile& suite, const std::optional<FewShot>& shots, const std::string& rows);
std::string judged_digest(const std::vector<MetricSpec>& metrics, const std::string& target, const std::string& rows);

}  // namespace shortlist
