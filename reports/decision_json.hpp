#pragma once
// Stages, certificates, audit and decision as JSON: parts of shortlist.report/1, and all of shortlist.decision/1. The
// order of keys is part of the format (README.md). Pure.
#include "reports/ordered.hpp"

namespace shortlist {

Ordered stages_json(const Run& run);
Ordered audit_json(const Run& run);
Ordered decision_json(const Run& run);   ///< null where nobody is chosen

}  // namespace shortlist
