#include "engine/log/store_folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "engine/log/rocks/status.hpp"

namespace longstop::log {
namespace {

using events::Error;
using events::ErrorCode;
using events::Result;
namespace fs = std::filesystem;

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

}  // namespace

std::string place_of(events::AuthorityId la, events::Position position) {
    return "log " + events::to_text(la) + ", position " + std::to_string(position);
}

bool StoreFolder::is_unfinished() const {
    const auto holds_something = [&](const auto& name) {
        return name.ends_with(".sst") ||
               (name.ends_with(".log") && disk_.size(database() / name) > 0);
    };
    const auto names = disk_.names_in(database());
    return !disk_.exists(checkpoint_file()) &&
           std::none_of(names.begin(), names.end(), holds_something);
}

Result<void> StoreFolder::check_access(bool for_writing) const {
    std::error_code unknown;
    const auto type = fs::status(path_, unknown).type();
    if (type == fs::file_type::regular) return {};
    const int in_database = R_OK | X_OK | (for_writing ? W_OK : 0);
    for (const auto& [path, wanted] : {std::pair{path_, X_OK}, std::pair{database(), in_database},
                                       std::pair{database() / "CURRENT", R_OK}}) {
        if (::access(path.c_str(), wanted) == 0) continue;
        const auto code = code_of(errno);
        if (code != ErrorCode::no_permission && code != ErrorCode::store_read_only) continue;
        return not_done(code, fmt::format("{}: {}", path.string(), std::strerror(errno)));
    }
    return {};
}

Error StoreFolder::no_store() const {
    return {ErrorCode::no_store, fmt::format("cannot open the store {}", path_.string()),
            "there is no store in this folder",
            "an answer from an empty store would look like a council with no breaches",
            "name the store with --store DIR or $LONGSTOP_STORE, or make one with longstop import"};
}

Error StoreFolder::unfinished() const {
    return {
        ErrorCode::store_unfinished, fmt::format("cannot read the store {}", path_.string()),
        "it has no HEADS, no sorted file and no write-ahead log: the making of it was broken off, "
        "or they were taken away",
        "a store of which its owner has taken them away would look the same",
        "import or record into it: that finishes it; where it held entries once, its files were "
        "removed"};
}

Error StoreFolder::held(std::string holder) const {
    return {ErrorCode::store_held,
            fmt::format("cannot open the store {} for writing", path_.string()),
            "it is held by " + std::move(holder),
            "one process writes a store at a time; reading goes on beside it",
            "wait until it has finished, or stop it; alerts --emit can wait by itself "
            "(--wait SECONDS)"};
}

Error StoreFolder::changes_too_fast() const {
    return {ErrorCode::reader_outrun, fmt::format("cannot read the store {}", path_.string()),
            "a writer changes it faster than it can be opened",
            "an answer from between two states could miss entries", "ask again"};
}

Error StoreFolder::damaged(std::string found) const {
    if (const auto failed = disk_.failed_write()) return not_written(failed->code, failed->what);
    return {ErrorCode::store_damaged, fmt::format("cannot read the store {}", path_.string()),
            std::move(found),
            "entries may be missing, and a breach with them, so nothing is answered",
            fmt::format("longstop --store {} verify names all damage; then restore the last "
                        "backup (docs/operating.md)",
                        path_.string())};
}

Error StoreFolder::not_done(ErrorCode code, std::string found) const {
    const auto state = std::find_if(disk_states.begin(), disk_states.end(),
                                    [code](const auto& one) { return one.code == code; });
    if (state == disk_states.end()) return damaged(std::move(found));
    return {code, fmt::format("cannot use the store {}", path_.string()), std::move(found),
            state->why, state->hint};
}

Error StoreFolder::not_written(ErrorCode code, std::string found) const {
    return {code, fmt::format("cannot write to the store {}", path_.string()), std::move(found),
            "nothing more was written; what was acknowledged before is safe",
            "make room or see to the disk, then run the same again: what did arrive is found by "
            "its id"};
}

Error StoreFolder::unreadable(const rocksdb::Status& status) const {
    return not_done(code_of(status), status.ToString());
}

Result<void> StoreFolder::check_written(const rocksdb::Status& status) const {
    if (const auto failed = disk_.failed_write()) return not_written(failed->code, failed->what);
    if (status.ok()) return {};
    // A file that is missing is damage; whatever else the disk answers is not.
    const bool disk_failed = status.IsIOError() && !status.IsPathNotFound();
    return disk_failed ? not_written(code_of(status), status.ToString()) : unreadable(status);
}

}  // namespace longstop::log
