#include "cli/writing.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <thread>

#include "cli/render/output.hpp"
#include "engine/log/backup/snapshot.hpp"

namespace longstop::cli {
namespace {

// Keeps the store as it is, to last: its sorted files get a second name, the others are copied.
Result<void> keep_before_upgrade(const App& app) {
    const log::Disk disk;
    const auto store =
        (std::filesystem::path(app.store) / "").parent_path();  // without a slash at its end
    std::filesystem::path kept;
    for (int n = 1; kept.empty() || disk.exists(kept); ++n) {
        kept = fmt::format("{}.before-upgrade-{}", store.string(), n);
    }
    const auto making = std::filesystem::path{kept} += ".partial";
    if (auto taken = log::take_picture(store, making, disk); !taken) return taken.error();
    // A copy that cannot be opened would be none.
    if (const auto whole = log::Store::open_for_reading(making); !whole) return whole.error();
    for (const auto& folder : {making / "db", making}) {
        if (auto synced = disk.sync_all(folder); !synced) return synced.error();
    }
    if (auto named = disk.rename(making, kept); !named) return named.error();
    tell(fmt::format("the store is kept as it was in {}\n", kept.string()));
    return {};
}

Result<log::Store> open_at_once(const App& app, bool create) {
    auto store = log::Store::open_for_writing(app.store, app.env.now, create);
    if (store || store.error().code != ErrorCode::old_format || !app.upgrade) return store;
    if (auto kept = keep_before_upgrade(app); !kept) return kept.error();
    return log::Store::open_for_writing(app.store, app.env.now, create, {}, true);
}

}  // namespace

Result<log::Store> open_writing(const App& app, bool create, std::int64_t wait) {
    const auto until = app.env.now() + std::chrono::seconds{wait};
    for (;;) {
        auto store = open_at_once(app, create);
        const bool held = !store && store.error().code == ErrorCode::store_held;
        if (!held || app.env.now() >= until) return store;
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
    }
}

}  // namespace longstop::cli
