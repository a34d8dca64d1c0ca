#include "datasets/json_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "datasets/json_row.hpp"
#include "harness/types/error.hpp"

namespace shortlist {
namespace {

constexpr std::string_view blanks = " \t\r\n";

[[noreturn]] void complain_at(const TextFile& file, std::size_t offset, std::string_view what) {
  throw UserError(fmt::format("{}:{}: {}", file.path, file.line_of(offset), what));
}

// Walks a JSON list of objects; what is inside of an object is its reader's to check.
class ListWalk {
 public:
  explicit ListWalk(const TextFile& file) : file_(file), json_(file.text()), at_(file.start) {}

  template <class OnElement>
  void run(OnElement on_element) {
    take('[', "not a JSON list of objects");
    for (bool more = next() != ']'; more;) {
      if (next() != '{') complain_at(file_, at_, "not a JSON object");
      const std::size_t begin = at_;
      skip_object();
      if (at_ - begin > max_row_bytes) complain_at(file_, begin, "longer than 16 MiB");
      on_element(begin, at_);
      more = next() == ',';
      if (more) ++at_;
    }
    take(']', "not JSON: a comma or the list's end is missing");
    if (next() != '\0') complain_at(file_, at_, "not JSON: something follows the list");
  }

 private:
  char next() {   // the next character that is no blank; NUL at the end, as files hold none
    at_ = std::min(json_.find_first_not_of(blanks, at_), json_.size());
    return at_ < json_.size() ? json_[at_] : '\0';
  }

  void take(char wanted, std::string_view otherwise) {
    if (next() != wanted) complain_at(file_, at_, otherwise);
    ++at_;
  }

  void skip_object() {
    const std::size_t begin = at_;
    std::size_t open = 0;
    do {
      at_ = json_.find_first_of("\"{}", at_);
      if (at_ == std::string_view::npos) complain_at(file_, begin, "not JSON: an object is not closed");
      if (json_[at_] == '"') {
        at_ = after_json_text(json_, at_);
      } else {
        open += json_[at_++] == '{' ? 1 : -1;
      }
    } while (open > 0);
  }

  const TextFile& file_;
  std::string_view json_;
  std::size_t at_;
};

}  // namespace

JsonListIndex index_json_list(const TextFile& file) {
  JsonListIndex index;
  std::size_t counted = file.start, line = 1;
  ListWalk(file).run([&](std::size_t begin, std::size_t end) {
    const char* const bytes = file.bytes.get();
    line += static_cast<std::size_t>(std::count(bytes + counted, bytes + begin, '\n'));
    counted = begin;
    index.begins.push_back(begin);
    index.ends.push_back(end);
    index.lines.push_back(static_cast<std::uint32_t>(line));
  });
  return index;
}

}  // namespace shortlist
