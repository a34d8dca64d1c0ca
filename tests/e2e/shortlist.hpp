#pragma once
// The built program in a folder of its own.
#include <string>
#include <vector>

#include "tests/support/program.hpp"

namespace shortlist::test {

class Sandbox {
 public:
  const std::filesystem::path& path() const { return folder_.path(); }
  std::filesystem::path write(const std::string& name, std::string_view text) const { return folder_.write(name, text); }

  Launch launch(std::vector<std::string> arguments, std::map<std::string, std::string> environment = {}) const {
    arguments.insert(arguments.begin(), BINARY_DIR "/bin/shortlist");
    environment.try_emplace("SHORTLIST_SUITES", SOURCE_DIR "/datasets/suites");
    return {std::move(arguments), folder_.path(), std::move(environment)};
  }
  Finished run(std::vector<std::string> arguments, std::map<std::string, std::string> environment = {}) const {
    return run_program(launch(std::move(arguments), std::move(environment)));
  }
  std::string read(const std::string& name) const { return file_text(folder_.path() / name); }
  /// The folder of the only run there is.
  std::filesystem::path run_folder() const {
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path() / ".shortlist/runs"))
      if (entry.is_directory() && !entry.path().filename().string().starts_with('.')) return entry.path();
    return {};
  }

 private:
  TemporaryFolder folder_;
};

/// Three mock candidates of different worth on a small suite of the test's own; everyone is asked everything unless `more`
/// says otherwise.
inline void write_small_plan(const Sandbox& box, const std::string& more = "", const std::string& options = "") {
  std::string rows;
  for (int i = 0; i < 60; ++i)
    rows += "{\"id\":\"q-" + std::to_string(i) + "\",\"question\":\"What is " + std::to_string(i) + " plus " +
            std::to_string(i * 3) + "?\",\"answer\":\"" + std::to_string(i * 4) + "\"}\n";
  box.write("sums.jsonl", rows);
  box.write("sums.yaml",
            "version: 1\nname: sums\nitems: sums.jsonl\nprompt: \"{{question}}\"\nmetrics:\n  - number: {target: \"{{answer}}\"}\n");
  box.write("shortlist.yaml",
            "version: 1\nname: small\nseed: 3\ncandidates:\n"
            "  - {name: good, backend: mock, model: m, options: {accuracy: 0.9" + options + "}, price: {input_per_mtok: 1, output_per_mtok: 4}}\n"
            "  - {name: fair, backend: mock, model: m, options: {accuracy: 0.6" + options + "}, price: {input_per_mtok: 0.1, output_per_mtok: 0.4}}\n"
            "  - {name: poor, backend: mock, model: m, options: {accuracy: 0.2" + options + "}}\n"
            "suites: [{file: sums.yaml}]\n" + more +
                (more.find("stages:") == std::string::npos ? "stages: [race: {mode: full}]\n" : ""));
}

}  // namespace shortlist::test
