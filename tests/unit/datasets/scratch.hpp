#pragma once
// A folder for one test's files, and the words of a complaint.
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "datasets/datasets.hpp"
#include "harness/types/error.hpp"

namespace shortlist {

class Scratch {
 public:
  Scratch() {
    static std::atomic<int> count = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("shortlist-datasets-" + std::to_string(getpid()) + "-" + std::to_string(count++));
    std::filesystem::create_directories(path_);
  }
  Scratch(const Scratch&) = delete;
  ~Scratch() { std::filesystem::remove_all(path_); }

  std::string write(const std::string& name, std::string_view text) const {
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
  }
  std::string path(const std::string& name = "") const { return (path_ / name).string(); }

  Suite load(const std::string& source = "suite.yaml", std::size_t limit = 0, std::uint64_t seed = 1) const {
    Suite named;
    named.source = source;
    named.limit = limit;
    named.where = "plan.yaml:3:5 suites[0]";
    return load_suite(named, {path("shipped"), path_.string()}, seed);
  }

  /// The complaint's text with this folder's name taken out.
  std::string shorten(std::string text) const {
    const std::string folder = path_.string() + "/";
    for (std::size_t at; (at = text.find(folder)) != std::string::npos;) text.erase(at, folder.size());
    return text;
  }

 private:
  std::filesystem::path path_;
};

/// What `act` complains of, or "no complaint".
template <class Act>
std::string complaint(const Scratch& scratch, Act act) {
  try {
    act();
  } catch (const UserError& error) {
    return scratch.shorten(error.what());
  }
  return "no complaint";
}

}  // namespace shortlist
