// Keeping a store quick to open, proving it whole, deriving it anew.
#include <fmt/format.h>

#include "engine/log/derive.hpp"
#include "engine/log/format/bytes.hpp"
#include "engine/log/rocks/wal_scan.hpp"
#include "engine/log/store_impl.hpp"
#include "events/codec.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::log {
namespace {

// Opening replays the write-ahead logs: more than this is flushed when the store is closed.
constexpr std::uint64_t most_wal_bytes = 4U << 20U;
constexpr int most_wal_files = 8;
constexpr int most_level_0_files = 8;
constexpr std::size_t rebuilt_block = 4096;  // entries in a block of columns made anew

std::string at(AuthorityId la, Position position) {
    return "log " + events::to_text(la) + ", position " + std::to_string(position);
}

}  // namespace

Result<void> Store::Impl::flush() {
    if (auto sealed = seal(); !sealed) return sealed;
    // First, so that a reader which misses what is flushed now knows that it does.
    if (auto written = write_heads_file(); !written) return written;
    if (auto failed = unwritten(db_->Flush(rocksdb::FlushOptions{}, families_))) {
        broken_ = failed;  // a failed sync may be among its causes
        return *failed;
    }
    for (auto* handle : families_) {
        int level_0 = 0;
        for (const auto& level : [&] {
                 rocksdb::ColumnFamilyMetaData meta;
                 db_->GetColumnFamilyMetaData(handle, &meta);
                 return meta.levels;
             }()) {
            if (level.level == 0) level_0 = static_cast<int>(level.files.size());
        }
        if (level_0 <= most_level_0_files) continue;
        const auto compacted =
            db_->CompactRange(rocksdb::CompactRangeOptions{}, handle, nullptr, nullptr);
        if (auto failed = unwritten(compacted)) return *failed;
    }
    return write_heads_file();
}

Result<void> Store::Impl::write_heads_file(bool cleanly) const {
    const auto all = heads();
    if (!all) return all.error();
    // HEADS must not outlive the log it names: a power loss may take a file whose name was not
    // synced, and its absence would be called damage.
    if (auto synced = disk_.sync_folder(database()); !synced) return synced;
    Closed closed{newest_wal(database(), disk_), cleanly, {}};
    for (const auto& head : *all) {
        closed.heads.push_back({head.la, head.entries, to_hex(head.root)});
    }
    auto written = disk_.replace(heads_file(), to_text(closed));
    if (written) return written;
    auto error = written.error();
    error.why = "the entries are safe; the next opening cannot tell as well whether any are lost";
    return error;
}

void Store::Impl::close() {
    if (db_ == nullptr || !writing_ || broken_) return;
    const auto files = wal_files(database(), disk_);
    // A fault here loses nothing: every entry was synced when it was acknowledged.
    if (files.bytes > most_wal_bytes || files.count > most_wal_files) {
        if (!flush()) return;
    }
    // Only what is synced to the last byte may be called closed.
    if (!unwritten(db_->SyncWAL())) (void)write_heads_file(true);
}

// Derives a log again from its records, entry by entry.
struct Derived {
    std::vector<std::string> cases;
    std::vector<std::string> texts;
    Numbers case_numbers;
    Numbers text_numbers;
    std::vector<std::uint32_t> case_of;  // by position - 1
    Frontier frontier;
    std::int64_t last_recorded_at = 0;
    bool ran_backwards = false;

    struct Parts {
        Header header;
        IdHash id = 0;
    };

    // `record`: the bytes the log holds of the entry.
    Parts add(const Entry& entry, std::string_view record) {
        auto header = header_of(
            entry.event, entry.recorded_at,
            [&](std::string_view text) { return number_in(text, case_numbers, cases); },
            [&](std::string_view text) { return number_in(text, text_numbers, texts); });
        const auto id = id_hash(entry.event.source, entry.event.id);
        if (entry.event.type == events::type::retracted)
            header.target = target_of(entry.event, header.case_no);
        frontier.add(record);
        places.add(id, entry.position);
        names += name_of(entry.event.source, entry.event.id);
        name_ends.push_back(names.size());
        case_of.push_back(header.case_no);
        if (!entry.trusted) {
            ran_backwards = ran_backwards || header.recorded_at < last_recorded_at;
            last_recorded_at = header.recorded_at;
        }
        return {header, id};
    }

  private:
    static std::string name_of(std::string_view source, std::string_view id) {
        return std::string{source} + '\0' + std::string{id};
    }
    std::uint32_t target_of(const Event& retraction, std::uint32_t case_no) const {
        const auto of = events::field_text(retraction, events::FieldNo::of);
        const auto name = name_of(retraction.source, of);
        std::uint32_t target = 0;
        places.any(id_hash(retraction.source, of), [&](Position position) {
            if (name_at(position) != name) return false;
            if (case_of[position - 1] == case_no) target = events::size32(position);
            return true;
        });
        return target;
    }
    std::string_view name_at(Position position) const {
        const auto begin = position == 1 ? 0 : name_ends[position - 2];
        return std::string_view{names}.substr(begin, name_ends[position - 1] - begin);
    }
    IdPlaces places;
    // Of all entries, one behind the other: those of a large log take more than 4 GiB.
    std::string names;
    std::vector<std::size_t> name_ends;
};

