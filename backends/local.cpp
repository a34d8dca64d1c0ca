#include "backends/local.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

#include "backends/cores.hpp"
#include "backends/exec_facts.hpp"
#include "backends/exec_link.hpp"
#include "backends/exec_message.hpp"
#include "backends/option_rules.hpp"
#include "backends/options.hpp"

namespace shortlist {
namespace {

constexpr std::size_t resident_models_max = 4;
constexpr std::int64_t threads_max = 1024, context_default = 4096, context_max = 1 << 20;

constexpr OptionRule rules[] = {
    {"threads", "a whole number from 1 to 1024",
     [](const Json& v) { return whole_number_in(v, 1, threads_max); }},
    {"context", "a whole number of tokens from 16 to 1048576",
     [](const Json& v) { return whole_number_in(v, 16, context_max); }},
    {"prefix_cache", "true or false", [](const Json& v) { return v.is_boolean(); }},
    {"chat_template", "auto, plain or a template's name",
     [](const Json& v) { return v.is_string() && v != ""; }},
};

std::string helper(const std::string& folder) {
  return (std::filesystem::path(folder) / "shortlist-llama").string();
}

std::vector<std::string> words_of(const Candidate& candidate, const std::string& base,
                                  const std::string& helper_dir) {
  const Json& options = candidate.options;
  std::vector<std::string> words{helper(helper_dir),
                                 "--model",
                                 path_from(base, candidate.file),
                                 "--threads",
                                 std::to_string(options.value("threads", default_threads())),
                                 "--context",
                                 std::to_string(options.value("context", context_default)),
                                 "--chat-template",
                                 options.value("chat_template", "auto")};
  if (!options.value("prefix_cache", true)) words.emplace_back("--no-prefix-cache");
  return words;
}

class LocalBackend : public Backend {
 public:
  explicit LocalBackend(const BackendWorld& world)
      : base_(world.base), helper_dir_(std::filesystem::absolute(world.helper_dir).string()) {}

  void ask(const Candidate& candidate, const Item& item, CallKey key, Duration timeout, Done done) override {
    Model& model = model_of(candidate);
    model.last_used = ++uses_;
    if (!model.link->running()) make_room(model);
    model.link->ask({key, exec_request(candidate, item, key.repeat), timeout, std::move(done)});
  }
  void cancel(CallKey key) override {
    for (Model& model : models_) model.link->cancel(key);
  }
  std::map<std::string, std::string> facts() const override {
    std::map<std::string, std::string> all;
    for (const Model& model : models_) add_facts(all, "local." + model.name, model.link->facts());
    return all;
  }

 private:
  struct Model {
    std::vector<std::string> words;
    std::string name;  ///< the file's, numbered when another Model has the same file
    std::unique_ptr<ExecLink> link;
    std::uint64_t last_used = 0;
  };

  Model& model_of(const Candidate& candidate) {
    std::vector<std::string> words = words_of(candidate, base_, helper_dir_);
    auto known = std::find_if(models_.begin(), models_.end(),
                              [&](const Model& model) { return model.words == words; });
    if (known != models_.end()) return *known;
    const std::string stem = std::filesystem::path(candidate.file).stem().string();
    const auto same =
        std::count_if(models_.begin(), models_.end(), [&](const Model& m) { return m.words[2] == words[2]; });
    auto link = std::make_unique<ExecLink>(ProcessCommand{words, "", {}});
    models_.push_back(
        {std::move(words), same ? fmt::format("{}#{}", stem, same + 1) : stem, std::move(link), 0});
    return models_.back();
  }

  /// Lets models go that were not used for longest, until one more may be loaded.
  void make_room(const Model& wanted) {
    std::vector<Model*> loaded;
    for (Model& model : models_)
      if (&model != &wanted && model.link->running()) loaded.push_back(&model);
    std::sort(loaded.begin(), loaded.end(), [](auto* a, auto* b) { return a->last_used < b->last_used; });
    for (std::size_t i = 0; i + resident_models_max <= loaded.size(); ++i) loaded[i]->link->rest();
  }

  std::string base_, helper_dir_;
  std::vector<Model> models_;
  std::uint64_t uses_ = 0;
};

void check_file(const Candidate& candidate, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  char magic[4] = {};
  if (!std::filesystem::is_regular_file(path) || !file)
    complain(candidate, fmt::format("file: there is no file {} that may be read", path));
  file.read(magic, sizeof magic);
  if (std::string_view(magic, sizeof magic) != "GGUF")
    complain(candidate, fmt::format("file: {} is not a GGUF file", path));
}

}  // namespace

void check_local(const Candidate& candidate, const BackendWorld& world) {
  check_unused_fields(candidate, {"file"});
  check_rules(candidate, candidate.options, "options", rules);
  if (candidate.file.empty()) complain(candidate, "backend local needs \"file\", a GGUF model");
  check_file(candidate, path_from(world.base, candidate.file));
  if (access(helper(world.helper_dir).c_str(), X_OK) != 0)
    complain(candidate, fmt::format("backend local needs {}, which is built when llama.cpp is found: "
                                    "backends/local/fetch llama, then build again",
                                    helper(world.helper_dir)));
}

std::unique_ptr<Backend> make_local(const BackendWorld& world) {
  return std::make_unique<LocalBackend>(world);
}
std::string local_lane(const Candidate&) { return "local"; }

}  // namespace shortlist
