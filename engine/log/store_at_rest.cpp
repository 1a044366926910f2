#include "engine/log/store_at_rest.hpp"

#include <fmt/format.h>
#include <rocksdb/env.h>

#include <algorithm>
#include <cstdint>

#include "engine/log/rocks/lock_holder.hpp"

namespace longstop::log {

bool is_long_unwritten(const StoreFolder& folder) {
    constexpr std::uint64_t a_while = 10;  // seconds
    const auto& disk = folder.disk();
    std::int64_t now = 0;
    if (!disk.env()->GetCurrentTime(&now).ok()) return false;
    const auto fresh = [&](const std::filesystem::path& file) {
        std::uint64_t changed = 0;
        const auto status = disk.env()->GetFileModificationTime(file.string(), &changed);
        return !status.ok() || changed + a_while > static_cast<std::uint64_t>(now);
    };
    const auto names = disk.names_in(folder.database());
    return !fresh(folder.checkpoint_file()) &&
           std::none_of(names.begin(), names.end(),
                        [&](const auto& name) { return fresh(folder.database() / name); });
}

std::optional<std::string> state_at_rest(const StoreFolder& folder) {
    const auto& disk = folder.disk();
    std::string state;
    for (const auto& name : disk.names_in(folder.database())) {
        state += fmt::format("{} {}\n", name, disk.size(folder.database() / name));
    }
    const auto heads = disk.read(folder.checkpoint_file());
    if (heads && *heads) state += **heads;
    return holder_pid(folder.lock_file()) == 0 ? std::optional{state} : std::nullopt;
}

}  // namespace longstop::log
