#pragma once
// `extends: base.yaml`: one plan on top of another.
#include "harness/config/config.hpp"
#include "harness/config/tree.hpp"

namespace shortlist {

constexpr int max_extends = 10;   ///< files one upon another

/// The tree on top of all that it extends (paths relative to the extending file), without its `extends` keys.
/// Maps merge key by key; lists and scalars replace; null takes the base's key away. Throws UserError, also for a
/// cycle.
Node with_bases(Node tree, const std::string& file, const Environment& env);
Node merged(Node base, Node on_top);

}  // namespace shortlist
