#include "tests/support/program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace shortlist::test {
namespace fs = std::filesystem;
namespace {

std::string temporary_name(const char* pattern) {
  std::string name = (fs::temp_directory_path() / pattern).string();
  const int file = mkstemp(name.data());
  if (file < 0) throw std::runtime_error("no temporary file");
  close(file);
  return name;
}

void redirect(const std::string& path, int descriptor, int flags) {
  const int file = open(path.c_str(), flags, 0600);
  dup2(file, descriptor);
  close(file);
}

[[noreturn]] void become(const Launch& launch, const std::string& out, const std::string& err) {
  redirect("/dev/null", 0, O_RDONLY);
  redirect(out, 1, O_WRONLY | O_TRUNC);
  redirect(err, 2, O_WRONLY | O_TRUNC);
  if (chdir(launch.folder.c_str()) != 0) _exit(126);
  for (const auto& [name, value] : launch.environment) setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> arguments;
  for (const std::string& word : launch.command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  if (launch.prepare) launch.prepare();
  execvp(arguments[0], arguments.data());
  _exit(127);
}

}  // namespace

std::string file_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

Running::Running(const Launch& launch) : out_(temporary_name("out-XXXXXX")), err_(temporary_name("err-XXXXXX")) {
  const std::string out = out_.string(), err = err_.string();
  pid_ = fork();
  if (pid_ == 0) become(launch, out, err);
}

Running::~Running() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  fs::remove(out_);
  fs::remove(err_);
}

bool Running::ended() const {
  siginfo_t seen{};
  return waitid(P_PID, static_cast<id_t>(pid_), &seen, WEXITED | WNOHANG | WNOWAIT) == 0 && seen.si_pid != 0;
}

bool Running::says(std::string_view word) const {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (std::chrono::steady_clock::now() < limit) {
    const bool over = ended();
    if (file_text(err_).find(word) != std::string::npos) return true;
    if (over) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return false;
}

void Running::signal(int number) const { kill(pid_, number); }

Finished Running::wait(std::chrono::seconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  int status = 0;
  rusage used{};
  while (wait4(pid_, &status, WNOHANG, &used) == 0) {
    if (std::chrono::steady_clock::now() > end) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
      pid_ = -1;
      return {-1, file_text(out_), file_text(err_) + "\n(killed: took too long)", 0};
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  pid_ = -1;
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), file_text(out_), file_text(err_),
          used.ru_maxrss};
}

Finished run_program(const Launch& launch, std::chrono::seconds limit) { return Running(launch).wait(limit); }

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "shortlist-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path TemporaryFolder::write(const std::string& name, std::string_view text) const {
  const fs::path path = path_ / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

}  // namespace shortlist::test
