// A disk in memory that does what disks do on a bad day: it loses power, fails, and runs full.
//
// What it promises is what ext4, XFS and Btrfs promise, and no more. Bytes last once their file is
// synced, and with them the name the file was made under. Other names, and names that go, last once
// their folder is synced. Whatever is not synced may or may not be there after a power loss, file
// by file and name by name: of bytes added to a file some number from the front, or zeros after
// them; of bytes written over others each sector by itself. (POSIX promises no name without its
// folder's sync; RocksDB points CURRENT to a MANIFEST that is synced while its folder is not.) A
// failed sync loses what it was to sync, and the next one says OK all the same, as Linux does.
#pragma once

#include <rocksdb/env.h>

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "engine/log/rocks/disk.hpp"

namespace longstop::tests {

// A file or a folder, whatever names it has.
struct Node {
    bool folder = false;
    std::string bytes;
    std::size_t synced = 0;  // how many of the bytes would survive a power loss
    // What the disk holds of sectors that were written over since the last sync, by their place.
    std::map<std::size_t, std::string> overwritten;
    bool lost_by_failed_sync = false;  // no later sync makes up for it
};
using Names = std::map<std::string, std::shared_ptr<Node>, std::less<>>;

// A change to a folder that a power loss may undo until the folder is synced.
struct NameChange {
    std::string folder;
    std::string gone;  // a name that goes, if any
    std::string come;  // a name that comes, if any
    std::shared_ptr<Node> node;
};

// What lies on a disk.
struct Platter {
    Names names;    // as programs see them
    Names durable;  // as they are after a power loss
    std::vector<NameChange> unsynced;

    // What a power loss may leave of it, by the dice.
    Platter after_power_loss(std::mt19937& dice) const;
    // What a killed process leaves: everything it has written, synced or not.
    Platter after_kill() const;
};

// What a disk is asked to do.
enum class Act { append, sync, name, sync_folder, read };

struct Fault {
    // This many acts go well before: of the kind, or of all that change the disk.
    std::uint64_t after = 0;
    std::optional<Act> kind;
    enum class What { power_loss, io_error } what = What::io_error;
};

class SimulatedFiles;  // the rocksdb::FileSystem

class SimulatedDisk {
  public:
    explicit SimulatedDisk(Platter platter = {});
    ~SimulatedDisk();
    SimulatedDisk(const SimulatedDisk&) = delete;
    SimulatedDisk& operator=(const SimulatedDisk&) = delete;

    log::Disk disk() const;
    // The next fault to come; one at a time.
    void plan(const Fault& fault);
    void plan_nothing();
    void power_off();         // nothing can be read or written any more
    bool fault_came() const;  // the one planned last
    // How many bytes fit; nothing: any number.
    void set_room(std::optional<std::uint64_t> bytes);
    std::uint64_t used() const;
    std::uint64_t acts() const;  // so far

    // Until RocksDB's threads have nothing to do, so that a run can be repeated.
    void wait_until_idle() const;
    const Platter& platter() const;  // while no store is open

    // Behind everybody's back.
    std::vector<std::string> files() const;
    std::string& bytes(const std::string& file);
    void remove(const std::string& file);

  private:
    std::shared_ptr<SimulatedFiles> files_;
    std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace longstop::tests
