#pragma once
// A candidate: a model together with the way to run it. Choosing how to run a model is part of choosing it.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/types/json.hpp"
#include "harness/types/message.hpp"

namespace shortlist {

struct Sampling {
  std::optional<double> temperature;   ///< [0, 2]
  std::optional<double> top_p;         ///< (0, 1]
  std::optional<int> top_k;            ///< >= 1
  std::optional<int> max_tokens;       ///< >= 1, tokens of the answer
  std::optional<std::uint64_t> seed;
  std::vector<std::string> stop;
};

/// How the suite's prompt is put to this candidate; what is unset is as the suite says.
struct Prompting {
  std::optional<std::string> system;                 ///< replaces the system message; "" removes it
  std::optional<std::vector<Message>> messages;      ///< replaces the suite's prompt template
  std::optional<int> few_shot;                       ///< number of examples, >= 0
};

/// USD per million tokens; unset is unknown, and unknown is not zero.
struct Price {
  std::optional<double> input_per_mtok, output_per_mtok, cached_input_per_mtok;
};

/// What is declared of a model; unset is unknown.
struct Facts {
  std::optional<bool> open_weights, local;               ///< local: runs on a machine of one's own
  std::optional<std::string> license, region;
  std::optional<std::int64_t> context;                   ///< tokens
  std::optional<std::vector<std::string>> modalities;    ///< "text", "image", "audio": what it takes
  std::optional<std::vector<std::string>> capabilities;  ///< "tools", "json_schema", "streaming"
};

struct Candidate {
  std::string name;      ///< unique in the plan; variants add "+fs3", "+sys1", ...
  std::string base;      ///< of a variant: the name before that; the others of that base come right before or after it
  std::string backend;   ///< a row of backends/backends.cpp
  std::string model;     ///< as the backend knows it; "" where the backend has none
  std::string endpoint;  ///< base URL; "" is the backend's own default
  std::string api_key_env;             ///< the variable's name, never the key; "" is the backend's default
  std::string file;                    ///< local: a GGUF file; replay: a table of recorded outcomes
  std::vector<std::string> command;    ///< exec: program and arguments
  Sampling sampling;
  Prompting prompting;
  Price price;
  Facts facts;
  Json options = Json::object();       ///< settings that only this backend knows; it checks them
  std::string lane;                    ///< candidates of one lane share limits; "" lets the backend name it
  std::string where;                   ///< "plan.yaml:12:5 candidates[0]", for complaints
};

}  // namespace shortlist
