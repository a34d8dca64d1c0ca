// Input: "s" (server-sent events) or another byte (lines of JSON), a byte for the cuts, a byte for the limit of a frame
// ("-" is the usual one), then the stream. However it is cut, the frames are the same.
#include "backends/http/frames.hpp"

#include "tests/fuzz/support/fuzz.hpp"

using namespace shortlist;
using namespace shortlist::fuzz;

namespace {

struct Seen {
  std::vector<std::pair<std::string, std::string>> frames;   // event, data
  bool too_long = false;
  friend bool operator==(const Seen&, const Seen&) = default;
};

void note(const Frame& frame, Seen& seen, std::size_t limit) {
  require(!frame.data.empty(), "no frame is empty");
  require(frame.data.size() <= limit, "no frame is longer than the limit");
  seen.frames.emplace_back(frame.event, frame.data);
}

Seen read(std::string_view bytes, Framing framing, std::size_t limit, std::uint32_t cuts) {
  Seen seen;
  Frames frames(framing, limit);
  for (const std::string_view piece : pieces(bytes, cuts)) {
    frames.feed(piece);
    while (const auto frame = frames.next()) note(*frame, seen, limit);
  }
  if (const auto frame = frames.last()) note(*frame, seen, limit);
  require(!frames.next(), "nothing comes after the last frame");
  seen.too_long = frames.too_long();
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const Framing framing = data[0] == 's' ? Framing::sse : Framing::ndjson;
  const std::size_t limit = data[2] == '-' ? Frames::default_limit : data[2] % 64 + 1;
  const std::string_view bytes = text_of(data, size).substr(3);
  const Seen whole = read(bytes, framing, limit, 0);
  require(read(bytes, framing, limit, 1) == whole, "byte by byte gives the same frames");
  require(read(bytes, framing, limit, 2 + data[1]) == whole, "any cuts give the same frames");
  return 0;
}
