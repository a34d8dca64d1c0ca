#pragma once
#include <functional>
#include <ostream>
#include <string>
#include <string_view>

namespace shortlist {

/// Replaces a file as a whole: readers see the old bytes or the new ones. Makes missing folders. Throws UserError.
void write_atomically(const std::string& path, std::string_view bytes);
/// The same for what is made as it is written.
void write_atomically(const std::string& path, const std::function<void(std::ostream&)>& write);
/// Throws UserError naming the path and the cause.
std::string read_file(const std::string& path);

}  // namespace shortlist
