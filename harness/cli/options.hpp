#pragma once
// One table says which options there are; parsing, help, man page and shell completion are made from it.
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shortlist {

/// What a shell may offer for a value.
enum class Completes { nothing, file, format, run, color, mode, schema, shell };

struct Option {
  std::string_view name;        ///< without dashes
  char letter = 0;              ///< 0: long form only
  std::string_view value;       ///< "" is a flag; otherwise the value's name in the help: "FILE"
  std::string_view help;
  bool repeats = false;
  Completes completes = Completes::nothing;
};

struct Positional {
  std::string_view name;        ///< "PLAN"
  std::string_view fallback;    ///< "" means required, unless `optional`
  bool optional = false;
  bool repeats = false;
  Completes completes = Completes::nothing;
};

/// The parsed command line of one verb.
class Arguments {
 public:
  bool has(std::string_view option) const;
  std::string text(std::string_view option, std::string_view fallback = "") const;
  std::vector<std::string> list(std::string_view option) const;
  /// A whole number in [low, high]; UserError otherwise.
  std::optional<std::int64_t> integer(std::string_view option, std::int64_t low, std::int64_t high) const;
  /// A number in [low, high]; UserError otherwise.
  std::optional<double> number(std::string_view option, double low, double high) const;
  /// The positional's value, its fallback, or "".
  std::string operand(std::string_view name) const;

  std::map<std::string, std::vector<std::string>, std::less<>> options, operands;
};

/// Throws UserError for unknown options (with the nearest one), missing values and operands, and surplus ones.
Arguments parse_arguments(std::span<const std::string> words, std::span<const Option> options,
                          std::span<const Positional> positionals);

}  // namespace shortlist
