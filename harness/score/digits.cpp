#include "harness/score/digits.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace shortlist {
namespace {

/// Digits and the mark before them; the first group has none (or '.' for ".5").
struct Group {
  char mark = 0;
  std::string_view digits;
  std::size_t begin = 0;
};
using Groups = std::vector<Group>;
constexpr std::size_t grouped_max = 12;  ///< groups that a space or apostrophe joins; more is no number

bool grouping_only(char mark) { return mark == ' ' || mark == '\''; }

std::string_view digits_at(std::string_view text, std::size_t at) {
  auto end = at;
  while (is_digit_at(text, end)) ++end;
  return text.substr(at, end - at);
}

/// A space or apostrophe continues a number only as a mark of thousands.
bool may_group(const Groups& groups, char mark, std::string_view digits) {
  if (groups.size() >= grouped_max) return false;
  const auto uniform =
      std::all_of(groups.begin() + 1, groups.end(), [&](const auto& g) { return g.mark == mark; });
  return uniform && groups.front().mark == 0 && groups.front().digits.size() <= 3 && digits.size() == 3;
}

Groups read_groups(std::string_view text, std::size_t at) {
  Groups groups;
  if (text[at] == '.')
    groups.push_back({'.', digits_at(text, at + 1), at});
  else
    groups.push_back({0, digits_at(text, at), at});
  for (;;) {
    const auto& last = groups.back();
    const auto end = last.begin + last.digits.size() + (last.mark != 0);
    if (end >= text.size() || std::string_view(".,' ").find(text[end]) == std::string_view::npos)
      return groups;
    const auto digits = digits_at(text, end + 1);
    if (digits.empty() || (grouping_only(text[end]) && !may_group(groups, text[end], digits))) return groups;
    groups.push_back({text[end], digits, end});
  }
}

bool threes(Groups::const_iterator begin, Groups::const_iterator end, char mark) {
  return std::all_of(begin, end, [&](const auto& g) { return g.mark == mark && g.digits.size() == 3; });
}

bool leads_thousands(const Group& first) {
  return first.mark == 0 && first.digits.size() <= 3 && !first.digits.starts_with('0');
}

bool decimal_mark(const Group& first, const Group& second, Decimal decimal) {
  const bool thousands = leads_thousands(first) && second.digits.size() == 3;
  if (second.mark == ',') return decimal == Decimal::comma || (decimal == Decimal::either && !thousands);
  return second.mark == '.' && !(decimal == Decimal::comma && thousands);
}

std::string join(const Groups& groups, std::size_t decimals_from) {
  std::string plain;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (i == decimals_from) plain += plain.empty() ? "0." : ".";
    plain += groups[i].digits;
  }
  return plain;
}

/// The whole as one number, if its marks allow that.
std::optional<std::string> as_one(const Groups& groups, Decimal decimal) {
  const auto n = groups.size();
  if (n == 1) return join(groups, groups.front().mark == '.' ? 0 : 1);
  if (groups.front().mark == '.') return std::nullopt;
  const char mark = groups[1].mark, last = groups.back().mark;
  if (n == 2 && decimal_mark(groups[0], groups[1], decimal)) return join(groups, 1);
  if (!leads_thousands(groups.front()) && !grouping_only(mark)) return std::nullopt;
  if (threes(groups.begin() + 1, groups.end(), mark)) return join(groups, n);
  if (last != mark && !grouping_only(last) && threes(groups.begin() + 1, groups.end() - 1, mark))
    return join(groups, n - 1);
  return std::nullopt;
}

Digits digits_of(const Groups& groups, const std::string& plain) {
  const auto& last = groups.back();
  return {plain, groups.front().begin, last.begin + last.digits.size() + (last.mark != 0)};
}

/// A list: its members stand between commas, or else each group is one.
std::vector<Digits> as_list(const Groups& groups, Decimal decimal) {
  std::vector<Digits> list;
  for (auto begin = groups.begin(); begin != groups.end();) {
    const auto end = std::find_if(begin + 1, groups.end(), [](const auto& g) { return g.mark == ','; });
    Groups member(begin, end);
    if (begin != groups.begin()) member.front() = {0, begin->digits, begin->begin + 1};
    if (const auto one = as_one(member, decimal))
      list.push_back(digits_of(member, *one));
    else
      for (const auto& group : member)
        list.push_back(
            digits_of({{0, group.digits, group.begin + (group.mark != 0)}}, std::string(group.digits)));
    begin = end;
  }
  return list;
}

}  // namespace

bool is_digit_at(std::string_view text, std::size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

std::vector<Digits> read_digits(std::string_view text, std::size_t at, Decimal decimal) {
  const auto groups = read_groups(text, at);
  if (const auto one = as_one(groups, decimal)) return {digits_of(groups, *one)};
  return as_list(groups, decimal);
}

double digits_value(std::string_view plain) {
  double value = 0;
  const auto [stop, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (error == std::errc::result_out_of_range)
    return canonical_digits(plain).starts_with("0.") ? 0 : std::numeric_limits<double>::infinity();
  return value;
}

std::string canonical_digits(std::string_view plain) {
  auto whole = plain.substr(0, plain.find('.'));
  auto part = whole.size() < plain.size() ? plain.substr(whole.size() + 1) : std::string_view();
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
  part = part.substr(0, part.find_last_not_of('0') + 1);
  return std::string(whole.empty() ? "0" : whole) + (part.empty() ? "" : ".") + std::string(part);
}

}  // namespace shortlist
