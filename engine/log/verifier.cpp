#include "engine/log/verifier.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>

#include "engine/log/checkpoint_file.hpp"
#include "engine/log/log_check.hpp"
#include "engine/log/rocks/database_options.hpp"
#include "engine/log/rocks/table_check.hpp"

namespace longstop::log {
namespace {

std::string log_of(std::optional<AuthorityId> la) {
    return la ? "log " + events::to_text(*la) : "a log with no name";
}

}  // namespace

std::vector<Finding> damaged_files(const std::filesystem::path& store, const Disk& disk) {
    std::vector<Finding> findings;
    for (const auto& name : disk.names_in(store / "db")) {
        if (!name.ends_with(".sst")) continue;
        const auto status = check_table_file(store / "db" / name, disk);
        if (!status.ok()) findings.push_back({"file " + name, status.ToString()});
    }
    return findings;
}

Result<std::vector<Finding>> Verifier::verify(const Progress& progress) {
    findings_.clear();
    verify_files();  // first: what they say names the damage best
    const auto sealed = reader_.sealed().heads();
    const auto all = reader_.heads();
    if (!sealed || !all) {
        add("the heads of the logs", (sealed ? all.error() : sealed.error()).found);
        return findings_;
    }
    find_strays(*sealed);
    verify_logs(*all, *sealed, progress);
    return findings_;
}

void Verifier::verify_logs(const std::vector<LogHead>& logs, const Heads& sealed,
                           const Progress& progress) {
    const auto checkpoint = read_checkpoint(database_.folder());
    if (!checkpoint) add("HEADS", checkpoint.error().found);
    std::uint64_t of = 0;
    for (const auto& head : logs) of += head.entries;
    std::uint64_t done = 0;
    const auto one_done = [&] {
        if (progress && (++done & 0xFFFU) == 0) progress(done, of);
    };
    for (const auto& head : logs) {
        const auto of_log = sealed.find(head.la);
        const SaidOfLog said{head, of_log == sealed.end() ? Head{} : of_log->second,
                             checkpoint ? checkpoint->head_of(head.la) : CheckpointHead{}};
        LogCheck(reader_, said, findings_).run(one_done);
    }
}

// Every sorted file that does not fit its checksums. One that a writer, this or another, has done
// without since is gone by name alone: the view keeps it open, and its blocks are read below.
void Verifier::verify_files() {
    const auto& folder = database_.folder();
    auto names = database_.tables();
    for (const auto& name : folder.disk().names_in(folder.database())) {
        if (name.ends_with(".sst")) names.insert(name);
    }
    for (const auto& name : names) {
        const auto status = check_table_file(folder.database() / name, folder.disk());
        if (status.ok()) continue;
        const bool in_view = database_.tables().contains(name);
        const bool gone = !folder.disk().exists(folder.database() / name);
        if (gone && (database_.is_outrun() || !in_view)) continue;
        if (!in_view && !is_wanted(name)) continue;
        add("file " + name, status.ToString());
    }
}

// Whether RocksDB misses what it cannot read of a file that is not in this view: it may have taken
// an older view for that. A killed process may also have left the file half written; nobody wants
// it then.
bool Verifier::is_wanted(const std::string& table) const {
    auto options = database_options(database_.folder().disk());
    options.max_open_files = -1;
    std::vector<rocksdb::ColumnFamilyHandle*> families;
    rocksdb::DB* opened = nullptr;
    const auto status =
        rocksdb::DB::OpenForReadOnly(options, database_.folder().database().string(),
                                     all_families(database_.families().size()), &families, &opened);
    for (auto* family : families) opened->DestroyColumnFamilyHandle(family);
    delete opened;
    return !status.ok() && status.ToString().find(table) != std::string::npos;
}

void Verifier::find_strays(const Heads& heads) {
    rocksdb::Status status;
    for (const auto which : {Family::records, Family::columns, Family::index}) {
        if (status.ok()) status = find_stray_blocks(which, heads);
    }
    if (status.ok()) status = find_stray_texts(heads);
    if (!status.ok()) add("the blocks of the logs", status.ToString());
}

rocksdb::Status Verifier::find_stray_blocks(Family which, const Heads& heads) {
    std::map<std::string, std::uint64_t> strays;
    const auto it = database_.iterator(which);
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
        const auto key = it->key().ToStringView();
        const auto la = authority_of(key);
        const auto last = last_of(key);
        const auto head = la ? heads.find(*la) : heads.end();
        if (!last || head == heads.end() || *last > head->second.frontier.size()) {
            ++strays[log_of(la)];
        }
    }
    for (const auto& [where, count] : strays) {
        add(where, fmt::format("{}: {} blocks lie beyond the head of the log",
                               family_names[static_cast<std::size_t>(which)], count));
    }
    return it->status();
}

rocksdb::Status Verifier::find_stray_texts(const Heads& heads) {
    const auto it = database_.iterator(Family::dictionary);
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
            add(log_of(la), "dictionary: texts beyond those the head knows");
        }
    }
    return it->status();
}

}  // namespace longstop::log
