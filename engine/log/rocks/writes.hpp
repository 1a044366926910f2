// A batch of changes of the database.
#pragma once

#include <rocksdb/write_batch.h>

#include <string_view>

namespace longstop::log {

// Remembers what it could not take. It makes room before each change: where memory runs out within
// one, RocksDB ends the process (an assertion of Debian's build). Throws std::bad_alloc instead.
class Writes {
  public:
    void put(rocksdb::ColumnFamilyHandle* family, std::string_view key, std::string_view value);
    void remove(rocksdb::ColumnFamilyHandle* family, std::string_view key);
    void remove_range(rocksdb::ColumnFamilyHandle* family, std::string_view from,
                      std::string_view to);
    // Stands in the write-ahead log and in no family.
    void mark(std::string_view bytes);

    const rocksdb::Status& status() const { return status_; }  // the first that was not OK
    rocksdb::WriteBatch& batch() { return batch_; }

  private:
    void make_room(std::size_t bytes);
    void note(const rocksdb::Status& status) {
        if (status_.ok()) status_ = status;
    }

    rocksdb::WriteBatch batch_;
    std::size_t room_ = 0;  // of all its bytes
    rocksdb::Status status_;
};

}  // namespace longstop::log