Result<std::vector<Finding>> Store::Impl::verify(const Progress& progress) const {
    std::vector<Finding> findings;
    verify_files(findings);  // first: what they say names the damage best
    const auto sealed = sealed_heads();
    const auto all = heads();
    if (!sealed || !all) {
        findings.push_back(
            {"the heads of the logs", (sealed ? all.error() : sealed.error()).found});
        return findings;
    }
    if (const auto status = find_strays(*sealed, findings); !status.ok()) {
        findings.push_back({"the blocks of the logs", status.ToString()});
    }
    const auto closed = read_heads_file();
    if (!closed) findings.push_back({"HEADS", closed.error().found});
    std::uint64_t of = 0;
    for (const auto& head : *all) of += head.entries;
    std::uint64_t done = 0;
    for (const auto& head : *all) {
        const auto of_log = sealed->find(head.la);
        verify_log(head, of_log == sealed->end() ? Head{} : of_log->second,
                   closed ? closed->head_of(head.la) : ClosedHead{}, findings, [&] {
                       if (progress && (++done & 0xFFFU) == 0) progress(done, of);
                   });
    }
    return findings;
}

std::set<std::string> Store::Impl::tables_in_view() const {
    std::vector<rocksdb::LiveFileMetaData> files;
    db_->GetLiveFilesMetaData(&files);
    std::set<std::string> names;
    for (const auto& file : files) names.insert(file.name.substr(1));
    return names;
}

// Every sorted file that does not fit its checksums. One that a writer, this or another, has done
// without since is gone by name alone: the view keeps it open, and its blocks are read below.
void Store::Impl::verify_files(std::vector<Finding>& findings) const {
    auto names = tables_in_view();
    for (const auto& name : disk_.names_in(database())) {
        if (name.ends_with(".sst")) names.insert(name);
    }
    for (const auto& name : names) {
        const auto status = check_table_file(database() / name, disk_);
        if (status.ok()) continue;
        const bool in_view = tables_in_view().contains(name);
        const bool gone = !disk_.exists(database() / name);
        const bool outrun = !manifest_seen_.empty() && manifest_state() != manifest_seen_;
        if (gone && (outrun || !in_view)) continue;
        if (!in_view && !is_wanted(name)) continue;
        findings.push_back({"file " + name, status.ToString()});
    }
}

// Whether RocksDB misses what it cannot read of a file that is not in this view: it may have taken
// an older view for that. A killed process may also have left the file half written; nobody wants
// it then.
bool Store::Impl::is_wanted(const std::string& table) const {
    auto options = database_options(disk_);
    options.max_open_files = -1;
    std::vector<rocksdb::ColumnFamilyHandle*> families;
    rocksdb::DB* opened = nullptr;
    const auto status = rocksdb::DB::OpenForReadOnly(
        options, database().string(), all_families(families_.size()), &families, &opened);
    for (auto* family : families) opened->DestroyColumnFamilyHandle(family);
    delete opened;
    return !status.ok() && status.ToString().find(table) != std::string::npos;
}

// Holds one log's derived parts against its records, and its records against its head.
void Store::Impl::verify_log(const LogHead& log_head, const Head& sealed, const ClosedHead& closed,
                             std::vector<Finding>& findings,
                             const std::function<void()>& one_done) const {
    const auto la = log_head.la;
    const auto where = "log " + events::to_text(la);
    const auto log = columns(la);
    if (!log) findings.push_back({where, log.error().found});
    const auto index = whole_index(la, sealed.frontier.size());
    if (!index) findings.push_back({where, index.error().found});
    Derived derived;
    bool columns_differ = false;
    bool index_differs = false;
    const auto differs = [&](bool& told, Position position, const char* what) {
        if (!told) findings.push_back({at(la, position), what});
        told = true;
    };
    const auto hold_against_head = [&] {
        if (derived.frontier.root() != sealed.frontier.root()) {
            findings.push_back({where, "the records do not have the digest of the head"});
        }
        if (sealed.last_recorded_at != derived.last_recorded_at) {
            findings.push_back({where, "the head has another last recording instant"});
        }
    };
    const auto read =
        each_record(la, 1, log_head.entries, [&](const Entry& entry, std::string_view record) {
            const auto backwards_before = derived.ran_backwards;
            const auto [header, id] = derived.add(entry, record);
            const auto place = entry.position - 1;
            if (derived.ran_backwards && !backwards_before) {
                findings.push_back(
                    {at(la, entry.position), "the recording instant runs backwards"});
            }
            if (log && !(log->headers[place] == header)) {
                differs(columns_differ, entry.position,
                        "the columns do not say what the record says");
            }
            if (index && place < index->size() && (*index)[place] != id) {
                differs(index_differs, entry.position,
                        "the index does not say what the record says");
            }
            if (entry.position == sealed.frontier.size()) hold_against_head();
            if (entry.position == closed.entries &&
                to_hex(derived.frontier.root()) != closed.root) {
                findings.push_back({where, "it is not the log that HEADS says it was"});
            }
            one_done();
            return true;
        });
    if (!read) {
        findings.push_back({where, read.error().found});
        return;
    }
    if (log && (log->cases != derived.cases || log->texts != derived.texts)) {
        findings.push_back({where, "the dictionary does not hold the texts of the records"});
    }
}

