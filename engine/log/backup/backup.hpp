// Backups of a store, taken beside a running writer or without one, and put back.
//
// A backup folder holds any number of backups of one store. They share the sorted files, so that
// one more costs what is new.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "engine/log/store.hpp"

namespace longstop::log {

// What was backed up or put back, after it was proven whole.
struct BackedUp {
    std::uint32_t number = 0;  // of the backup in its folder, from 1
    std::uint64_t logs = 0;
    std::uint64_t entries = 0;
    std::uint64_t new_bytes = 0;  // that the folder of backups grew by
};

// Takes no lock of the store: a writer neither waits for a backup nor notices one.
Result<BackedUp> back_up(const std::filesystem::path& store, const std::filesystem::path& folder,
                         const Progress& progress, const Disk& disk = {});

// Puts a backup (the latest, where no number is given) into a folder that is empty or not there.
// The folder appears whole or not at all.
Result<BackedUp> restore(const std::filesystem::path& folder, const std::filesystem::path& store,
                         std::optional<std::uint32_t> number, const Progress& progress,
                         const Disk& disk = {});

}  // namespace longstop::log
