#pragma once
#include <cstddef>

namespace shortlist {

/// Raises this process's limit on open files as far as the system lets it, and gives what it is then: a connection takes
/// one. Called before connections are opened, from any thread; children inherit it.
std::size_t raise_file_limit();

}  // namespace shortlist
