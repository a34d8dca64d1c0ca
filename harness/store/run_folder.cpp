#include "harness/store/run_folder.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <thread>
#include <utility>

#include "harness/types/error.hpp"

namespace shortlist {
namespace fs = std::filesystem;
namespace {

constexpr int names_max = 10'000;   // runs of one name on one day
constexpr std::string_view unfinished_prefix = ".new-";

[[noreturn]] void complain(const fs::path& path, std::string_view what, int error) {
  throw UserError(fmt::format("{}: {}: {}; check the path and its permissions, or name another folder for runs",
                              path.string(), what, std::strerror(error)));
}

void remove_unfinished(const fs::path& root) {
  for (const auto& entry : fs::directory_iterator(root))
    if (entry.path().filename().string().starts_with(unfinished_prefix)) fs::remove_all(entry.path());
}

void sync(const fs::path& file_or_folder) {
  const int descriptor = ::open(file_or_folder.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

constexpr Duration glance = std::chrono::milliseconds(100);

FileLock try_for(const fs::path& file, Duration patience) {
  constexpr auto pause = std::chrono::milliseconds(10);
  for (const auto end = std::chrono::steady_clock::now() + patience;; std::this_thread::sleep_for(pause)) {
    FileLock lock = FileLock::try_take(file);
    if (lock || std::chrono::steady_clock::now() >= end) return lock;
  }
}

std::string free_name(const fs::path& root, const std::string& wanted) {
  std::string name = wanted;
  for (int i = 2; fs::exists(root / name); ++i) {
    if (i > names_max) throw UserError(fmt::format("{}: too many runs named {}", root.string(), wanted));
    name = fmt::format("{}-{}", wanted, i);
  }
  return name;
}

}  // namespace

std::string utc_date(WallTime time) { return utc_stamp(time).substr(0, 10); }

std::string utc_stamp(WallTime time) {
  const auto whole = std::chrono::floor<std::chrono::milliseconds>(time);
  const auto ms = (whole - std::chrono::floor<std::chrono::seconds>(whole)).count();
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03d}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(
                                                          std::chrono::floor<std::chrono::seconds>(time))), ms);
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

FileLock FileLock::try_take(const fs::path& file) {
  // Not inherited by the programs that a run starts: they may outlive it.
  FileLock lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!lock) complain(file, "cannot be made", errno);
  if (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) complain(file, "cannot be locked", errno);
    return {};
  }
  lock.sign();
  return lock;
}

FileLock FileLock::take(const fs::path& file, Duration patience) {
  if (FileLock lock = try_for(file, patience)) return lock;
  throw UserError(fmt::format("{}: another process has held this lock for {:.0f} s; try again when it has ended",
                              file.string(), to_s(patience)));
}

bool FileLock::held(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool free = ::flock(descriptor, LOCK_SH | LOCK_NB) == 0;
  ::close(descriptor);
  return !free;
}

void FileLock::sign() const {
  const std::string pid = fmt::format("{}\n", ::getpid());
  if (::ftruncate(descriptor_, 0) != 0 || ::pwrite(descriptor_, pid.data(), pid.size(), 0) < 0) {
    // The number is a help for people; the lock holds without it.
  }
}

FileLock lock_run(const fs::path& folder) {
  const fs::path file = folder / "lock";
  // Someone who lists runs looks at the lock for a moment: try more than once.
  if (FileLock lock = try_for(file, glance)) return lock;
  std::string pid;
  std::ifstream(file) >> pid;
  throw UserError(fmt::format("{}: process {} is at this run; wait until it has ended, or stop it (kill -INT {})",
                              folder.string(), pid, pid));
}

void make_folders(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) complain(folder, "cannot be made", error.value());
}

fs::path make_run_folder(const fs::path& root, const std::string& wanted, const FillFolder& fill) {
  remove_unfinished(root);
  const std::string id = free_name(root, wanted);
  const fs::path unfinished = root / fmt::format("{}{}", unfinished_prefix, ::getpid());
  make_folders(unfinished);
  fs::permissions(unfinished, fs::perms::owner_all);   // prompts and answers are nobody else's
  fill(unfinished, id);
  for (const auto& entry : fs::directory_iterator(unfinished)) sync(entry.path());
  sync(unfinished);
  std::error_code error;
  fs::rename(unfinished, root / id, error);
  if (error) complain(root / id, "cannot be made", error.value());
  sync(root);
  return root / id;
}

}  // namespace shortlist
