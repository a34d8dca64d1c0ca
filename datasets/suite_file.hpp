#pragma once
// suite.yaml as it is written: checked key by key, its rows not yet read.
#include <optional>
#include <string>
#include <vector>

#include "harness/config/tree.hpp"
#include "harness/types/suite.hpp"

namespace shortlist {

/// A text of the suite file and its place: "suite.yaml:9:5 prompt[1].content".
struct PlacedText { std::string text = {}, where = {}; };

/// Rows: a file, or a list in the suite file itself.
struct RowSource {
  std::string file = {};          ///< "" when inline; relative to the suite file's folder
  std::optional<Node> list = {};
  std::string where;
};

struct FewShotSpec {
  RowSource examples;
  std::optional<std::size_t> count;     ///< unset: all
  PlacedText answer;                    ///< the assistant's turn
  std::string where;
};

struct SuiteFile {
  std::string path;
  std::string name, version = "1", description, license, source;
  std::vector<std::string> languages;
  RowSource items;
  struct Turn { std::string role; PlacedText content; };
  std::vector<Turn> prompt;             ///< at least one of them the user's
  std::optional<FewShotSpec> few_shot;
  std::vector<MetricSpec> metrics;      ///< at least one
  std::vector<PlacedText> tags;
  std::optional<PlacedText> cluster, id, target;   ///< unset: none, "id", "{{answer}}"
};

/// Throws UserError "suite.yaml:3:1 itmes: unknown key ...".
SuiteFile read_suite_file(const std::string& path);
/// `file` beside the suite file.
std::string beside(const SuiteFile& suite, const std::string& file);

}  // namespace shortlist
