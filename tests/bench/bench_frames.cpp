// How fast bytes become frames, and frames answers. A stream of 500 tokens as OpenAI sends it, in reads of 16 KiB.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "backends/http/frames.hpp"
#include "backends/openai.hpp"

namespace shortlist {
namespace {

constexpr int events = 500;
constexpr std::size_t read_bytes = 16384;

std::string stream_of_tokens() {
  std::string bytes;
  for (int i = 0; i < events; ++i)
    bytes += fmt::format(
        "data: {{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1764000000,\"model\":\"gpt-5-mini\","
        "\"system_fingerprint\":\"fp_1\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\" token{}\"}},"
        "\"logprobs\":null,\"finish_reason\":null}}],\"usage\":null}}\n\n", i);
  return bytes;
}

template <class Take>
void read_stream(const std::string& bytes, Take take) {
  Frames frames(Framing::sse);
  for (std::size_t at = 0; at < bytes.size(); at += read_bytes) {
    frames.feed(std::string_view(bytes).substr(at, read_bytes));
    while (const auto frame = frames.next()) take(*frame);
  }
}

void count(benchmark::State& state, const std::string& bytes) {
  state.SetItemsProcessed(state.iterations() * events);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}

void BM_Frames(benchmark::State& state) {
  const std::string bytes = stream_of_tokens();
  for (auto _ : state) read_stream(bytes, [](const Frame& frame) { benchmark::DoNotOptimize(frame.data.size()); });
  count(state, bytes);
}
BENCHMARK(BM_Frames);

void BM_FramesAbsorbed(benchmark::State& state) {
  const std::string bytes = stream_of_tokens();
  const OpenAi dialect;
  for (auto _ : state) {
    Draft draft;
    read_stream(bytes, [&](const Frame& frame) { dialect.absorb(frame, draft); });
    benchmark::DoNotOptimize(draft.completion.text.size());
  }
  count(state, bytes);
}
BENCHMARK(BM_FramesAbsorbed);

void BM_Request(benchmark::State& state) {
  const OpenAi dialect;
  Candidate candidate;
  candidate.model = "gpt-5-mini";
  candidate.sampling.max_tokens = 256;
  const std::string common = dialect.common_body(candidate);
  const Item item{"a", {{"system", "Answer with the number only."}, {"user", std::string(120, 'x')}}, "", {}, "", {}};
  for (auto _ : state) benchmark::DoNotOptimize(dialect.body(common, item).size());
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Request);

}  // namespace
}  // namespace shortlist
