#include "harness/cli/verbs.hpp"

#include <fmt/format.h>

#include "harness/cli/help.hpp"
#include "harness/types/error.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace {

const Option help_option{"help", 'h', "", "show this help"};
const Option color_option{"color", 0, "WHEN", "colour: auto (default), always, never; NO_COLOR is honoured", false, Completes::color};
const Option env_file{"env-file", 0, "FILE", "read environment variables (keys) from a .env file; the environment wins", false, Completes::file};
const Option dir{"dir", 0, "DIR", "folder of the runs (default .shortlist)", false, Completes::file};
const Option output{"output", 'o', "FILE", "also write a report there; the extension is the format", true, Completes::file};
const Option format{"format", 'f', "FORMAT", "format on standard output", false, Completes::format};
const Option jobs{"jobs", 'j', "N", "calls in flight a lane, instead of the plan's"};
const Option limit{"limit", 0, "N", "only N items a suite: a seeded choice, the same each time"};
const Option repeat{"repeat", 0, "N", "answers an item, instead of the plan's"};
const Option seed{"seed", 0, "N", "seed of order and choices, instead of the plan's"};
const Option fresh{"fresh", 0, "", "a new run that asks everything, whatever earlier runs were answered"};
const Option max_cost{"max-cost", 0, "USD", "spend no more than this, instead of the plan's budget"};
const Option max_calls{"max-calls", 0, "N", "no more calls than this, instead of the plan's budget"};
const Option max_time{"max-time", 0, "MINUTES", "no longer than this, instead of the plan's budget"};
const Option audit{"audit", 0, "K", "afterwards, ask K of those who were dropped everything: was a drop wrong?"};
const Option quiet{"quiet", 'q', "", "no progress"};

const Positional plan{"PLAN", "shortlist.yaml", false, false, Completes::file};
const Positional run_name{"RUN", "latest", false, false, Completes::run};

std::vector<Option> with_common(std::vector<Option> own) {
  own.insert(own.end(), {color_option, help_option});
  return own;
}

std::vector<Option> asking(std::vector<Option> own) {
  own.insert(own.end(), {jobs, limit, repeat, seed, max_cost, max_calls, max_time, fresh, quiet, env_file, dir});
  return with_common(std::move(own));
}

constexpr std::string_view bench_details =
    "Starts a server of its own on 127.0.0.1 that says when it truly sent each token, asks it for streams as a run\n"
    "would, and compares. Exit code 0: as exact as shortlist promises; 1: not here, or not now. Takes about 10 s.";

std::vector<Option> bench_options() {
  return with_common({{"self-test", 0, "", "do so; it is the only thing that bench measures"},
                      {"streams", 0, "N,N", "streams at once, a round each (default 100,500,1000)"},
                      {"tokens", 0, "N", "chunks a stream (default 50)"},
                      {"itl-ms", 0, "MS", "between chunks (default 20)"},
                      {"ttft-ms", 0, "MS", "to the first chunk (default 200)"},
                      {"format", 'f', "FORMAT", "text (default) or json"}});
}

constexpr std::string_view simulate_details =
    "Replays are of one of three: a table (--scores), a stored run of your own (RUN), or made-up tables on which all are\n"
    "equal but one (--least-favourable). A table is CSV, plain or gzipped: a header, then a row a candidate; first column\n"
    "the candidate's name, then one score in [0, 1] an item. The true best is the highest mean over all items of the\n"
    "replay; a choice more than --within below it counts as wrong. Of a run, the items that every candidate answered are\n"
    "replayed, with its plan's objective: most of use is a run with `race: {mode: full}`. An option without effect is refused.";

std::vector<Option> simulate_options() {
  return with_common({{"scores", 0, "FILE", "the table", false, Completes::file},
                      {"missing", 0, "WHAT", "an empty cell of the table: refuse (default) or zero, an answer that never came"},
                      {"cost", 0, "FILE", "a table of the same shape: USD a call", false, Completes::file},
                      {"latency", 0, "FILE", "a table of the same shape: milliseconds a call; needs --latency-cap", false, Completes::file},
                      {"least-favourable", 0, "K,N,GAP[,EPS]",
                       "a fresh table a replay: K candidates, N items, one better by GAP; EPS sets --within"},
                      {"mode", 0, "MODE", "certified (default), fast, budget, full or pareto", false, Completes::mode},
                      {"within", 0, "W", "this much below the best is good enough, in (0, 1] (default 0.01)"},
                      {"confidence", 0, "C", "of the claim, above 0.5 and below 1 (default 0.95); fast is calibrated for 0.95"},
                      {"budget", 0, "SHARE", "mode budget: share of all calls, in (0, 1] (default 0.2)"},
                      {"population", 0, "WHAT", "the claim is about these items: finite (default); or their task: infinite"},
                      {"favourites", 0, "NAMES", "mode certified: likely leaders, likeliest first, with commas between"},
                      {"cost-weight", 0, "W", "weight of cost in a utility in which quality weighs 1; needs --cost, --cost-cap"},
                      {"cost-cap", 0, "USD", "per 1,000 calls, where cost counts as all bad"},
                      {"latency-weight", 0, "W", "likewise of latency; needs --latency, --latency-cap"},
                      {"latency-cap", 0, "MS", "where latency counts as all bad"},
                      {"replays", 0, "N", "races, each in an order of its own (default 100)"},
                      {"candidates", 0, "K", "only K candidates, a seeded choice for each replay"},
                      {"items", 0, "N", "only N items, likewise"},
                      {"seed", 0, "N", "of orders, choices and made-up tables (default 1)"},
                      {"jobs", 'j', "N", "threads (default: one a processor); the result is the same"},
                      {"format", 'f', "FORMAT", "text (default) or json"},
                      dir});
}

}  // namespace

