// Opening and closing a store.
#include "engine/log/store.hpp"

#include <fmt/format.h>
#include <rocksdb/sst_file_reader.h>
#include <rocksdb/table.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

#include "engine/log/rocks/manifest_scan.hpp"
#include "engine/log/rocks/status.hpp"
#include "engine/log/rocks/wal_scan.hpp"
#include "engine/log/store_impl.hpp"
#include "events/codec.hpp"

namespace longstop::log {
namespace {

using events::ErrorCode;
namespace fs = std::filesystem;

constexpr std::size_t mebibyte = 1U << 20U;

rocksdb::BlockBasedTableOptions table_options() {
    rocksdb::BlockBasedTableOptions table;
    table.checksum = rocksdb::kXXH3;  // Debian's RocksDB has CRC-32C without the instruction
    table.format_version = 5;
    // A look-up by position is a seek, and a seek into several files would read a block of each.
    table.index_type = rocksdb::BlockBasedTableOptions::kBinarySearchWithFirstKey;
    // Grows with what is read on end: most logs are small, and read from several files.
    table.max_auto_readahead_size = mebibyte;
    return table;
}

rocksdb::ColumnFamilyOptions family_options(Family family) {
    rocksdb::ColumnFamilyOptions options;
    auto table = table_options();
    // Digests and packed columns do not shrink; the records do. What is young is merged again and
    // again: zstd is for what has come to rest.
    options.compression = rocksdb::kNoCompression;
    if (family == Family::records) {
        options.compression_per_level = {rocksdb::kLZ4Compression, rocksdb::kLZ4Compression,
                                         rocksdb::kZSTD};
    }
    options.write_buffer_size = (family == Family::records ? 32 : 8) * mebibyte;
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    return options;
}

// The process that holds the lock of a store; 0 where none does. The kernel's list is read, because
// asking by opening the lock file would let go of a lock of our own.
long holder_pid(const fs::path& lock_file) {
    struct stat file {};
    if (::stat(lock_file.c_str(), &file) != 0) return 0;
    const auto inode = fmt::format(":{} ", file.st_ino);
    std::ifstream locks("/proc/locks");
    for (std::string line; std::getline(locks, line);) {
        if (line.find(inode) == std::string::npos) continue;
        std::istringstream words(line);
        std::string number, kind, mode, access;
        long pid = 0;
        if (words >> number >> kind >> mode >> access >> pid && pid > 0) return pid;
    }
    return 0;
}

// "process 4711 (longstop import ...)"
std::string holder_of(const fs::path& lock_file) {
    const auto pid = holder_pid(lock_file);
    if (pid == 0) return {};
    std::ifstream command(fmt::format("/proc/{}/cmdline", pid));
    std::string words{std::istreambuf_iterator<char>(command), {}};
    std::replace(words.begin(), words.end(), '\0', ' ');
    while (!words.empty() && words.back() == ' ') words.pop_back();
    return words.empty() ? fmt::format("process {}", pid)
                         : fmt::format("process {} ({})", pid, words);
}

// RocksDB's two words for a lock it cannot take.
bool held_by_us(const rocksdb::Status& status) {
    return status.ToString().find("lock hold by current process") != std::string::npos;
}
bool is_held(const rocksdb::Status& status) {
    return status.IsIOError() &&
           (held_by_us(status) || status.ToString().find("While lock file") != std::string::npos);
}

bool lacks_journal(const rocksdb::Status& status) {
    return status.IsInvalidArgument() &&
           status.ToString().find("Column family not found") != std::string::npos;
}

std::string told_holder(const rocksdb::Status& status, const fs::path& lock_file) {
    if (held_by_us(status)) return "this process";
    const auto holder = holder_of(lock_file);
    return holder.empty() ? "another process" : holder;
}

// RocksDB's log of itself is not kept: on a full disk its writer, too, runs into an assertion, and
// what matters of it is in the answers.
class NoInfoLog : public rocksdb::Logger {
  public:
    using rocksdb::Logger::Logv;
    void Logv(const char*, va_list) override {}
};

constexpr int most_catch_ups = 200;

Error no_store(const fs::path& directory) {
    return {ErrorCode::no_store, fmt::format("cannot open the store {}", directory.string()),
            "there is no store in this folder",
            "an answer from an empty store would look like a council with no breaches",
            "name the store with --store DIR or $LONGSTOP_STORE, or make one with longstop import"};
}

}  // namespace

std::vector<rocksdb::ColumnFamilyDescriptor> all_families(std::size_t count) {
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (std::size_t i = 0; i < count; ++i) {
        families.emplace_back(family_names[i], family_options(static_cast<Family>(i)));
    }
    return families;
}

rocksdb::DBOptions database_options(const Disk& disk) {
    rocksdb::DBOptions options;
    options.env = disk.database_env();
    options.paranoid_checks = true;
    // wal_scan.cpp tells a torn tail from damage, and RocksDB is given what is sound. Whatever else
    // it finds at fault is damage to this mode.
    options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
    options.avoid_flush_during_recovery = true;
    options.avoid_flush_during_shutdown = true;
    options.atomic_flush = true;  // the families of one moment are flushed as one
    options.max_total_wal_size = 64 * mebibyte;
    options.allow_concurrent_memtable_write = false;  // there is one committer
    options.info_log = std::make_shared<NoInfoLog>();
    options.max_background_jobs = 2;
    options.max_file_opening_threads = 2;  // the default starts sixteen threads at every opening
    return options;
}

rocksdb::Status check_table_file(const fs::path& file, const Disk& disk) {
    rocksdb::Options options;
    options.env = disk.database_env();
    rocksdb::SstFileReader reader{options};
    const auto status = reader.Open(file.string());
    return status.ok() ? reader.VerifyChecksum() : status;
}

Store::Impl::Impl(fs::path directory, std::function<Instant()> now, const Disk& disk)
    : directory_(std::move(directory)), disk_(disk), now_(std::move(now)) {}

Store::Impl::~Impl() {
    answer_all_in_flight();
    close();
    close_database();
    std::error_code ignored;
    if (!private_directory_.empty()) fs::remove_all(private_directory_, ignored);
}

Error Store::Impl::not_written(ErrorCode code, std::string found) const {
    return {code, fmt::format("cannot write to the store {}", directory_.string()),
            std::move(found), "nothing more was written; what was acknowledged before is safe",
            "make room or see to the disk, then run the same again: what did arrive is found by "
            "its id"};
}

std::optional<Error> Store::Impl::unwritten(const rocksdb::Status& status) const {
    if (const auto failed = disk_.failed_write()) return not_written(failed->code, failed->what);
    if (status.ok()) return std::nullopt;
    // A file that is missing is damage; whatever else the disk answers is not.
    const bool disk_failed = status.IsIOError() && !status.IsPathNotFound();
    return disk_failed ? not_written(code_of(status), status.ToString()) : unreadable(status);
}

// What cannot be read after a failed write is no damage: it was never written.
Error Store::Impl::damaged(std::string found) const {
    if (const auto failed = disk_.failed_write()) return not_written(failed->code, failed->what);
    return {ErrorCode::store_damaged, fmt::format("cannot read the store {}", directory_.string()),
            std::move(found),
            "entries may be missing, and a breach with them, so nothing is answered",
            fmt::format("longstop --store {} verify names all damage; then restore the last "
                        "backup (docs/operating.md)",
                        directory_.string())};
}

// Which states of a disk are not damage, why they matter and what helps.
struct DiskState {
    ErrorCode code;
    const char* why;
    const char* hint;
};
constexpr std::array disk_states{
    DiskState{ErrorCode::no_permission, "nothing is known to be wrong with the store",
              "run it as the user who owns the store, or give that right"},
    DiskState{ErrorCode::store_read_only, "nothing is known to be wrong with the store",
              "it can be read; to write, put the store where that is allowed"},
    DiskState{ErrorCode::disk_full, "what was acknowledged before is safe",
              "make room, then run the same again"},
    DiskState{ErrorCode::io_error, "the store may be whole; it could not be looked at",
              "see to the disk, then run longstop verify"},
    DiskState{ErrorCode::out_of_memory, "nothing is known to be wrong with the store",
              "give it more memory, then run the same again"},
};

// A disk that does not do as asked is one thing, damage another.
Error Store::Impl::not_done(ErrorCode code, std::string found) const {
    const auto state = std::find_if(disk_states.begin(), disk_states.end(),
                                    [code](const auto& one) { return one.code == code; });
    if (state == disk_states.end()) return damaged(std::move(found));
    return {code, fmt::format("cannot use the store {}", directory_.string()), std::move(found),
            state->why, state->hint};
}

Error Store::Impl::unreadable(const rocksdb::Status& status) const {
    return not_done(code_of(status), status.ToString());
}

// What keeps this process from the store, which would otherwise look as if it were not there.
std::optional<Error> Store::Impl::barred(bool for_writing) const {
    std::error_code unknown;
    const auto type = fs::status(directory_, unknown).type();
    if (type == fs::file_type::regular) return std::nullopt;
    const int in_database = R_OK | X_OK | (for_writing ? W_OK : 0);
    for (const auto& [path, wanted] :
         {std::pair{directory_, X_OK}, std::pair{database(), in_database},
          std::pair{database() / "CURRENT", R_OK}}) {
        if (::access(path.c_str(), wanted) == 0) continue;
        const auto code = code_of(errno);
        if (code != ErrorCode::no_permission && code != ErrorCode::store_read_only) continue;
        return not_done(code, fmt::format("{}: {}", path.string(), std::strerror(errno)));
    }
    return std::nullopt;
}

// Its first writer was stopped before it had said in HEADS that the store is made. Only then is
// anything acknowledged.
bool Store::Impl::is_unfinished() const {
    const auto holds_something = [&](const auto& name) {
        return name.ends_with(".sst") ||
               (name.ends_with(".log") && disk_.size(database() / name) > 0);
    };
    const auto names = disk_.names_in(database());
    return !disk_.exists(heads_file()) && std::none_of(names.begin(), names.end(), holds_something);
}

Error Store::Impl::unfinished() const {
    return {
        ErrorCode::store_unfinished, fmt::format("cannot read the store {}", directory_.string()),
        "it has no HEADS, no sorted file and no write-ahead log: the making of it was broken off, "
        "or they were taken away",
        "a store of which its owner has taken them away would look the same",
        "import or record into it: that finishes it; where it held entries once, its files were "
        "removed"};
}

std::optional<Error> Store::Impl::open(bool for_writing, bool create, bool upgrade) {
    no_memory_ = no_memory();
    for_writing_ = for_writing;
    if (auto trouble = barred(for_writing)) return trouble;
    const bool exists = disk_.exists(database() / "CURRENT");
    if (!exists && !is_unfinished()) {
        return damaged("the database in " + database().string() + " has no CURRENT file");
    }
    if (!exists && !(for_writing && create)) return no_store(directory_);
    if (const auto sound = exists ? check_manifest(database(), disk_) : Result<void>{}; !sound) {
        return not_done(sound.error().code,
                        "the list of the database's files is damaged: " + sound.error().found);
    }
    if (const auto sound = check_wals(database(), disk_); !sound) {
        return not_done(sound.error().code,
                        "the write-ahead log is damaged: " + sound.error().found);
    }
    const auto closed = read_heads_file();
    if (!closed) return closed.error();
    if (auto trouble = check_newest_wal(closed->wal)) return trouble;
    const auto long_at_rest = !for_writing && long_unwritten() ? state_at_rest() : std::nullopt;
    if (auto trouble = open_database(for_writing, create)) return trouble;
    if (auto trouble = check_format(for_writing, upgrade)) return trouble;
    if (!for_writing) return settle_view(long_at_rest);
    // Once more, now that nobody else can write.
    const auto last_closed = read_heads_file();
    if (!last_closed) return last_closed.error();
    if (auto trouble = check_logs(*last_closed)) return trouble;
    // What is derived may be lacking: whoever needs it says so, and `rebuild` must be able to open.
    writing_ = true;  // only now may closing write anything
    if (exists && !last_closed->cleanly) {
        if (auto failed = secure_tail()) return failed;
    }
    // From now on the log in use is known by its number, so that its loss would be seen.
    const auto written = write_heads_file();
    return written ? std::nullopt : std::optional{written.error()};
}

// A process that did not close was killed, or ended by a failed sync. What it wrote last may be in
// the system's memory alone, and a sync of its file may say OK and do nothing. What is written
// after it must not outlive it, so it is written once more.
std::optional<Error> Store::Impl::secure_tail() {
    return unwritten(db_->Flush(rocksdb::FlushOptions{}, families_));
}

// A reader beside a writer that flushes may be opened with a family at an older version of itself,
// or without entries that left the write-ahead log just then; RocksDB says OK. A writer says in
// HEADS how far it has come before it flushes, so a view that reaches HEADS as it is now lacks
// nothing that was acknowledged before the opening. Until then: again, a little later.
// A view that lacks something of a store that stood still is the store's own fault.
//
// `long_at_rest` is how a store that nobody has written to of late stood before this view was
// taken. If it stands so still, the view is the store, and whoever reads finds what is missing of
// what it reads: to look at every log's last blocks would cost more than most answers.
std::optional<Error> Store::Impl::settle_view(const std::optional<std::string>& long_at_rest) {
    if (long_at_rest && state_at_rest() == long_at_rest) {
        const auto closed = read_heads_file();
        return closed ? check_tails(*closed) : std::optional{closed.error()};
    }
    constexpr int most_tries = 100;
    std::optional<std::string> at_rest;  // how the store stood before this view was taken
    for (int tries = 0;; ++tries) {
        const auto closed = read_heads_file();
        if (!closed) return closed.error();
        auto trouble = check_logs(*closed);
        if (!trouble && derived_reach_heads()) return std::nullopt;
        // What is derived may be lacking: rebuild mends it.
        if (at_rest && state_at_rest() == at_rest) return trouble;
        if (tries >= most_tries) return trouble ? trouble : std::optional{changes_too_fast()};
        close_database();
        std::this_thread::sleep_for(std::chrono::milliseconds{std::min(tries, 10)});
        at_rest = state_at_rest();
        if (auto failed = open_secondary()) return failed;
    }
}

// Whether no file has changed for a while. Writers that come and go are between two openings most
// of the time; to a store of theirs a reader looks closely.
bool Store::Impl::long_unwritten() const {
    constexpr std::uint64_t a_while = 10;  // seconds
    std::int64_t now = 0;
    if (!disk_.env()->GetCurrentTime(&now).ok()) return false;
    const auto fresh = [&](const fs::path& file) {
        std::uint64_t changed = 0;
        const auto status = disk_.env()->GetFileModificationTime(file.string(), &changed);
        return !status.ok() || changed + a_while > static_cast<std::uint64_t>(now);
    };
    const auto names = disk_.names_in(database());
    return !fresh(heads_file()) && std::none_of(names.begin(), names.end(), [&](const auto& name) {
        return fresh(database() / name);
    });
}

// Names and sizes of the database's files, and HEADS; nothing while a writer holds the store. Each
// writer begins a new MANIFEST, so one that came and went between two looks is seen, too.
std::optional<std::string> Store::Impl::state_at_rest() const {
    std::string state;
    for (const auto& name : disk_.names_in(database())) {
        state += fmt::format("{} {}\n", name, disk_.size(database() / name));
    }
    const auto heads = disk_.read(heads_file());
    if (heads && *heads) state += **heads;
    return holder_pid(database() / "LOCK") == 0 ? std::optional{state} : std::nullopt;
}

// A write-ahead log that is gone takes acknowledged entries with it, and RocksDB would not say so.
// HEADS names the one in use before anything is acknowledged.
std::optional<Error> Store::Impl::check_newest_wal(std::uint64_t in_use) const {
    if (in_use == 0 || newest_wal(database(), disk_) >= in_use) return std::nullopt;
    return damaged(fmt::format("the write-ahead log {:06}.log is missing", in_use));
}

std::optional<Error> Store::Impl::open_database(bool for_writing, bool create) {
    if (!for_writing) return open_secondary();
    if (const auto made = disk_.make_folders(database()); !made) {
        return Error{made.error().code,
                     fmt::format("cannot make the store {}", directory_.string()),
                     made.error().found, "", "name another folder with --store DIR"};
    }
    auto options = database_options(disk_);
    options.create_if_missing = create;
    // A store that was made once has its families. One that is missing went with a part of the
    // MANIFEST, and what the write-ahead log holds of it would be dropped in silence.
    options.create_missing_column_families = !disk_.exists(heads_file());
    auto status = rocksdb::DB::Open(options, database().string(), all_families(), &families_, &db_);
    if (lacks_journal(status)) {  // version 1, or damage: check_format tells
        status = rocksdb::DB::Open(options, database().string(),
                                   all_families(families_of_version_1), &families_, &db_);
    }
    if (!is_held(status)) return unwritten(status);
    return Error{ErrorCode::store_held,
                 fmt::format("cannot open the store {} for writing", directory_.string()),
                 "it is held by " + told_holder(status, database() / "LOCK"),
                 "one process writes a store at a time; reading goes on beside it",
                 "wait until it has finished, or stop it; alerts --emit can wait by itself "
                 "(--wait SECONDS)"};
}

// The MANIFEST's name and length: it grows with every flush and compaction.
std::string Store::Impl::manifest_state() const {
    const auto current = disk_.read(database() / "CURRENT");
    if (!current || !*current) return {};
    const auto name = (*current)->substr(0, (*current)->find('\n'));
    return fmt::format("{} {}", name, disk_.size(database() / name));
}

// TMPDIR as it is set, where it is no folder: the error then names it.
fs::path named_temporary_folder() {
    const auto* name = std::getenv("TMPDIR");
    return name == nullptr ? "/tmp" : name;
}

// A reader is a RocksDB secondary: a read-only open beside a writer that flushes can miss entries
// and say OK. Files that a writer removes meanwhile make the open fail; then it is tried again.
std::optional<Error> Store::Impl::open_secondary() {
    std::error_code ignored;
    auto temporary = fs::temp_directory_path(ignored);
    if (ignored) temporary = named_temporary_folder();
    std::string pattern = (temporary / "longstop-reader-XXXXXX").string();
    if (!private_directory_.empty()) fs::remove_all(private_directory_, ignored);
    if (::mkdtemp(pattern.data()) == nullptr) {
        return Error{
            ErrorCode::no_temporary_folder, "cannot make a temporary folder",
            fmt::format("{}: {}", fs::path(pattern).parent_path().string(), std::strerror(errno)),
            "a reader keeps its own small log there", "set TMPDIR to a writable folder"};
    }
    private_directory_ = pattern;
    auto options = database_options(disk_);
    options.max_open_files = -1;  // keep what the writer may remove
    rocksdb::Status status;
    for (int tries = 0; tries < 5; ++tries) {
        auto before = manifest_state();
        status = rocksdb::DB::OpenAsSecondary(options, database().string(), pattern, all_families(),
                                              &families_, &db_);
        if (lacks_journal(status)) {  // a store of version 1, which no later program has written to
            status =
                rocksdb::DB::OpenAsSecondary(options, database().string(), pattern,
                                             all_families(families_of_version_1), &families_, &db_);
        }
        if (!status.ok()) continue;
        // What a writer flushed meanwhile may be in neither the files nor the write-ahead logs this
        // view has read. Catching up mends that; the view is whole once the MANIFEST stands still.
        for (int i = 0; i < most_catch_ups && status.ok(); ++i) {
            const auto now = manifest_state();
            if (now == before) {
                manifest_seen_ = now;
                // RocksDB has its log open and asks for nothing more there: what has no name is
                // gone with the process, however that ends.
                fs::remove_all(pattern, ignored);
                return std::nullopt;
            }
            before = now;
            status = db_->TryCatchUpWithPrimary();
        }
        close_database();
    }
    if (!status.ok()) return is_unfinished() ? unfinished() : unreadable(status);
    return changes_too_fast();
}

Error Store::Impl::changes_too_fast() const {
    return {ErrorCode::reader_outrun, fmt::format("cannot read the store {}", directory_.string()),
            "a writer changes it faster than it can be opened",
            "an answer from between two states could miss entries", "ask again"};
}

std::optional<Error> Store::Impl::check_format(bool for_writing, bool upgrade) {
    std::string version;
    const auto status =
        db_->Get(rocksdb::ReadOptions{}, family(Family::meta), format_key.data(), &version);
    if (status.ok()) {
        const bool has_journal = families_.size() == family_names.size();
        if (version == std::to_string(format_version)) {
            if (has_journal) return std::nullopt;
            return damaged("the journal is missing from the list of the database's files");
        }
        if (version == std::to_string(oldest_format_version)) {
            if (!for_writing) return std::nullopt;
            if (!upgrade) {
                return Error{ErrorCode::old_format,
                             fmt::format("cannot write to the store {}", directory_.string()),
                             fmt::format("its format is version {}, and this program writes "
                                         "version {}",
                                         version, format_version),
                             "an older longstop cannot read it any more once it is upgraded",
                             "run the same again with --upgrade: the store is then kept beside "
                             "itself as it is now (docs/operating.md, Upgrade)"};
            }
            auto failed = has_journal ? std::nullopt : add_journal();
            return failed ? failed : write_format();
        }
        return Error{ErrorCode::unknown_format,
                     fmt::format("cannot open the store {}", directory_.string()),
                     fmt::format("its format is version {}, this program reads versions {} to {}",
                                 version, oldest_format_version, format_version),
                     "a format that is not known could be read wrongly",
                     "use the longstop that wrote it, or a newer one (docs/operating.md, Upgrade)"};
    }
    if (!status.IsNotFound()) return unreadable(status);
    const auto known = sealed_heads();
    if (!known) return known.error();
    // A store just made has no HEADS yet.
    if (!known->empty() || disk_.exists(heads_file())) {
        return damaged("the store does not say its format version");
    }
    return for_writing ? write_format() : std::optional{unfinished()};
}

std::optional<Error> Store::Impl::add_journal() {
    const auto which = Family::journal;
    rocksdb::ColumnFamilyHandle* handle = nullptr;
    const auto status = db_->CreateColumnFamily(
        family_options(which), family_names[static_cast<std::size_t>(which)], &handle);
    if (auto failed = unwritten(status)) return failed;
    families_.push_back(handle);
    return std::nullopt;
}

std::optional<Error> Store::Impl::write_format() {
    rocksdb::WriteOptions synced;
    synced.sync = true;
    return unwritten(
        db_->Put(synced, family(Family::meta), format_key.data(), std::to_string(format_version)));
}

// The commits that are not sealed, without a gap.
std::optional<Error> Store::Impl::load_journal() {
    journal_ = {};
    if (families_.size() <= static_cast<std::size_t>(Family::journal)) return std::nullopt;
    const auto sealed = meta_value(sealed_key);
    if (!sealed) return sealed.error();
    if (*sealed) {
        Cursor cursor(**sealed);
        journal_.start_after(cursor.number<std::uint64_t>());
        if (!cursor.ok() || !cursor.at_end())
            return damaged("the number of the last sealed commit cannot be read");
    }
    const std::unique_ptr<rocksdb::Iterator> it{
        db_->NewIterator(rocksdb::ReadOptions{}, family(Family::journal))};
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
        const auto number = commit_of(it->key().ToStringView());
        if (!number || !journal_.add(*number, it->value().ToString())) {
            return damaged(fmt::format("commit {} of the journal is missing or cannot be read",
                                       journal_.last() + 1));
        }
    }
    if (!it->status().ok()) return unreadable(it->status());
    for (const auto& [la, tail] : journal_.tails()) {
        const auto head = sealed_head(la);
        if (!head) return head.error();
        const auto entries = *head ? (*head)->frontier.size() : 0;
        if (tail.first != entries + 1) {
            return damaged(
                fmt::format("log {}, position {} is missing", events::to_text(la), entries + 1));
        }
    }
    return std::nullopt;
}

