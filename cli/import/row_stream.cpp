#include "cli/import/row_stream.hpp"

#include <exception>
#include <utility>

namespace longstop::cli {

using events::Error;
using events::Result;

Result<std::unique_ptr<RowStream>> RowStream::open(const std::string& file, FileFormat format,
                                                   std::string default_source) {
    auto input = Input::open(file);
    if (!input) return input.error();
    return std::make_unique<RowStream>(std::move(*input), format, std::move(default_source));
}

RowStream::RowStream(Input input, FileFormat format, std::string default_source)
    : default_source_(std::move(default_source)),
      total_(input.total()),
      reader_(std::move(input), format, default_source_) {
    for (std::size_t i = 0; i < chunks; ++i) free_.push_back(std::make_unique<Chunk>());
    thread_ = std::thread([this] { run(); });
}

RowStream::~RowStream() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    changed_.notify_all();
    reader_.input().stop();
    thread_.join();
}

Result<Chunk*> RowStream::next() {
    std::unique_lock lock(mutex_);
    if (lent_) free_.push_back(std::move(lent_));
    changed_.notify_all();
    changed_.wait(lock, [this] { return !ready_.empty() || ended_; });
    if (!ready_.empty()) {
        lent_ = std::move(ready_.front());
        ready_.pop_front();
        return lent_.get();
    }
    if (!outcome_) return outcome_.error();
    return nullptr;
}

// The thread. Nothing is thrown out of it: what goes wrong is handed to the caller.
void RowStream::run() {
    try {
        while (auto chunk = take_free()) {
            const auto filled = reader_.fill(*chunk);
            if (!filled) return end(filled.error());
            if (!*filled) break;
            hand_over(std::move(chunk));
        }
        end({});
    } catch (const std::exception& trouble) {
        end(Error{events::ErrorCode::unreadable_file, "cannot read the file", trouble.what(),
                  "nothing more of the file was imported",
                  "import it again: what is already in the log is not added twice"});
    }
}

// Waits for a chunk to fill; none when the caller has stopped.
std::unique_ptr<Chunk> RowStream::take_free() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !free_.empty() || stopped_; });
    if (stopped_) return nullptr;
    auto chunk = std::move(free_.front());
    free_.pop_front();
    return chunk;
}

void RowStream::hand_over(std::unique_ptr<Chunk> chunk) {
    const std::lock_guard lock(mutex_);
    ready_.push_back(std::move(chunk));
    changed_.notify_all();
}

void RowStream::end(Result<void> outcome) {
    const auto digest = outcome ? reader_.digest() : log::Digest{};
    auto read_as = reader_.read_as();
    const std::lock_guard lock(mutex_);
    digest_ = digest;
    read_as_ = std::move(read_as);
    outcome_ = std::move(outcome);
    ended_ = true;
    changed_.notify_all();
}

}  // namespace longstop::cli
