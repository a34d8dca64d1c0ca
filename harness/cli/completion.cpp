// Completion scripts, made from the table of verbs.
#include <fmt/format.h>

#include <map>

#include "harness/cli/verbs.hpp"
#include "harness/types/error.hpp"

namespace shortlist {
namespace {

const std::map<Completes, std::string_view> words_of{
    {Completes::format, "console json csv jsonl markdown html decision decision-json junit text"},
    {Completes::color, "auto always never"},
    {Completes::mode, "certified fast budget full pareto"},
    {Completes::schema, "plan suite call"},
    {Completes::shell, "bash zsh fish"},
    {Completes::run, "latest"},
};

std::string words(Completes what) {
  const auto found = words_of.find(what);
  return found == words_of.end() ? "" : std::string(found->second);
}

std::string option_words(const Verb& verb) {
  std::string text;
  for (const Option& o : verb.options) text += fmt::format("{}--{}", text.empty() ? "" : " ", o.name);
  return text;
}

std::string bash() {
  std::string verbs, options, values;
  for (const Verb& verb : verb_table()) {
    if (verb.name.find(' ') == verb.name.npos) verbs += fmt::format("{}{}", verbs.empty() ? "" : " ", verb.name);
    options += fmt::format("    '{}') options='{}'; operands='{}' ;;\n", verb.name, option_words(verb),
                           verb.positionals.empty() ? "" : words(verb.positionals[0].completes));
  }
  for (const auto& [what, list] : words_of) {
    std::string names;
    for (const Verb& verb : verb_table())
      for (const Option& o : verb.options)
        if (o.completes == what && names.find(fmt::format("--{}|", o.name)) == names.npos) names += fmt::format("--{}|", o.name);
    if (!names.empty()) values += fmt::format("    {}) COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n", names.substr(0, names.size() - 1), list);
  }
  return fmt::format(R"(# bash completion for shortlist: source <(shortlist completion bash)
_shortlist() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} verb=${{COMP_WORDS[1]}} options operands
  if ((COMP_CWORD == 1)); then COMPREPLY=($(compgen -W '{}' -- "$word")); return; fi
  case $before in
{}  esac
  [[ $verb == gate && ${{COMP_WORDS[2]}} == bless ]] && verb='gate bless'
  case $verb in
{}  esac
  if [[ $word == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$word"))
  elif [[ $verb == gate && $COMP_CWORD == 2 ]]; then COMPREPLY=($(compgen -f -W bless -- "$word"))
  elif [[ -n $operands ]]; then COMPREPLY=($(compgen -W "$operands" -- "$word"))
  else COMPREPLY=($(compgen -f -- "$word")); fi
}}
complete -o filenames -F _shortlist shortlist
)", verbs, values, options);
}

std::string zsh() { return "#compdef shortlist\nautoload -U +X bashcompinit && bashcompinit\n" + bash(); }

std::string quoted(std::string_view text) {
  std::string safe;
  for (const char c : text) safe += c == '\'' ? "\\'" : std::string(1, c);
  return "'" + safe + "'";
}

std::string fish() {
  std::string text = "# fish completion for shortlist: shortlist completion fish | source\n";
  for (const Verb& verb : verb_table()) {
    const auto space = verb.name.find(' ');
    if (space != verb.name.npos) {
      text += fmt::format("complete -c shortlist -n '__fish_seen_subcommand_from {}' -a {} -d {}\n", verb.name.substr(0, space),
                          verb.name.substr(space + 1), quoted(verb.summary));
      continue;
    }
    text += fmt::format("complete -c shortlist -n __fish_use_subcommand -a {} -d {}\n", verb.name, quoted(verb.summary));
    for (const Option& o : verb.options)
      text += fmt::format("complete -c shortlist -n '__fish_seen_subcommand_from {}' -l {}{}{}{} -d {}\n", verb.name, o.name,
                          o.letter ? fmt::format(" -s {}", o.letter) : "", o.value.empty() ? "" : " -r",
                          words(o.completes).empty() ? "" : fmt::format(" -fa '{}'", words(o.completes)), quoted(o.help));
  }
  return text;
}

}  // namespace

ExitCode completion_verb(const Arguments& args, const Shell& shell) {
  static const std::map<std::string, std::string (*)()> scripts{{"bash", bash}, {"zsh", zsh}, {"fish", fish}};
  const auto found = scripts.find(args.operand("SHELL"));
  if (found == scripts.end())
    throw UserError(fmt::format("completion: expected bash, zsh or fish, found \"{}\"", args.operand("SHELL")));
  shell.out << found->second();
  return ExitCode::fine;
}

}  // namespace shortlist