// A block beyond the head of its log, or of a log that has no head, was written by nobody.
rocksdb::Status Store::Impl::find_strays(const std::map<AuthorityId, Head>& heads,
                                         std::vector<Finding>& findings) const {
    for (const auto which : {Family::records, Family::columns, Family::index}) {
        std::map<std::string, std::uint64_t> strays;
        const std::unique_ptr<rocksdb::Iterator> it{
            db_->NewIterator(rocksdb::ReadOptions{}, family(which))};
        for (it->SeekToFirst(); it->Valid(); it->Next()) {
            const auto key = it->key().ToStringView();
            const auto la = authority_of(key);
            const auto last = last_of(key);
            const auto head = la ? heads.find(*la) : heads.end();
            if (!la || !last || head == heads.end() || *last > head->second.frontier.size()) {
                ++strays[la ? "log " + events::to_text(*la) : "a log with no name"];
            }
        }
        for (const auto& [where, count] : strays) {
            findings.push_back(
                {where, fmt::format("{}: {} blocks lie beyond the head of the log",
                                    family_names[static_cast<std::size_t>(which)], count)});
        }
        if (!it->status().ok()) return it->status();
    }
    const std::unique_ptr<rocksdb::Iterator> it{
        db_->NewIterator(rocksdb::ReadOptions{}, family(Family::dictionary))};
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
        const auto key = it->key().ToStringView();
        const auto la = authority_of(key);
        const auto last = last_of(key);
        const auto head = la ? heads.find(*la) : heads.end();
        const bool cases = key.size() > 2 && key[2] == static_cast<char>(Dictionary::cases);
        const auto known = head == heads.end() ? 0
                           : cases             ? head->second.cases
                                               : head->second.texts;
        if (!last || *last > known) {
            findings.push_back({la ? "log " + events::to_text(*la) : "a log with no name",
                                "dictionary: texts beyond those the head knows"});
        }
    }
    return it->status();
}

Result<Rebuilt> Store::Impl::rebuild(const Progress& progress) {
    const auto all = sealed_heads();
    if (!all) return all.error();
    const auto whole = heads();
    if (!whole) return whole.error();
    Rebuilt rebuilt;
    std::uint64_t of = 0;
    for (const auto& head : *whole) of += head.entries;
    for (const auto& head : *whole) {
        // What is not sealed yet is derived when it is, below.
        const auto sealed = all->find(head.la);
        if (sealed != all->end()) {
            if (auto done = rebuild_log(head.la, sealed->second); !done) return done.error();
        }
        ++rebuilt.logs;
        rebuilt.entries += head.entries;
        if (progress) progress(rebuilt.entries, of);
    }
    ledgers_.clear();
    looked_up_.clear();
    if (auto flushed = flush(); !flushed) return flushed.error();
    return rebuilt;
}

// Everything derived of one log is replaced in one batch: a crash leaves the old or the new.
Result<void> Store::Impl::rebuild_log(AuthorityId la, const Head& head) {
    Writes writes;
    for (const auto which : {Family::columns, Family::dictionary, Family::index}) {
        writes.remove_range(family(which), authority_prefix(la), authority_end(la));
    }
    Derived derived;
    std::vector<Header> headers;
    std::vector<IdHash> index;
    Position last = 0;
    const auto put_block = [&] {
        if (headers.empty()) return;
        writes.put(family(Family::columns), block_key(la, last), encode_columns(headers));
        writes.put(family(Family::index), block_key(la, last), encode_index(index));
        headers.clear();
        index.clear();
    };
    const auto read =
        each_record(la, 1, head.frontier.size(), [&](const Entry& entry, std::string_view record) {
            const auto parts = derived.add(entry, record);
            headers.push_back(parts.header);
            index.push_back(parts.id);
            last = entry.position;
            if (headers.size() == rebuilt_block) put_block();
            return true;
        });
    if (!read) return read.error();
    if (derived.frontier.root() != head.frontier.root()) {
        return damaged("the records of log " + events::to_text(la) +
                       " do not have the digest of their head");
    }
    put_block();
    for (const auto& [which, texts] : {std::pair{Dictionary::cases, &derived.cases},
                                       std::pair{Dictionary::texts, &derived.texts}}) {
        if (texts->empty()) continue;
        writes.put(family(Family::dictionary),
                   dictionary_key(la, which, events::size32(texts->size())), pack(*texts));
    }
    auto renewed = head;
    renewed.cases = events::size32(derived.cases.size());
    renewed.texts = events::size32(derived.texts.size());
    renewed.last_recorded_at = derived.last_recorded_at;
    writes.put(family(Family::meta), head_key(la), encode_head(renewed));
    return write_synced(writes);
}

}  // namespace longstop::log
