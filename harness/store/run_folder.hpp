#pragma once
// Folders and locks of runs. A folder ROOT/ID is a run if and only if it holds run.sqlite: it is made beside and
// renamed.
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "harness/types/time.hpp"

namespace shortlist {

/// "2026-11-24" and "2026-11-24T10:31:07.042Z".
std::string utc_date(WallTime time);
std::string utc_stamp(WallTime time);

/// A plan's name as part of a folder's: letters of any script stay, what a file system or a terminal might stumble over
/// becomes "-". Never empty, at most 80 bytes.
std::string safe_name(std::string_view name);

/// An advisory lock (flock) on a file; it ends with the object or the process, however that ends.
class FileLock {
 public:
  FileLock() = default;
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();
  /// Takes it, or gives an empty lock when another has it. Throws UserError if the file cannot be made.
  static FileLock try_take(const std::filesystem::path& file);
  /// Waits up to `patience`, then throws UserError.
  static FileLock take(const std::filesystem::path& file, Duration patience);
  /// Whether anyone holds it; a file that is not there is not held.
  static bool held(const std::filesystem::path& file);
  explicit operator bool() const { return descriptor_ >= 0; }

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  void sign() const;   // writes our process id
  int descriptor_ = -1;
};

/// The lock of one run; UserError naming the process that has it.
FileLock lock_run(const std::filesystem::path& folder);

/// Makes the folders, or throws UserError.
void make_folders(const std::filesystem::path& folder);

/// A new run's folder below `root`: `fill` makes its content in a folder beside, which then takes its name
/// ("2026-11-24-name", "-2", "-3", ... when taken). `fill` is told the id. REQUIRES: the root's lock is held.
using FillFolder = std::function<void(const std::filesystem::path& folder, const std::string& id)>;
std::filesystem::path make_run_folder(const std::filesystem::path& root, const std::string& wanted,
                                      const FillFolder& fill);

inline constexpr std::string_view run_file = "run.sqlite";

}  // namespace shortlist