const std::vector<Verb>& verb_table() {
  static const std::vector<Verb> table{
      {"init", "write a commented starter plan",
       "The plan that it writes runs as it stands, without a key or a model, so that the first run can be looked at.",
       {plan}, with_common({{"force", 0, "", "replace an existing file"}}), init_verb},
      {"check", "validate a plan and its suites, asking nobody", "", {plan},
       with_common({limit, repeat, seed, env_file}), check_verb},
      {"run", "ask, score and rank; goes on where an interrupted run stopped",
       "Answers are stored as they come. The same command resumes a run that was interrupted or killed, asks only what\n"
       "is missing, and asks nobody when all is there. Changed weights, limits, prices or metrics only re-rank.\n"
       "A plan that asks something else (a candidate more, --repeat, --limit) is a new run; what an earlier run below the\n"
       "same --dir was already answered, with the same model, settings, prompt and repeat, is taken from there: it is\n"
       "marked, costs nothing and never counts as latency. --fresh takes nothing.\n"
       "A budget is never overshot: a call starts only if its worst case still fits beside those in flight. Where it ends the\n"
       "run, the exit code is 4, and the report says what the answers so far support.",
       {plan}, asking({output, format, audit, {"dry-run", 0, "", "print calls and worst-case cost; ask nobody"}}), run_verb},
      {"report", "show or write reports of a run", "", {run_name}, with_common({output, format, dir}), report_verb},
      {"gate", "run the plan and judge it: exit code 0 pass, 1 fail, 3 inconclusive, 4 incomplete",
       "Checks are the plan's `gate`. Those that compare need a baseline, which `shortlist gate bless` writes.",
       {plan},
       asking({{"baseline", 0, "FILE", "baseline, instead of the plan's", false, Completes::file},
               {"run", 0, "RUN", "judge this stored run; ask nobody", false, Completes::run},
               {"on-inconclusive", 0, "WHAT", "pass, warn (default) or fail (exit code 3)"}, output}),
       gate_verb},
      {"gate bless", "make the plan's run the baseline of later gates", "", {plan},
       asking({{"baseline", 0, "FILE", "where to write it, instead of the plan's place", false, Completes::file},
               {"run", 0, "RUN", "bless this stored run; ask nobody", false, Completes::run}}),
       gate_bless_verb},
      {"export", "one line a call, for other tools", "The lines are documented by `shortlist schema call`.", {run_name},
       with_common({{"format", 'f', "FORMAT", "jsonl (default) or csv", false, Completes::format}, output, dir}), export_verb},
      {"simulate", "replay the real race on recorded scores: what it costs, how often it is right", simulate_details,
       {{"RUN", "", true, false, Completes::run}}, simulate_options(), simulate_verb},
      {"bench", "measure how exactly this program measures on this machine", bench_details, {}, bench_options(), bench_verb},
      {"runs", "list stored runs", "", {}, with_common({{"format", 'f', "FORMAT", "text (default) or json"}, dir}), runs_verb},
      {"suites", "list the suites that come with shortlist", "", {},
       with_common({{"format", 'f', "FORMAT", "text (default) or json"}}), suites_verb},
      {"schema", "print a JSON Schema (draft-07): of the plan, a suite, or a line of the export", "",
       {{"WHAT", "plan", false, false, Completes::schema}}, with_common({}), schema_verb},
      {"completion", "print a completion script for bash, zsh or fish",
       "For example:  source <(shortlist completion bash)", {{"SHELL", "", false, false, Completes::shell}}, with_common({}),
       completion_verb},
      {"man", "print the man page (roff)", "", {}, with_common({}), man_verb},
      {"version", "print the version and the libraries in use", "", {}, with_common({}), version_verb},
      {"help", "show help on a verb", "", {{"VERB", "", true, true, Completes::nothing}}, with_common({}), help_verb},
  };
  return table;
}

namespace {

/// The verb with the most words that the command line starts with.
const Verb* find_verb(const std::vector<std::string>& words, std::size_t& used) {
  const Verb* found = nullptr;
  for (const Verb& verb : verb_table()) {
    const std::size_t length = verb.name.find(' ') == verb.name.npos ? 1 : 2;
    if (words.size() < length || length <= used) continue;
    const std::string start = length == 1 ? words[0] : words[0] + " " + words[1];
    if (start == verb.name) found = &verb, used = length;
  }
  return found;
}

}  // namespace

ExitCode run_command_line(const std::vector<std::string>& words, const Shell& shell) {
  if (words.empty()) {
    shell.err << general_help();
    return ExitCode::user_error;
  }
  if (words[0] == "--help" || words[0] == "-h") return shell.out << general_help(), ExitCode::fine;
  if (words[0] == "--version") return version_verb({}, shell);
  std::size_t used = 0;
  const Verb* verb = find_verb(words, used);
  if (!verb) {
    std::vector<std::string_view> names;
    for (const Verb& v : verb_table()) names.push_back(v.name);
    throw UserError(fmt::format("there is no verb \"{}\"{}; `shortlist help` lists them", words[0],
                                did_you_mean(words[0], names)));
  }
  const auto args = parse_arguments(std::span(words).subspan(used), verb->options, verb->positionals);
  if (args.has("help")) return shell.out << verb_help(*verb), ExitCode::fine;
  return verb->run(args, shell);
}

}  // namespace shortlist
