#pragma once
// SHA-256, to tell whether two things are the same thing.
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace shortlist {

/// Feed it piece by piece. Pieces join without a mark: say their lengths where "ab" "c" must differ from "a" "bc".
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  Sha256& update(std::string_view bytes);
  /// 64 lower-case hexadecimal digits of all so far; more may follow.
  std::string hex() const;

 private:
  struct Free { void operator()(void* context) const; };
  std::unique_ptr<void, Free> context_;   // EVP_MD_CTX
};

std::string sha256_hex(std::string_view bytes);

using Digest = std::array<std::uint8_t, 32>;
Digest sha256(std::string_view bytes);   ///< in one go: well below a microsecond for a short text

}  // namespace shortlist
