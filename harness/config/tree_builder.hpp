#pragma once
// Builds the tree from yaml-cpp's events, so that the limits act while the text is being parsed.
#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "harness/config/tree.hpp"

namespace shortlist {

/// One document. Throws UserError from within the events.
class TreeBuilder : public YAML::EventHandler {
 public:
  /// `text` is what is being parsed and outlives the builder.
  TreeBuilder(std::string_view text, std::shared_ptr<const std::string> file)
      : text_(text), file_(std::move(file)) {}

  Node take() { return std::move(root_); }
  Place place(const YAML::Mark& mark) const;
  std::string path() const;   ///< of what is being built
  bool starts_with(const YAML::Mark& mark, std::string_view what) const {
    return text_.substr(std::min<std::size_t>(static_cast<std::size_t>(mark.pos), text_.size())).starts_with(what);
  }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override;
  void OnMapEnd() override { close(); }

 private:
  struct Key { std::string text; Place place; };
  struct Frame {                        // a list or a map that is still open
    Node node;
    YAML::anchor_t anchor = 0;
    std::optional<Key> key;             // of the value to come
    std::unordered_map<std::string, Place> keys;
    std::size_t expansions_before = 0;
  };
  struct Anchored { Node node; std::size_t expansions = 0; };

  bool awaits_key() const;
  void set_key(const YAML::Mark& mark, const std::string& tag, const std::string& key);
  void open(Node node, YAML::anchor_t anchor);
  void close();
  void add(Node node, YAML::anchor_t anchor, std::size_t expansions = 0);
  void count_values(std::size_t more, const Place& place);
  void refuse_tag(const YAML::Mark& mark, const std::string& tag) const;

  std::string_view text_;
  std::shared_ptr<const std::string> file_;
  Node root_;
  std::vector<Frame> open_;
  std::map<YAML::anchor_t, Anchored> anchored_;
  std::size_t expansions_ = 0, values_ = 0;
};

}  // namespace shortlist
