// The style of the house as a test: who may include whom, how long files and functions may be.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longest_file = 400, longest_function = 60;
const fs::path root = SOURCE_DIR;

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> sources(const std::vector<std::string>& folders) {
  std::vector<std::string> found;
  for (const auto& folder : folders)
    for (const auto& entry : fs::recursive_directory_iterator(root / folder))
      if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp")
        found.push_back(fs::relative(entry.path(), root).string());
  return found;
}

const std::vector<std::string> product{"harness", "backends", "datasets", "reports"};

/// folder (or file) -> folders it may include; "*" is all.
std::map<std::string, std::set<std::string>> read_rules() {
  std::map<std::string, std::set<std::string>> rules;
  for (const std::string& line : lines_of(root / "tests/dev/include_rules.txt")) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::string place, allowed;
    words >> place;
    auto& set = rules[place];
    while (words >> allowed)
      if (allowed != "-") set.insert(allowed);
  }
  return rules;
}

std::string folder_of(const std::string& file) { return fs::path(file).parent_path().string(); }

/// The rule for a file: its own row, or its folder's.
const std::set<std::string>* rule_for(const std::map<std::string, std::set<std::string>>& rules, const std::string& file) {
  if (const auto own = rules.find(file); own != rules.end()) return &own->second;
  const auto folder = rules.find(folder_of(file));
  return folder == rules.end() ? nullptr : &folder->second;
}

/// The project header that a line includes, or "".
std::string included(const std::string& line) {
  if (!line.starts_with("#include \"")) return "";
  const auto end = line.find('"', 10);
  return line.substr(10, end - 10);
}

TEST(Rules, IncludesPointDown) {
  const auto rules = read_rules();
  for (const std::string& file : sources(product)) {
    const auto* allowed = rule_for(rules, file);
    ASSERT_NE(allowed, nullptr) << file << ": its folder has no row in tests/dev/include_rules.txt";
    std::size_t number = 0;
    for (const std::string& line : lines_of(root / file)) {
      ++number;
      const std::string header = included(line);
      if (header.empty() || allowed->contains("*")) continue;
      const std::string folder = folder_of(header);
      EXPECT_TRUE(folder == folder_of(file) || allowed->contains(folder))
          << file << ":" << number << ": may not include " << header << " (see tests/dev/include_rules.txt)";
    }
  }
}

TEST(Rules, IncludedHeadersExist) {
  for (const std::string& file : sources(product))
    for (const std::string& line : lines_of(root / file)) {
      const std::string header = included(line);
      EXPECT_TRUE(header.empty() || fs::exists(root / header)) << file << ": includes " << header << "; paths count from the root";
    }
}

TEST(Rules, FilesAreShort) {
  for (const std::string& file : sources({"harness", "backends", "datasets", "reports", "tests"})) {
    const std::size_t length = lines_of(root / file).size();
    EXPECT_LE(length, longest_file) << file << ": which two things does it hold?";
  }
}

/// A function is a line that ends in `{` at the margin (or one class deep) until the `}` in the same column.
TEST(Rules, FunctionsAreShort) {
  for (const std::string& file : sources(product)) {
    const auto lines = lines_of(root / file);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::string& line = lines[i];
      const std::size_t margin = line.find_first_not_of(' ');
      if (margin == std::string::npos || margin > 2 || !line.ends_with("{")) continue;
      if (line.find('(') == std::string::npos || line.find("namespace") != std::string::npos) continue;
      const std::string end = std::string(margin, ' ') + "}";
      std::size_t j = i + 1;
      while (j < lines.size() && !lines[j].starts_with(end)) ++j;
      EXPECT_LE(j - i + 1, longest_function) << file << ":" << i + 1 << ": " << line;
    }
  }
}

/// Two types of one name in the namespace would be one to the linker, which says nothing and mixes them up.
TEST(Rules, TypesHaveNamesOfTheirOwn) {
  std::map<std::string, std::string> seen;
  for (const std::string& file : sources(product)) {
    if (!file.ends_with(".hpp")) continue;
    std::string scope;
    for (const std::string& line : lines_of(root / file)) {
      std::istringstream words(line);
      std::string kind, name;
      words >> kind >> name;
      if (kind == "namespace") scope = name + "::";
      if (kind == "enum") words >> name;
      const bool defines = (kind == "struct" || kind == "class" || kind == "enum") && line.find('{') != std::string::npos;
      if (!defines || line.starts_with(' ')) continue;
      const auto [other, fresh] = seen.try_emplace(scope + name, file);
      EXPECT_TRUE(fresh) << file << ": " << scope << name << " is defined in " << other->second << " too";
    }
  }
}

TEST(Rules, FoldersHaveTheirReadme) {
  for (const char* folder : {"harness", "backends", "datasets", "reports", "tests"})
    EXPECT_TRUE(fs::exists(root / folder / "README.md")) << folder;
}

}  // namespace
