#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace shortlist {

/// All of a file, up to the tree's size limit. Throws UserError when it cannot be read.
std::string file_text(const std::string& file);
/// `text` without a byte order mark. Throws UserError when it is too large or not UTF-8 text.
std::string_view checked_text(std::string_view text, const std::shared_ptr<const std::string>& file);

}  // namespace shortlist
