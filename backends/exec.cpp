#include "backends/exec.hpp"

#include <fmt/format.h>

#include <map>

#include "backends/exec_facts.hpp"
#include "backends/exec_link.hpp"
#include "backends/exec_message.hpp"
#include "backends/option_rules.hpp"
#include "backends/options.hpp"

namespace shortlist {
namespace {

std::string command_line(const Candidate& candidate) {
  return fmt::format("{}", fmt::join(candidate.command, " "));
}

class ExecBackend : public Backend {
 public:
  explicit ExecBackend(const BackendWorld& world) : base_(world.base) {}

  void ask(const Candidate& candidate, const Item& item, CallKey key, Duration timeout, Done done) override {
    link(candidate).ask({key, exec_request(candidate, item, key.repeat), timeout, std::move(done)});
  }
  void cancel(CallKey key) override {
    for (auto& [name, link] : links_) link->cancel(key);
  }
  std::map<std::string, std::string> facts() const override {
    std::map<std::string, std::string> all;
    for (const auto& [name, link] : links_)
      add_facts(all, "exec." + name.first + (name.second == "{}" ? "" : " " + name.second), link->facts());
    return all;
  }

 private:
  ExecLink& link(const Candidate& candidate) {
    auto& link = links_[{command_line(candidate), candidate.options.dump()}];
    if (!link)
      link = std::make_unique<ExecLink>(
          ProcessCommand{candidate.command, base_, {{"SHORTLIST_OPTIONS", candidate.options.dump()}}});
    return *link;
  }

  std::string base_;
  std::map<std::pair<std::string, std::string>, std::unique_ptr<ExecLink>>
      links_;  ///< by command and options
};

}  // namespace

void check_exec(const Candidate& candidate, const BackendWorld& world) {
  check_unused_fields(candidate, {"command"});
  if (candidate.command.empty() || candidate.command[0].empty())
    complain(candidate, "backend exec needs \"command\", a list: the program and its arguments");
  if (!candidate.options.is_object()) complain(candidate, "options: must be a map");
  if (find_program(candidate.command[0], world.base, world.env("PATH").value_or("")).empty())
    complain(candidate,
             fmt::format("command: there is no program \"{}\" that may be run{}", candidate.command[0],
                         candidate.command[0].find('/') == std::string::npos ? " in PATH" : ""));
}

std::unique_ptr<Backend> make_exec(const BackendWorld& world) { return std::make_unique<ExecBackend>(world); }
std::string exec_lane(const Candidate& candidate) { return "exec " + command_line(candidate); }

}  // namespace shortlist
