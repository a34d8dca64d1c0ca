#include "harness/cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/types/error.hpp"

namespace shortlist {
namespace {

std::string usage(const Verb& verb) {
  std::string text = fmt::format("shortlist {}", verb.name);
  for (const Positional& p : verb.positionals) {
    const bool needed = p.fallback.empty() && !p.optional;
    text += needed ? fmt::format(" {}", p.name) : fmt::format(" [{}]", p.name);
  }
  return text + " [OPTION...]";
}

std::string option_names(const Option& o) {
  const std::string value = o.value.empty() ? "" : fmt::format(" {}", o.value);
  return o.letter ? fmt::format("-{}, --{}{}", o.letter, o.name, value) : fmt::format("    --{}{}", o.name, value);
}

}  // namespace

std::string general_help() {
  std::string text =
      "shortlist: choose a language model by quality, latency and cost\n\n"
      "usage: shortlist VERB [ARGUMENT...] [OPTION...]\n\n";
  for (const Verb& verb : verb_table()) text += fmt::format("  {:<11} {}\n", verb.name, verb.summary);
  return text + "\n`shortlist VERB --help` says more. Start with `shortlist init`, then `shortlist run`.\n";
}

std::string verb_help(const Verb& verb) {
  std::string text = fmt::format("shortlist {}: {}\n\nusage: {}\n", verb.name, verb.summary, usage(verb));
  if (!verb.details.empty()) text += fmt::format("\n{}\n", verb.details);
  for (const Positional& p : verb.positionals)
    if (!p.fallback.empty()) text += fmt::format("\n{} is {} unless given.\n", p.name, p.fallback);
  std::size_t width = 0;
  for (const Option& o : verb.options) width = std::max(width, option_names(o).size());
  text += "\n";
  for (const Option& o : verb.options)
    text += fmt::format("  {:<{}}  {}{}\n", option_names(o), width, o.help, o.repeats ? " (repeatable)" : "");
  return text;
}

ExitCode help_verb(const Arguments& args, const Shell& shell) {
  std::string wanted;
  if (const auto found = args.operands.find("VERB"); found != args.operands.end())
    for (const auto& word : found->second) wanted += (wanted.empty() ? "" : " ") + word;
  if (wanted.empty()) return shell.out << general_help(), ExitCode::fine;
  for (const Verb& verb : verb_table())
    if (verb.name == wanted) return shell.out << verb_help(verb), ExitCode::fine;
  throw UserError(fmt::format("there is no verb \"{}\"; `shortlist help` lists them", wanted));
}

}  // namespace shortlist
