#pragma once
// Owners of libllama's objects.
#include <llama.h>

#include <memory>

namespace shortlist::local {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Model = std::unique_ptr<llama_model, Freed<llama_model_free>>;
using Context = std::unique_ptr<llama_context, Freed<llama_free>>;
using Sampler = std::unique_ptr<llama_sampler, Freed<llama_sampler_free>>;

}  // namespace shortlist::local
