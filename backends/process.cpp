#include "backends/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <thread>

extern char** environ;

namespace shortlist {
namespace {

struct Pipe {
  FileDescriptor read, write;
};

/// Above 2, so that placing one end as 0, 1 or 2 of the child never hits another; closed on exec.
FileDescriptor lifted(int fd) {
  FileDescriptor low(fd);
  return FileDescriptor(fcntl(fd, F_DUPFD_CLOEXEC, 3));
}

Pipe make_pipe() {
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) return {};
  Pipe result{lifted(ends[0]), lifted(ends[1])};
  return result;
}

bool unblock(int fd) { return fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) == 0; }

/// What exec takes, kept alive. Made before the fork: after it, only async-signal-safe calls are allowed.
class Block {
 public:
  explicit Block(std::vector<std::string> strings) : strings_(std::move(strings)) {
    for (std::string& s : strings_) pointers_.push_back(s.data());
    pointers_.push_back(nullptr);
  }
  char** get() { return pointers_.data(); }

 private:
  std::vector<std::string> strings_;
  std::vector<char*> pointers_;
};

std::vector<std::string> environment_with(const std::vector<std::pair<std::string, std::string>>& added) {
  std::vector<std::string> lines;
  for (const auto& [name, value] : added) lines.push_back(name + "=" + value);
  for (char** line = environ; *line; ++line) {
    const std::string_view text(*line);
    const auto same = [&](const auto& pair) { return text.starts_with(pair.first + "="); };
    if (std::none_of(added.begin(), added.end(), same)) lines.emplace_back(text);
  }
  return lines;
}

struct Launch {
  const char* program;
  const char* folder;  ///< null: stay
  char** words;
  char** environment;
  int in, out, err, status;
  pid_t parent;
};

/// In the child. Never returns; on trouble it writes errno to `status`.
[[noreturn]] void become(const Launch& launch) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != launch.parent) _exit(127);  // it died before we could ask to die with it
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_DFL);
  const bool placed = dup2(launch.in, 0) == 0 && dup2(launch.out, 1) == 1 && dup2(launch.err, 2) == 2;
  if (placed && (!launch.folder || chdir(launch.folder) == 0))
    execve(launch.program, launch.words, launch.environment);
  const int error = errno;
  if (write(launch.status, &error, sizeof error) < 0) _exit(126);
  _exit(127);
}

std::string how_it_ended(int status) {
  if (WIFSIGNALED(status)) {
    const int number = WTERMSIG(status);
    return "killed by signal " + std::to_string(number) + " (" + strsignal(number) + ")";
  }
  return "exit status " + std::to_string(WEXITSTATUS(status));
}

/// Whether it has ended, without letting go of its id: the group may still be signalled safely.
bool has_ended(pid_t id) {
  siginfo_t info{};
  return waitid(P_PID, static_cast<id_t>(id), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == id;
}

}  // namespace

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  if (this != &other) {
    reset();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

void FileDescriptor::reset() {
  if (fd_ >= 0) close(std::exchange(fd_, -1));
}

std::string find_program(const std::string& name, const std::string& folder, std::string_view path) {
  const auto usable = [](const std::filesystem::path& file) {
    std::error_code error;
    return std::filesystem::is_regular_file(file, error) && access(file.c_str(), X_OK) == 0;
  };
  if (name.find('/') != std::string::npos) {
    const auto file = std::filesystem::absolute(std::filesystem::path(folder) / name);
    return usable(file) ? file.string() : "";
  }
  while (!path.empty() && !name.empty()) {
    const std::size_t colon = path.find(':');
    const auto file = std::filesystem::path(path.substr(0, colon)) / name;
    if (usable(file)) return file.string();
    path.remove_prefix(colon == std::string_view::npos ? path.size() : colon + 1);
  }
  return "";
}

Process::Process(pid_t id, FileDescriptor in, FileDescriptor out, FileDescriptor err)
    : id_(id), in_(std::move(in)), out_(std::move(out)), err_(std::move(err)) {}

std::variant<std::unique_ptr<Process>, std::string> Process::start(const ProcessCommand& command) {
  const char* path = std::getenv("PATH");
  const std::string program =
      command.words.empty() ? "" : find_program(command.words[0], command.folder, path ? path : "");
  if (program.empty())
    return "no such program: " + (command.words.empty() ? "(none named)" : command.words[0]);
  Pipe in = make_pipe(), out = make_pipe(), err = make_pipe(), status = make_pipe();
  if (status.write.get() < 0 || !unblock(in.write.get()) || !unblock(out.read.get()) ||
      !unblock(err.read.get()))
    return std::string("no pipe: ") + std::strerror(errno);
  Block words(command.words), environment(environment_with(command.environment));
  const Launch launch{program.c_str(), command.folder.empty() ? nullptr : command.folder.c_str(),
                      words.get(),     environment.get(),
                      in.read.get(),   out.write.get(),
                      err.write.get(), status.write.get(),
                      getpid()};
  const pid_t id = fork();
  if (id < 0) return std::string("cannot fork: ") + std::strerror(errno);
  if (id == 0) become(launch);
  setpgid(id, id);  // whoever comes first; both may
  status.write.reset();
  int error = 0;
  if (read(status.read.get(), &error, sizeof error) > 0) {
    waitpid(id, nullptr, 0);
    return program + ": " + std::strerror(error);
  }
  return std::unique_ptr<Process>(
      new Process(id, std::move(in.write), std::move(out.read), std::move(err.read)));
}

std::string Process::end(Duration grace) {
  if (!ended_.empty()) return ended_;
  in_.reset();
  const Instant until = std::chrono::steady_clock::now() + grace;
  while (!has_ended(id_) && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  kill(-id_, SIGKILL);
  int status = 0;
  while (waitpid(id_, &status, 0) < 0 && errno == EINTR) {
  }
  return ended_ = how_it_ended(status);
}

Process::~Process() { end(); }

}  // namespace shortlist
