#pragma once
#include <string>

namespace shortlist {

/// One chat message. Roles: system, user, assistant.
struct Message {
  std::string role, content;
  friend bool operator==(const Message&, const Message&) = default;
};

}  // namespace shortlist
