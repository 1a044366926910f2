// The rows of a file, parsed on a thread of their own while the caller deals with those before.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "cli/import/chunk_reader.hpp"

namespace longstop::cli {

class RowStream {
  public:
    // Starts to read `file` ("-" is standard input). `default_source` is copied.
    using Opened = std::unique_ptr<RowStream>;
    static events::Result<Opened> open(const std::string& file, FileFormat format,
                                       std::string default_source);
    RowStream(Input input, FileFormat format, std::string default_source);
    // Can be destroyed at any time, also while the other thread waits for input.
    ~RowStream();
    RowStream(const RowStream&) = delete;
    RowStream& operator=(const RowStream&) = delete;

    // The next chunk, good until the next call; nullptr when the file has been read. What was
    // parsed before an error is handed out before the error is.
    events::Result<Chunk*> next();

    std::uint64_t bytes_total() const { return total_; }     // 0 where nobody knows
    log::Digest digest() const { return digest_; }           // of the file, after the last chunk
    const std::string& read_as() const { return read_as_; }  // ChunkReader::read_as, likewise

  private:
    // One chunk with the caller, one waiting, one being filled.
    static constexpr std::size_t chunks = 3;

    void run();
    std::unique_ptr<Chunk> take_free();
    void hand_over(std::unique_ptr<Chunk> chunk);
    void end(events::Result<void> outcome);

    std::string default_source_;
    std::uint64_t total_;
    ChunkReader reader_;  // belongs to the thread until `ended_`

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::unique_ptr<Chunk>> free_;
    std::deque<std::unique_ptr<Chunk>> ready_;
    bool ended_ = false;
    bool stopped_ = false;
    events::Result<void> outcome_;  // once it has ended
    log::Digest digest_{};
    std::string read_as_;

    std::unique_ptr<Chunk> lent_;  // to the caller
    std::thread thread_;
};

}  // namespace longstop::cli
