#include "harness/cli/options.hpp"

#include <fmt/format.h>

#include <boost/program_options.hpp>
#include <charconv>

#include "harness/types/error.hpp"
#include "harness/types/suggest.hpp"

namespace shortlist {
namespace po = boost::program_options;
namespace {

po::options_description described(std::span<const Option> options) {
  po::options_description all;
  for (const Option& o : options) {
    const std::string names = o.letter ? fmt::format("{},{}", o.name, o.letter) : std::string(o.name);
    if (o.value.empty()) all.add_options()(names.c_str(), po::value<std::vector<std::string>>()->zero_tokens());
    else all.add_options()(names.c_str(), po::value<std::vector<std::string>>());
  }
  return all;
}

std::string dashed(std::string_view name) { return name.size() == 1 ? fmt::format("-{}", name) : fmt::format("--{}", name); }

[[noreturn]] void complain_unknown(const std::string& token, std::span<const Option> options) {
  std::vector<std::string> dashed_names;
  for (const Option& o : options) dashed_names.push_back(fmt::format("--{}", o.name));
  const std::vector<std::string_view> names(dashed_names.begin(), dashed_names.end());
  throw UserError(fmt::format("unknown option \"{}\"{}", token, did_you_mean(token, names)));
}

/// What is wrong with an option that is known.
std::string wrong_use(const po::error_with_option_name& e, std::span<const Option> options) {
  const std::string name = e.get_option_name();
  if (!dynamic_cast<const po::invalid_command_line_syntax*>(&e)) return fmt::format("option {}: {}", name, e.what());
  for (const Option& o : options)
    if (dashed(o.name) == name || (o.letter && name == std::string{'-', o.letter}))
      return o.value.empty() ? fmt::format("option {} takes no value", name) : fmt::format("option {} needs a value: {}", name, o.value);
  return fmt::format("option {}: needs a value, or takes none", name);
}

po::parsed_options parse(std::span<const std::string> words, const po::options_description& all, std::span<const Option> options) {
  using namespace po::command_line_style;
  try {
    return po::command_line_parser(std::vector<std::string>(words.begin(), words.end()))
        .options(all).style(unix_style & ~allow_guessing).allow_unregistered().run();
  } catch (const po::error_with_option_name& e) {
    throw UserError(wrong_use(e, options));
  } catch (const po::error& e) {
    throw UserError(e.what());
  }
}

void take_operands(std::vector<std::string> words, std::span<const Positional> positionals, Arguments& result) {
  std::size_t next = 0;
  for (const Positional& p : positionals) {
    auto& values = result.operands[std::string(p.name)];
    while (next < words.size() && (values.empty() || p.repeats)) values.push_back(words[next++]);
    if (!values.empty()) continue;
    if (!p.fallback.empty()) values.emplace_back(p.fallback);
    else if (!p.optional) throw UserError(fmt::format("{} is missing", p.name));
  }
  if (next < words.size()) throw UserError(fmt::format("\"{}\" is one argument too many", words[next]));
}

}  // namespace

Arguments parse_arguments(std::span<const std::string> words, std::span<const Option> options,
                          std::span<const Positional> positionals) {
  const auto all = described(options);
  const auto parsed = parse(words, all, options);
  Arguments result;
  std::vector<std::string> operands;
  for (const auto& o : parsed.options) {
    if (o.unregistered) complain_unknown(o.original_tokens.empty() ? o.string_key : o.original_tokens[0], options);
    if (o.position_key >= 0) {
      operands.insert(operands.end(), o.value.begin(), o.value.end());
      continue;
    }
    auto& values = result.options[o.string_key];
    values.insert(values.end(), o.value.begin(), o.value.end());
  }
  for (const Option& o : options) {
    const auto found = result.options.find(o.name);
    if (found != result.options.end() && found->second.size() > 1 && !o.repeats)
      throw UserError(fmt::format("{} is given more than once", dashed(o.name)));
  }
  if (!result.has("help")) take_operands(operands, positionals, result);
  return result;
}

bool Arguments::has(std::string_view option) const { return options.contains(option); }

std::string Arguments::text(std::string_view option, std::string_view fallback) const {
  const auto found = options.find(option);
  return found == options.end() || found->second.empty() ? std::string(fallback) : found->second.back();
}

std::vector<std::string> Arguments::list(std::string_view option) const {
  const auto found = options.find(option);
  return found == options.end() ? std::vector<std::string>{} : found->second;
}

std::string Arguments::operand(std::string_view name) const {
  const auto found = operands.find(name);
  return found == operands.end() || found->second.empty() ? "" : found->second.front();
}

namespace {

template <class Number>
std::optional<Number> bounded(const Arguments& args, std::string_view option, Number low, Number high,
                              std::string_view what) {
  if (!args.has(option)) return std::nullopt;
  const std::string text = args.text(option);
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(value >= low && value <= high))
    throw UserError(fmt::format("--{}: expected {} from {} to {}, found \"{}\"", option, what, low, high, text));
  return value;
}

}  // namespace

std::optional<std::int64_t> Arguments::integer(std::string_view option, std::int64_t low, std::int64_t high) const {
  return bounded<std::int64_t>(*this, option, low, high, "a whole number");
}

std::optional<double> Arguments::number(std::string_view option, double low, double high) const {
  return bounded<double>(*this, option, low, high, "a number");
}

}  // namespace shortlist