Result<Closed> Store::Impl::read_heads_file() const {
    const auto file = disk_.read(heads_file());
    if (!file) {
        return not_done(file.error().code, "the file HEADS cannot be read: " + file.error().found);
    }
    if (!*file) return Closed{};  // never opened for writing to the end
    auto closed = parse_closed(**file);
    if (!closed) return damaged("the file HEADS cannot be read");
    return std::move(*closed);
}

// HEADS says how far every log had come, and its root then. A database that knows less has lost
// entries, whatever RocksDB says of itself; one that has another root there is another store's, and
// so is one that knows more though nobody has written since.
std::optional<Error> Store::Impl::check_heads(const Closed& closed) const {
    const auto now = heads();
    if (!now) return now.error();
    for (const auto& head : *now) {
        const auto then = closed.head_of(head.la).entries;
        if (head.entries == then || !closed.cleanly) continue;
        return damaged(fmt::format("log {} has {} entries, but had {} when it was last closed",
                                   events::to_text(head.la), head.entries, then));
    }
    for (const auto& [la, entries, root] : closed.heads) {
        const auto head = std::find_if(now->begin(), now->end(),
                                       [id = la](const LogHead& one) { return one.la == id; });
        const auto found = head == now->end() ? 0 : head->entries;
        if (found < entries) {
            return damaged(fmt::format("log {} has {} entries, but had {} when it was last closed",
                                       events::to_text(la), found, entries));
        }
        const auto root_then = root_at(la, entries, closed);
        if (!root_then) return root_then.error();
        if (*root_then && to_hex(**root_then) != root) {
            return damaged(fmt::format("log {} is not the log it was when it was last closed",
                                       events::to_text(la)));
        }
    }
    return std::nullopt;
}

