#pragma once
// The few phrases that evidence lines, reasons and notes are made of.
#include <cstdint>
#include <string>
#include <string_view>

#include "harness/board/board.hpp"
#include "harness/types/run.hpp"

namespace shortlist {

std::string percent(double share);                ///< "41.2 %"
std::string points(double difference);            ///< "18.5"
std::string range(const Estimate& difference);    ///< "-30.1 .. -7.0", in points
/// "18.5 points behind smollm2", "0.3 points ahead of smollm2", "level with smollm2".
std::string compared(const Estimate& difference, std::string_view other);
std::string count(std::size_t n, std::string_view noun);
/// "3210 ms", "0.5 ms"; "$12.30", "$0.004": as many digits as are told apart.
std::string ms_text(double ms);
std::string usd_text(double usd);
/// "3 calls", "3 calls (297 more never sent)".
std::string calls_of(std::size_t made, std::size_t unsent);   ///< "1 call", "12 calls"
std::string grouped_digits(std::int64_t n);                ///< "8,192"
/// "40 items (38 of 40 calls failed)".
std::string unjudged(const Board& board, std::uint32_t candidate, std::size_t items, std::uint32_t repeats);

}  // namespace shortlist
