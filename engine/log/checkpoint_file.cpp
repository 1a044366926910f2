#include "engine/log/checkpoint_file.hpp"

#include <algorithm>

#include "engine/log/rocks/wal_scan.hpp"
#include "events/invariant.hpp"

namespace longstop::log {

Result<Checkpoint> read_checkpoint(const StoreFolder& folder) {
    const auto file = folder.disk().read(folder.checkpoint_file());
    if (!file) {
        return folder.not_done(file.error().code,
                               "the file HEADS cannot be read: " + file.error().found);
    }
    if (!*file) return Checkpoint{};
    auto checkpoint = parse_checkpoint(**file);
    if (!checkpoint) return folder.damaged("the file HEADS cannot be read");
    return std::move(*checkpoint);
}

Result<void> write_checkpoint(const StoreFolder& folder, const std::vector<LogHead>& heads,
                              bool cleanly) {
    events::invariant(std::is_sorted(heads.begin(), heads.end(),
                                     [](const auto& a, const auto& b) { return a.la < b.la; }),
                      "a checkpoint names the logs by their authorities' codes");
    const auto& disk = folder.disk();
    // HEADS must not outlive the log it names: a power loss may take a file whose name was not
    // synced, and its absence would be called damage.
    if (auto synced = disk.sync_folder(folder.database()); !synced) return synced;
    Checkpoint checkpoint{newest_wal(folder.database(), disk), cleanly, {}};
    for (const auto& head : heads) {
        checkpoint.heads.push_back({head.la, head.entries, to_hex(head.root)});
    }
    auto written = disk.replace(folder.checkpoint_file(), to_text(checkpoint));
    if (written) return written;
    auto error = written.error();
    error.why = "the entries are safe; the next opening cannot tell as well whether any are lost";
    return error;
}

}  // namespace longstop::log