// The root of a log when it had so many entries. Where they end within the sealed ones, every
// record before must be hashed: that is done after a writer was killed, and not beside one that is
// at work, whose readers would each pay for it.
Result<std::optional<Digest>> Store::Impl::root_at(AuthorityId la, std::uint64_t entries,
                                                   const Closed& closed) const {
    const auto sealed = sealed_head(la);
    if (!sealed) return sealed.error();
    auto frontier = *sealed ? (*sealed)->frontier : Frontier{};
    if (entries < frontier.size()) {
        const bool at_work = !for_writing_ && holder_pid(database() / "LOCK") != 0;
        if (closed.cleanly || at_work) return std::optional<Digest>{};
        frontier = {};
    }
    const auto read =
        each_record(la, frontier.size() + 1, entries, [&](const Entry&, std::string_view record) {
            frontier.add(record);
            return true;
        });
    if (!read) return read.error();
    return std::optional{frontier.root()};
}

// The journal follows the heads, and both have come as far as HEADS says.
std::optional<Error> Store::Impl::check_tails(const Closed& closed) {
    if (auto trouble = load_journal()) return trouble;
    return check_heads(closed);
}

std::optional<Error> Store::Impl::check_logs(const Closed& closed) {
    if (auto trouble = check_tails(closed)) return trouble;
    const auto now = sealed_heads();
    if (!now) return now.error();
    return check_blocks(Family::records, *now);
}

