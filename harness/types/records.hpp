#pragma once
// The records of a run as reports see them: held here, or read one at a time from where they are stored, so that a
// report of a million calls needs no memory for them.
#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "harness/types/record.hpp"

namespace shortlist {

/// One walk over stored records.
class RecordCursor {
 public:
  virtual ~RecordCursor() = default;
  /// The next record, which lasts until the one after it is read; null at the end.
  virtual const Record* next() = 0;
};

/// Records that lie elsewhere. The same ones in each walk, sorted by key, whatever happens to the place meanwhile.
class RecordSource {
 public:
  virtual ~RecordSource() = default;
  virtual std::size_t size() const = 0;
  virtual std::unique_ptr<RecordCursor> walk() const = 0;
};

/// A range to go through with `for`. One thread.
class Records {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Record;
    using difference_type = std::ptrdiff_t;
    using pointer = const Record*;
    using reference = const Record&;

    Iterator() = default;
    explicit Iterator(const Record* held) : record_(held) {}
    explicit Iterator(std::unique_ptr<RecordCursor> cursor) : cursor_(std::move(cursor)), record_(cursor_->next()) {}
    const Record& operator*() const { return *record_; }
    const Record* operator->() const { return record_; }
    Iterator& operator++() {
      record_ = cursor_ ? cursor_->next() : record_ + 1;
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.record_ == b.record_; }

   private:
    std::shared_ptr<RecordCursor> cursor_;   // shared: iterators are copied, the walk is one
    const Record* record_ = nullptr;
  };

  Records() = default;
  Records(std::vector<Record> held) : held_(std::move(held)) {}
  /// Copies share the source.
  explicit Records(std::shared_ptr<const RecordSource> source) : source_(std::move(source)) {}

  std::size_t size() const { return source_ ? source_->size() : held_.size(); }
  Iterator begin() const { return source_ ? Iterator(source_->walk()) : Iterator(held_.data()); }
  Iterator end() const { return source_ ? Iterator() : Iterator(held_.data() + held_.size()); }
  /// Those that are held here. REQUIRES: they do not lie elsewhere.
  std::vector<Record>& held() { return held_; }

 private:
  std::vector<Record> held_;
  std::shared_ptr<const RecordSource> source_;
};

}  // namespace shortlist
