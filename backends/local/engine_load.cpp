#include <dlfcn.h>
#include <ggml-backend.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "backends/local/engine.hpp"

namespace shortlist::local {
namespace {

/// llama.cpp gives its reasons to the log only. The last complaint; one model a process, so one is enough.
std::string last_complaint;

void take_log(ggml_log_level level, const char* text, void*) {
  if (level != GGML_LOG_LEVEL_WARN && level != GGML_LOG_LEVEL_ERROR) return;
  std::fputs(text, stderr);
  if (level == GGML_LOG_LEVEL_ERROR) last_complaint = text;
  while (!last_complaint.empty() && last_complaint.back() == '\n') last_complaint.pop_back();
}

/// The processor's libraries lie beside libllama, unless they are linked in.
std::string load_processor() {
  if (ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU)) return "";
  Dl_info where{};
  if (!dladdr(dlsym(RTLD_DEFAULT, "llama_backend_init"), &where)) return "cannot find libllama's folder";
  const std::string folder = std::filesystem::canonical(where.dli_fname).parent_path().string();
  ggml_backend_load_all_from_path(folder.c_str());
  return ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU) ? "" : "no libggml-cpu in " + folder;
}

std::string trouble_with(const std::string& file) {
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  char magic[4] = {};
  if (!in || !std::filesystem::is_regular_file(file))
    return file + ": " + (errno ? std::strerror(errno) : "not a regular file");
  in.read(magic, sizeof magic);
  return std::string_view(magic, sizeof magic) == "GGUF" ? "" : file + ": not a GGUF file";
}

llama_context_params context_params(const Arguments& arguments) {
  llama_context_params params = llama_context_default_params();
  params.n_ctx = static_cast<std::uint32_t>(arguments.context);
  params.n_batch = params.n_ctx;  // a prompt is one batch, whatever its length; n_ubatch splits the work
  params.n_seq_max = 1;
  params.n_threads = params.n_threads_batch = arguments.threads;
  params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;  // it moves log-likelihoods by tenths
  params.swa_full = true;
  params.no_perf = true;
  return params;
}

std::string metadata(const llama_model* model, const char* key) {
  char value[256];
  return llama_model_meta_val_str(model, key, value, sizeof value) < 0 ? "unknown" : value;
}

}  // namespace

Engine::Engine(Model model, Context context, ChatText chat, const Arguments& arguments)
    : model_(std::move(model)),
      context_(std::move(context)),
      chat_(std::move(chat)),
      vocab_(llama_model_get_vocab(model_.get())),
      keep_prefixes_(arguments.prefix_cache),
      context_tokens_(static_cast<std::size_t>(arguments.context)) {
  const auto stop = [](void* flag) {
    const auto* cancelled = *static_cast<const std::atomic<bool>**>(flag);
    return cancelled && cancelled->load();
  };
  llama_set_abort_callback(context_.get(), stop, &cancelled_);
}

std::variant<std::unique_ptr<Engine>, std::string> Engine::load(Arguments arguments) {
  llama_log_set(take_log, nullptr);
  if (std::string why = trouble_with(arguments.model); !why.empty()) return why;
  if (std::string why = load_processor(); !why.empty()) return why;
  llama_backend_init();
  Model model(llama_model_load_from_file(arguments.model.c_str(), llama_model_default_params()));
  if (!model) return arguments.model + ": cannot be loaded: " + last_complaint;
  if (llama_model_has_encoder(model.get()) || !llama_model_has_decoder(model.get()))
    return arguments.model + ": not a model that writes text from left to right";
  auto chat = ChatText::choose(model.get(), arguments.chat_template);
  if (auto* why = std::get_if<std::string>(&chat)) return *why;
  // Beyond what it was trained for a model writes noise: a prompt of that length is better refused.
  arguments.context = std::min(arguments.context, llama_model_n_ctx_train(model.get()));
  Context context(llama_init_from_model(model.get(), context_params(arguments)));
  if (!context)
    return arguments.model + ": no context of " + std::to_string(arguments.context) +
           " tokens: " + last_complaint;
  std::unique_ptr<Engine> engine(
      new Engine(std::move(model), std::move(context), std::get<ChatText>(chat), arguments));
  const llama_token first = 0;
  if (auto trouble = engine->decode({&first, 1}, 0, 1)) return arguments.model + ": " + trouble->detail;
  return engine;
}

Json Engine::facts() const {
  return {{"build", std::string("llama.cpp ") + llama_version()},
          {"model", metadata(model_.get(), "general.name")},
          {"architecture", metadata(model_.get(), "general.architecture")},
          {"quantisation", llama_ftype_name(llama_model_ftype(model_.get()))},
          {"parameters", std::to_string(llama_model_n_params(model_.get()))},
          {"processor", llama_print_system_info()},
          {"threads", std::to_string(llama_n_threads(context_.get()))},
          {"context", std::to_string(context_tokens_)},
          {"chat_template", chat_.name()},
          {"prefix_cache", keep_prefixes_ ? "on" : "off"}};
}

}  // namespace shortlist::local