bool Store::Impl::derived_reach_heads() const {
    const auto now = sealed_heads();
    if (!now || check_blocks(Family::columns, *now) || check_blocks(Family::index, *now))
        return false;
    for (const auto& [la, head] : *now) {
        for (const auto& [which, last] :
             {std::pair{Dictionary::cases, head.cases}, std::pair{Dictionary::texts, head.texts}}) {
            std::string value;
            const bool there =
                last == 0 || db_->Get(rocksdb::ReadOptions{}, family(Family::dictionary),
                                      dictionary_key(la, which, last), &value)
                                 .ok();
            if (!there) return false;
        }
    }
    return true;
}

// The blocks of every log must reach exactly to its head: a family that RocksDB opened at an older
// version of itself shows here.
std::optional<Error> Store::Impl::check_blocks(Family which,
                                               const std::map<AuthorityId, Head>& heads) const {
    const auto name = family_names[static_cast<std::size_t>(which)];
    const std::unique_ptr<rocksdb::Iterator> it{
        db_->NewIterator(rocksdb::ReadOptions{}, family(which))};
    std::size_t logs = 0;
    // From the end, log by log: only the last block of each is read.
    for (it->SeekToLast(); it->Valid(); ++logs) {
        const auto la = authority_of(it->key().ToStringView());
        const auto head = la ? heads.find(*la) : heads.end();
        if (head == heads.end()) return damaged(fmt::format("{}: a log has no head", name));
        const auto last = last_of(it->key().ToStringView()).value_or(0);
        if (last != head->second.frontier.size()) {
            return ends_elsewhere(which, *la, last, head->second.frontier.size());
        }
        it->SeekForPrev(block_key(*la, 0));
    }
    if (!it->status().ok()) return unreadable(it->status());
    if (logs != heads.size()) {
        return damaged(
            fmt::format("{}: {} logs have blocks, {} have heads", name, logs, heads.size()));
    }
    return std::nullopt;
}

