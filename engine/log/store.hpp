// The event log: one RocksDB store, one log per local authority. docs/log-format.md has the bytes.
//
// A log is the entries 1, 2, 3, ... of one authority, without gaps, only ever appended to. An
// append is answered after its bytes are synced. Everything but the records (columns, dictionary,
// index) is derived from them.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/log/format/columns.hpp"
#include "engine/log/format/digest.hpp"
#include "engine/log/rocks/disk.hpp"
#include "events/event.hpp"
#include "events/result.hpp"

namespace longstop::log {

using events::AuthorityId;
using events::Entry;
using events::Error;
using events::Event;
using events::Instant;
using events::Position;
using events::Result;

// What became of one event that was handed to `append`.
struct Outcome {
    enum class What : std::uint8_t { appended, already_present, conflict, meets_nothing };
    What what = What::appended;
    Position position = 0;  // where it stands, or where the entry it meets stands
};

using Outcomes = std::vector<std::vector<Outcome>>;  // by batch, by event

// Events of one authority. The caller keeps them, and the texts they look into, until the append is
// answered.
struct Batch {
    AuthorityId la;
    std::span<const Event> events;
};

struct AppendOptions {
    bool trust_recorded_at = false;  // take the instant each event brings, where it does
    std::optional<std::uint64_t> expected = {};  // the number of events of the first event's case
    // A retraction whose target is no earlier entry of its case is not written (meets_nothing).
    bool retractions_must_meet = false;
};

// How far a log has come.
struct LogHead {
    AuthorityId la;
    std::uint64_t entries = 0;
    Instant last_recorded_at{};  // the last the log itself assigned
    Digest root{};               // of the Merkle tree over the records
};

// What a fold needs of one log: the headers in log order (position = index + 1), and the texts
// their numbers stand for (number = index + 1).
struct LogColumns {
    AuthorityId la;
    std::vector<Header> headers;
    std::vector<std::string> cases;
    std::vector<std::string> texts;
};

// One fault found by `verify`.
struct Finding {
    std::string where;  // "log 330, position 1201", "file 000017.sst"
    std::string what;
};

struct Rebuilt {
    std::uint64_t logs = 0;
    std::uint64_t entries = 0;
};

using Progress = std::function<void(std::uint64_t done, std::uint64_t of)>;

// An open store. Any thread may call any of it but the moves and the destructor, which are for one
// thread that has the store alone. The functions that it is given (of entries, of progress, on
// completion) must not call it, except that a completion may submit more. A view of an entry is
// good until the function that was handed it returns; every other answer is the caller's own.
class Store {
  public:
    // Opens the store for appending, making it where there is none and `create` says so. `now` is
    // the clock that recorded_at is taken from. Another process that holds it is an error that
    // names that process. A store of an older format is refused (old_format) and left as it is,
    // unless `upgrade` says that it is to become one of this program's format.
    static Result<Store> open_for_writing(const std::filesystem::path& directory,
                                          std::function<Instant()> now, bool create = true,
                                          const Disk& disk = {}, bool upgrade = false);
    // Opens a consistent view for reading, beside a writer or without one.
    static Result<Store> open_for_reading(const std::filesystem::path& directory,
                                          const Disk& disk = {});

    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    // Appends events of one authority, all or, where the expected version is another, none. One
    // outcome for each event, in order. An event whose source and id are in the log already is
    // "already present" when its content is the same, else a conflict; neither is written. An
    // event without an id gets one of the log's own: `own_id` of its content, 1. An id that was
    // mended (mended_id.hpp) stands for the last content recorded under it.
    // Safe to call from many threads: waiting appends share one sync.
    Result<std::vector<Outcome>> append(AuthorityId la, std::span<const Event> events,
                                        const AppendOptions& options);
    // The same for several authorities at once: one sync, durable together.
    Result<Outcomes> append(std::span<const Batch> batches, const AppendOptions& options);

    // The same without waiting: `completion` is called once, when the append is durable or has
    // failed, by whichever thread has committed it. It must be quick, must not throw and must not
    // call the store, except to submit more. What the batches view (events, and their texts) must
    // stay until then. Appends are committed in the order in which they are submitted; closing the
    // store answers all. async_append.hpp puts this into the terms of Asio.
    using Completion = std::function<void(Result<Outcomes>)>;
    void submit(std::vector<Batch> batches, const AppendOptions& options, Completion completion);

    // The authorities with a log, by code.
    Result<std::vector<LogHead>> heads() const;
    // The whole log in columns; an error when anything is missing between 1 and the head.
    Result<LogColumns> columns(AuthorityId la) const;
    // Calls `f` for each entry from `first` to `last` in order, until it answers false.
    using EntryFunction = std::function<bool(const Entry&)>;
    Result<void> each_entry(AuthorityId la, Position first, Position last,
                            const EntryFunction& f) const;
    // Calls `f` for each of the positions, which must ascend.
    Result<void> each_entry_at(AuthorityId la, std::span<const Position> positions,
                               const EntryFunction& f) const;
    // The position of an entry by its source and id; 0 when there is none.
    Result<Position> find(AuthorityId la, std::string_view source, std::string_view id) const;

    // What an append of the event would answer if its source and id are known; nothing where they
    // are not. Writes nothing.
    Result<std::optional<Outcome>> compare(AuthorityId la, const Event& event) const;

    // Seals the journal into blocks, and moves what waits in the write-ahead log into sorted files,
    // so that opening stays quick. `import` calls it after a file.
    Result<void> flush();

    // The sorted files of a store that do not fit their own checksums, also where the store cannot
    // be opened.
    static std::vector<Finding> damaged_files(const std::filesystem::path& directory,
                                              const Disk& disk = {});

    // Proves the store whole: every fault it finds, none when it is whole.
    Result<std::vector<Finding>> verify(const Progress& progress) const;
    // Derives columns, dictionary and index of every log again from the records.
    Result<Rebuilt> rebuild(const Progress& progress);

  private:
    class Impl;
    explicit Store(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

// The log's own id for an event that came without one, from its content and from which occurrence
// of that content in its file it is (1, 2, ...).
std::string own_id(const Event& event, std::uint64_t occurrence);

}  // namespace longstop::log
