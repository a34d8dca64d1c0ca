#include "harness/selftest/compare.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <stdexcept>

#include "harness/types/json.hpp"

namespace shortlist {
namespace {

double at_rank(const std::vector<double>& sorted, double q) {
  const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(sorted.size())));
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

Instant instant(const Json& ns) { return Instant(Duration(ns.get<std::int64_t>())); }

bool is_whole(const Stamps& stamps, const SentStream& sent) {
  return stamps.written && stamps.first_token && !sent.chunks.empty() && stamps.chunks.size() == sent.chunks.size();
}

struct Samples {
  std::vector<double> written, ttft, chunk_lag, itl;

  void take(const Stamps& seen, const SentStream& sent) {
    written.push_back(to_ms(sent.received - *seen.written));
    ttft.push_back(to_ms(*seen.first_token - sent.chunks.front()));
    for (std::size_t i = 0; i < sent.chunks.size(); ++i) chunk_lag.push_back(to_ms(seen.chunks[i] - sent.chunks[i]));
    for (std::size_t i = 1; i < sent.chunks.size(); ++i)
      itl.push_back(std::abs(to_ms((seen.chunks[i] - seen.chunks[i - 1]) - (sent.chunks[i] - sent.chunks[i - 1]))));
  }
};

}  // namespace

Spread spread_of(std::vector<double> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  return {at_rank(values, 0.5), at_rank(values, 0.9), at_rank(values, 0.99), values.back(), values.size()};
}

std::map<std::string, SentStream> read_server_log(const std::string& lines) {
  std::map<std::string, SentStream> streams;
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) try {
    const Json entry = Json::parse(line);
    SentStream& stream = streams[entry.at("answer").get<std::string>()];
    stream = {instant(entry.at("received_ns")), {}};
    for (const Json& at : entry.value("chunks_ns", Json::array())) stream.chunks.push_back(instant(at));
  } catch (const Json::exception& error) {
    throw std::runtime_error("the loopback server's log: " + std::string(error.what()));
  }
  return streams;
}

StreamErrors compare(std::span<const SeenStream> seen, const std::map<std::string, SentStream>& sent) {
  StreamErrors errors;
  Samples samples;
  for (const SeenStream& stream : seen) {
    ++errors.streams;
    const auto found = sent.find(stream.name);
    if (found == sent.end() || !is_whole(stream.stamps, found->second)) ++errors.failed;
    else samples.take(stream.stamps, found->second);
  }
  errors.chunks = samples.chunk_lag.size();
  errors.written = spread_of(std::move(samples.written));
  errors.ttft = spread_of(std::move(samples.ttft));
  errors.chunk_lag = spread_of(std::move(samples.chunk_lag));
  errors.itl = spread_of(std::move(samples.itl));
  return errors;
}

}  // namespace shortlist