// The same for one log, by whoever reads it.
std::optional<Error> Store::Impl::check_end(Family which, AuthorityId la,
                                            std::uint64_t entries) const {
    const std::unique_ptr<rocksdb::Iterator> it{
        db_->NewIterator(rocksdb::ReadOptions{}, family(which))};
    it->SeekForPrev(authority_end(la));
    if (!it->status().ok()) return unreadable(it->status());
    const bool any = it->Valid() && authority_of(it->key().ToStringView()) == la;
    const auto last = any ? last_of(it->key().ToStringView()).value_or(0) : 0;
    if (last == entries) return std::nullopt;
    return ends_elsewhere(which, la, last, entries);
}

Error Store::Impl::ends_elsewhere(Family which, AuthorityId la, Position last,
                                  std::uint64_t entries) const {
    return damaged(fmt::format("{} of log {} end at position {}, its head says {}",
                               family_names[static_cast<std::size_t>(which)], events::to_text(la),
                               last, entries));
}

void Store::Impl::close_database() {
    if (abandoned_) return;  // closing would wait for ever; the process's end lets go of the store
    for (auto* handle : families_) db_->DestroyColumnFamilyHandle(handle);
    families_.clear();
    delete db_;
    db_ = nullptr;
}

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open_for_writing(const fs::path& directory, std::function<Instant()> now,
                                      bool create, const Disk& disk, bool upgrade) {
    auto impl = std::make_unique<Impl>(directory, std::move(now), disk);
    if (auto trouble = impl->open(true, create, upgrade)) return *trouble;
    return Store(std::move(impl));
}

