#pragma once
// Reads .env files: KEY=VALUE a line, `export` before it if you like, # comments, 'single' quotes as they are,
// "double" quotes with \n \t \" \\ \$. Nothing is expanded.
#include <map>
#include <string>
#include <string_view>

namespace shortlist {

/// The last value of a key counts. Throws UserError with file:line:column and never with a value, which may be secret.
std::map<std::string, std::string> read_env_file(const std::string& file);
std::map<std::string, std::string> parse_env(std::string_view text, const std::string& file);

}  // namespace shortlist
