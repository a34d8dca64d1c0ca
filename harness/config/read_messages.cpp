#include "harness/config/plan_parts.hpp"
#include "harness/config/scalar.hpp"

namespace shortlist {
namespace {

Message read_message(const Value& map) {
  static constexpr Named<std::string_view> roles[] = {
      {"system", "system"}, {"user", "user"}, {"assistant", "assistant"}};
  std::string_view role;
  Message out;
  Fields fields(map);
  fields.need("role", role, roles);
  fields.need("content", out.content);
  fields.close();
  out.role = role;
  return out;
}

}  // namespace

std::vector<Message> read_messages(const Value& value) {
  if (value.is_text()) return {{"user", value.text()}};
  if (!value.is_list()) value.complain("expected text or a list of {role, content}, found " + described(value.node()));
  std::vector<Message> out;
  for (const auto& message : value.list()) out.push_back(read_message(message));
  if (out.empty()) value.complain("must not be empty");
  return out;
}

}  // namespace shortlist