Result<Store> Store::open_for_reading(const fs::path& directory, const Disk& disk) {
    auto impl = std::make_unique<Impl>(directory, nullptr, disk);
    if (auto trouble = impl->open(false, false, false)) return *trouble;
    return Store(std::move(impl));
}

Result<std::vector<Outcome>> Store::append(AuthorityId la, std::span<const Event> events,
                                           const AppendOptions& options) {
    const Batch batch{la, events};
    auto outcomes = impl_->append(std::span{&batch, 1}, options);
    if (!outcomes) return outcomes.error();
    return std::move(outcomes->front());
}

Result<Outcomes> Store::append(std::span<const Batch> batches, const AppendOptions& options) {
    return impl_->append(batches, options);
}

void Store::submit(std::vector<Batch> batches, const AppendOptions& options, Answer then) {
    impl_->submit(std::move(batches), options, std::move(then));
}

Result<std::vector<LogHead>> Store::heads() const {
    const auto lock = impl_->share();
    return impl_->heads();
}

Result<LogColumns> Store::columns(AuthorityId la) const {
    const auto lock = impl_->share();
    return impl_->columns(la);
}

Result<void> Store::each_entry(AuthorityId la, Position first, Position last,
                               const EntryFunction& f) const {
    const auto lock = impl_->share();
    return impl_->each_record(la, first, last,
                              [&f](const Entry& entry, std::string_view) { return f(entry); });
}

