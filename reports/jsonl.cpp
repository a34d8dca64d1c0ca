// One line a call, schema "shortlist.call/1".
#include "reports/calls.hpp"
#include "reports/formats.hpp"

namespace shortlist {
namespace {

class JsonLines : public Reporter {
 public:
  void write(const Run& run, std::ostream& out) const override {
    for (const auto& record : run.records) out << dumped(call_json(run, record)) << "\n";
  }
};

}  // namespace

std::unique_ptr<Reporter> make_jsonl(const ReporterOptions&) { return std::make_unique<JsonLines>(); }

}  // namespace shortlist
