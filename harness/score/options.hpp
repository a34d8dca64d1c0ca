#pragma once
// Options of metrics: checked once when the metric is made (names, and values that are no templates), read
// for each item once the templates are filled in. A filled-in value may be text where a number, flag, list or
// JSON is wanted.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/ports/metric.hpp"

namespace shortlist {

enum class OptionKind { text, texts, number, tolerance, flag, word, json };

struct MetricOption {
  std::string_view name;
  OptionKind kind;
  std::string_view words = "";  ///< kind word: what it may be, "last first only"
};

/// Throws UserError naming spec.where for an unknown name (with the nearest) or a value of the wrong kind.
/// `negate` is known to all.
void check_options(const MetricSpec& spec, std::span<const MetricOption> rows);
/// Throws UserError "where: metric name: what".
[[noreturn]] void refuse(const MetricSpec& spec, const std::string& what);
/// Still to be filled in from an item.
bool is_template(const Json& value);
/// The option if it is there and no template: what can be prepared once for all items.
const Json* literal(const MetricSpec& spec, const char* name);

// Readers of a filled-in check. Unset: the option is not there, empty, or of the wrong kind (`has` tells).
bool has(const Json& check, const char* name);  ///< there, and neither null nor blank text
std::optional<std::string> text_option(const Json& check, const char* name);
/// A list, one text, or text holding a JSON list. Blank members are left out.
std::vector<std::string> texts_option(const Json& check, const char* name);
std::optional<double> number_option(const Json& check, const char* name);
bool flag_option(const Json& check, const char* name, bool otherwise);
/// Objects and lists as they are; text is parsed. Unset if it is no JSON.
std::optional<Json> json_option(const Json& check, const char* name);

/// How far from the reference is still right.
struct Tolerance {
  double amount = 0;
  bool relative = false;  ///< a share of the reference, written "1%"
  double around(double reference) const {
    return relative ? amount * (reference < 0 ? -reference : reference) : amount;
  }
};
/// Unset if it is neither a number nor a per cent, or negative; {0} if the option is not there.
std::optional<Tolerance> tolerance_option(const Json& check);

/// The reference: option `target`, or else the item's own target.
std::vector<std::string> targets(const Json& check, const Item& item);

Judgement not_judged(std::string reason);
Judgement unparsable(std::string reason);

}  // namespace shortlist