Result<void> Store::each_entry_at(AuthorityId la, std::span<const Position> positions,
                                  const EntryFunction& f) const {
    const auto lock = impl_->share();
    return impl_->each_entry_at(la, positions, f);
}

Result<Position> Store::find(AuthorityId la, std::string_view source, std::string_view id) const {
    const auto lock = impl_->share();
    return impl_->look_up(la, source, id);
}

Result<std::optional<Outcome>> Store::compare(AuthorityId la, const Event& event) const {
    const auto lock = impl_->share();
    return impl_->compare(la, event);
}

std::vector<Finding> Store::damaged_files(const fs::path& directory, const Disk& disk) {
    std::vector<Finding> findings;
    for (const auto& name : disk.names_in(directory / "db")) {
        if (!name.ends_with(".sst")) continue;
        const auto status = check_table_file(directory / "db" / name, disk);
        if (!status.ok()) findings.push_back({"file " + name, status.ToString()});
    }
    return findings;
}

Result<void> Store::flush() {
    const auto lock = impl_->alone();
    return impl_->guarded([this] { return impl_->flush(); });
}
Result<std::vector<Finding>> Store::verify(const Progress& progress) const {
    const auto lock = impl_->share();
    return impl_->verify(progress);
}
Result<Rebuilt> Store::rebuild(const Progress& progress) {
    const auto lock = impl_->alone();
    Result<Rebuilt> rebuilt{Rebuilt{}};
    const auto done = impl_->guarded([&]() -> Result<void> {
        rebuilt = impl_->rebuild(progress);
        return {};
    });
    if (!done) return done.error();
    return rebuilt;
}

}  // namespace longstop::log
