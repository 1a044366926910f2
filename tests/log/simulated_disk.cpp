#include "tests/log/simulated_disk.hpp"

#include <rocksdb/file_system.h>
#include <rocksdb/system_clock.h>

#include <algorithm>
#include <atomic>
#include <set>

namespace longstop::tests {

using rocksdb::FileOptions;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

namespace {

std::string_view folder_of(std::string_view path) {
    const auto slash = path.find_last_of('/');
    if (slash == std::string_view::npos || path.size() == 1) return "";
    return slash == 0 ? "/" : path.substr(0, slash);
}

void make_change(const NameChange& change, Names& names) {
    if (!change.gone.empty()) names.erase(change.gone);
    if (!change.come.empty()) names[change.come] = change.node;
}

// A name is there only where the folders above it are.
bool reachable(const Names& names, std::string_view path) {
    const auto above = folder_of(path);
    if (above.empty()) return true;
    const auto found = names.find(above);
    return found != names.end() && found->second->folder && reachable(names, above);
}

constexpr std::size_t sector = 512;

std::shared_ptr<Node> what_is_left_of(const Node& node, std::mt19937& dice) {
    auto left = std::make_shared<Node>();
    left->folder = node.folder;
    const auto upto = [&dice](std::size_t most) { return most == 0 ? 0 : dice() % (most + 1); };
    auto kept = node.synced + upto(node.bytes.size() - node.synced);
    // The size may have reached the disk before the bytes; those go by sectors.
    const bool zeros_after = dice() % 4 == 0;
    if (zeros_after) kept = std::max(node.synced, kept / sector * sector);
    left->bytes = node.bytes.substr(0, kept);
    if (zeros_after) left->bytes.append(upto(node.bytes.size() - kept), '\0');
    for (const auto& [at, old] : node.overwritten) {
        if (dice() % 2 == 0) left->bytes.replace(at, old.size(), old);
    }
    left->synced = left->bytes.size();
    return left;
}

}  // namespace

Platter Platter::after_power_loss(std::mt19937& dice) const {
    Platter after;
    // A journalling file system keeps the order of what it loses; another may not.
    const bool ordered = dice() % 2 == 0;
    const auto kept_in_order = unsynced.empty() ? 0 : dice() % (unsynced.size() + 1);
    auto names_then = durable;
    for (std::size_t i = 0; i < unsynced.size(); ++i) {
        const bool kept = ordered ? i < kept_in_order : dice() % 2 == 0;
        if (kept) make_change(unsynced[i], names_then);
    }
    std::map<const Node*, std::shared_ptr<Node>> copies;
    for (const auto& [name, node] : names_then) {
        if (!reachable(names_then, name)) continue;
        auto& copy = copies[node.get()];
        if (!copy) copy = what_is_left_of(*node, dice);
        after.names.emplace(name, copy);
    }
    after.durable = after.names;
    return after;
}

Platter Platter::after_kill() const {
    Platter after;
    std::map<const Node*, std::shared_ptr<Node>> copies;
    const auto again = [&copies](const std::shared_ptr<Node>& node) {
        if (!node) return node;
        auto& copy = copies[node.get()];
        if (!copy) copy = std::make_shared<Node>(*node);
        return copy;
    };
    for (const auto& [name, node] : names) after.names.emplace(name, again(node));
    for (const auto& [name, node] : durable) after.durable.emplace(name, again(node));
    for (auto change : unsynced) {
        change.node = again(change.node);
        after.unsynced.push_back(std::move(change));
    }
    return after;
}

class SimulatedFiles : public rocksdb::FileSystem {
  public:
    explicit SimulatedFiles(Platter platter) : platter_(std::move(platter)) {
        auto root = std::make_shared<Node>();
        root->folder = true;
        platter_.names.emplace("/", root);
        platter_.durable.emplace("/", root);
    }

    const char* Name() const override { return "SimulatedFiles"; }

    // Whether an act goes well; called with the mutex held.
    IOStatus act(Act kind) {
        if (off_) return off();
        if (kind != Act::read) ++acts_;
        const bool meant = fault_ && (fault_->kind ? *fault_->kind == kind : kind != Act::read);
        if (!meant) return IOStatus::OK();
        if (fault_->after-- > 0) return IOStatus::OK();
        const auto what = fault_->what;
        fault_.reset();
        came_ = true;
        if (what == Fault::What::power_loss) {
            off_ = true;
            return off();
        }
        return IOStatus::IOError("the disk failed");
    }

    IOStatus append(Node& node, const Slice& data) { return write(node, data, std::nullopt); }
    // Writes at a place, or at the end.
    IOStatus write(Node& node, const Slice& data, std::optional<std::size_t> place) {
        const std::lock_guard lock(mutex_);
        const auto status = act(Act::append);
        const auto at = place.value_or(node.bytes.size());
        if (off_) {
            // Power goes while it is written: some of it has reached the file.
            if (came_ && !torn_) put(node, at, data.ToStringView());
            torn_ = true;
            return status;
        }
        if (!status.ok()) return status;
        const auto over = std::min(data.size(), node.bytes.size() - at);
        const auto room = room_ ? over + *room_ - std::min(*room_, used()) : data.size();
        put(node, at, data.ToStringView().substr(0, room));
        return room < data.size() ? IOStatus::NoSpace("no space left on device") : IOStatus::OK();
    }
    static void put(Node& node, std::size_t at, std::string_view data) {
        for (auto from = at / sector * sector; from < std::min(node.synced, at + data.size());
             from += sector) {
            node.overwritten.try_emplace(
                from, node.bytes.substr(from, std::min(sector, node.synced - from)));
        }
        node.bytes.replace(at, std::min(data.size(), node.bytes.size() - at), data);
    }
    IOStatus sync(Node& node) {
        const std::lock_guard lock(mutex_);
        const auto status = act(Act::sync);
        if (!status.ok() && !off_) node.lost_by_failed_sync = node.synced < node.bytes.size();
        if (!status.ok() || node.lost_by_failed_sync) return status;
        node.synced = node.bytes.size();
        node.overwritten.clear();
        const auto is_its_making = [&node](const NameChange& change) {
            return change.node.get() == &node && change.gone.empty();
        };
        for (const auto& change : platter_.unsynced) {
            if (is_its_making(change)) make_change(change, platter_.durable);
        }
        std::erase_if(platter_.unsynced, is_its_making);
        return status;
    }
    IOStatus truncate(Node& node, std::size_t size) {
        const std::lock_guard lock(mutex_);
        if (auto status = act(Act::append); !status.ok()) return status;
        node.bytes.resize(size);
        node.synced = std::min(node.synced, size);
        // What lies beyond is gone; of a sector that the end cuts the front is left.
        node.overwritten.erase(node.overwritten.lower_bound(size), node.overwritten.end());
        if (!node.overwritten.empty()) {
            auto& [from, old] = *node.overwritten.rbegin();
            old.resize(std::min(old.size(), size - from));
        }
        return IOStatus::OK();
    }
    IOStatus sync_folder(const std::string& folder) {
        const std::lock_guard lock(mutex_);
        if (auto status = act(Act::sync_folder); !status.ok()) return status;
        for (const auto& change : platter_.unsynced) {
            if (change.folder == folder) make_change(change, platter_.durable);
        }
        std::erase_if(platter_.unsynced,
                      [&folder](const auto& change) { return change.folder == folder; });
        return IOStatus::OK();
    }
    IOStatus read(const Node& node, std::uint64_t at, std::size_t n, Slice* result, char* scratch) {
        const std::lock_guard lock(mutex_);
        if (auto status = act(Act::read); !status.ok()) return status;
        const auto size = node.bytes.size();
        const auto begin = std::min<std::size_t>(size, at);
        const auto count = std::min(n, size - begin);
        std::copy_n(node.bytes.data() + begin, count, scratch);
        *result = Slice(scratch, count);
        return IOStatus::OK();
    }
    std::size_t size(const Node& node) {
        const std::lock_guard lock(mutex_);
        return node.bytes.size();
    }

    IOStatus NewSequentialFile(const std::string& name, const FileOptions&,
                               std::unique_ptr<rocksdb::FSSequentialFile>* result,
                               IODebugContext*) override;
    IOStatus NewRandomAccessFile(const std::string& name, const FileOptions&,
                                 std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                                 IODebugContext*) override;
    IOStatus NewWritableFile(const std::string& name, const FileOptions&,
                             std::unique_ptr<rocksdb::FSWritableFile>* result,
                             IODebugContext*) override;
    IOStatus ReopenWritableFile(const std::string& name, const FileOptions&,
                                std::unique_ptr<rocksdb::FSWritableFile>* result,
                                IODebugContext*) override;
    IOStatus NewRandomRWFile(const std::string& name, const FileOptions&,
                             std::unique_ptr<rocksdb::FSRandomRWFile>* result,
                             IODebugContext*) override;
    IOStatus NewDirectory(const std::string& name, const IOOptions&,
                          std::unique_ptr<rocksdb::FSDirectory>* result, IODebugContext*) override;

    IOStatus FileExists(const std::string& name, const IOOptions&, IODebugContext*) override {
        const std::lock_guard lock(mutex_);
        if (off_) return off();
        return find(name) ? IOStatus::OK() : IOStatus::NotFound(name);
    }
    IOStatus GetChildren(const std::string& folder, const IOOptions&,
                         std::vector<std::string>* children, IODebugContext*) override {
        const std::lock_guard lock(mutex_);
        if (off_) return off();
        if (!find(folder)) return missing(folder);
        children->clear();
        const auto above = plain(folder);
        for (const auto& [name, node] : platter_.names) {
            if (folder_of(name) == above)
                children->push_back(name.substr(name.find_last_of('/') + 1));
        }
        return IOStatus::OK();
    }
    IOStatus DeleteFile(const std::string& name, const IOOptions&, IODebugContext*) override {
        const std::lock_guard lock(mutex_);
        if (!find(name)) return missing(name);
        return change({std::string{folder_of(plain(name))}, plain(name), "", nullptr});
    }
    IOStatus DeleteDir(const std::string& name, const IOOptions& options,
                       IODebugContext* context) override {
        return DeleteFile(name, options, context);
    }
    IOStatus CreateDir(const std::string& name, const IOOptions&, IODebugContext*) override {
        const std::lock_guard lock(mutex_);
        if (find(name)) return IOStatus::IOError(name, "exists");
        auto node = std::make_shared<Node>();
        node->folder = true;
        return change({std::string{folder_of(plain(name))}, "", plain(name), node});
    }
    IOStatus CreateDirIfMissing(const std::string& name, const IOOptions& options,
                                IODebugContext* context) override {
        if (FileExists(name, options, context).ok()) return IOStatus::OK();
        return CreateDir(name, options, context);
    }
    IOStatus GetFileSize(const std::string& name, const IOOptions&, std::uint64_t* bytes,
                         IODebugContext*) override {
        const std::lock_guard lock(mutex_);
        if (off_) return off();
        const auto node = find(name);
        if (!node) return missing(name);
        *bytes = node->bytes.size();
        return IOStatus::OK();
    }
    IOStatus GetFileModificationTime(const std::string&, const IOOptions&, std::uint64_t* time,
                                     IODebugContext*) override {
        *time = 0;
        return IOStatus::OK();
    }
    IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions&,
                        IODebugContext*) override {
        const std::lock_guard lock(mutex_);
        const auto node = find(from);
        if (!node) return missing(from);
        return change({std::string{folder_of(plain(to))}, plain(from), plain(to), node});
    }
    IOStatus LinkFile(const std::string& from, const std::string& to, const IOOptions&,
                      IODebugContext*) override {
        const std::lock_guard lock(mutex_);
        const auto node = find(from);
        if (!node) return missing(from);
        return change({std::string{folder_of(plain(to))}, "", plain(to), node});
    }
    IOStatus LockFile(const std::string& name, const IOOptions&, rocksdb::FileLock** lock,
                      IODebugContext*) override {
        const std::lock_guard guard(mutex_);
        if (off_) return off();
        if (!locked_.insert(name).second) {
            return IOStatus::IOError("lock hold by current process", name);
        }
        *lock = new Lock{name};
        return IOStatus::OK();
    }
    IOStatus UnlockFile(rocksdb::FileLock* lock, const IOOptions&, IODebugContext*) override {
        const std::lock_guard guard(mutex_);
        const std::unique_ptr<Lock> own{static_cast<Lock*>(lock)};
        locked_.erase(own->name);
        return IOStatus::OK();
    }
    IOStatus GetTestDirectory(const IOOptions&, std::string* path, IODebugContext*) override {
        *path = "/tmp";
        return IOStatus::OK();
    }
    IOStatus GetAbsolutePath(const std::string& path, const IOOptions&, std::string* absolute,
                             IODebugContext*) override {
        *absolute = path;
        return IOStatus::OK();
    }
    IOStatus IsDirectory(const std::string& path, const IOOptions&, bool* is,
                         IODebugContext*) override {
        const std::lock_guard lock(mutex_);
        const auto node = find(path);
        *is = node && node->folder;
        return IOStatus::OK();
    }
    IOStatus NewLogger(const std::string&, const IOOptions&,
                       std::shared_ptr<rocksdb::Logger>* result, IODebugContext*) override {
        *result = std::make_shared<Silence>();
        return IOStatus::OK();
    }

    std::uint64_t used() const {
        std::uint64_t sum = 0;
        for (const auto& [name, node] : platter_.names) sum += node->bytes.size();
        return sum;
    }

    std::mutex mutex_;
    Platter platter_;
    std::optional<Fault> fault_;
    std::optional<std::uint64_t> room_;
    bool off_ = false;
    bool came_ = false;
    bool torn_ = false;  // the write that the power loss met is done
    std::uint64_t acts_ = 0;

    static IOStatus off() { return IOStatus::IOError("the power is off"); }

  private:
    struct Lock : rocksdb::FileLock {
        explicit Lock(std::string of) : name(std::move(of)) {}
        std::string name;
    };
    struct Silence : rocksdb::Logger {
        using rocksdb::Logger::Logv;
        void Logv(const char*, va_list) override {}
    };

    static IOStatus missing(const std::string& name) {
        return IOStatus::PathNotFound(name, "no such file");
    }
    // Without doubled or trailing slashes.
    static std::string plain(const std::string& path) {
        if (path.find("//") == std::string::npos && !path.ends_with('/')) return path;
        std::string out;
        for (const char c : path) {
            if (c != '/' || out.empty() || out.back() != '/') out += c;
        }
        while (out.size() > 1 && out.back() == '/') out.pop_back();
        return out;
    }
    std::shared_ptr<Node> find(const std::string& name) const {
        const auto found = platter_.names.find(plain(name));
        return found == platter_.names.end() ? nullptr : found->second;
    }
    IOStatus change(NameChange change) {
        if (auto status = act(Act::name); !status.ok()) return status;
        make_change(change, platter_.names);
        platter_.unsynced.push_back(std::move(change));
        return IOStatus::OK();
    }
    // A file made anew under a name, or the one that is there.
    IOStatus writable(const std::string& name, bool anew,
                      std::unique_ptr<rocksdb::FSWritableFile>* result);

    std::set<std::string> locked_;
};

namespace {

class SequentialFile : public rocksdb::FSSequentialFile {
  public:
    SequentialFile(SimulatedFiles& files, std::shared_ptr<Node> node)
        : files_(files), node_(std::move(node)) {}
    IOStatus Read(std::size_t n, const IOOptions&, Slice* result, char* scratch,
                  IODebugContext*) override {
        const auto status = files_.read(*node_, at_, n, result, scratch);
        if (status.ok()) at_ += result->size();
        return status;
    }
    IOStatus Skip(std::uint64_t n) override {
        at_ += n;
        return IOStatus::OK();
    }

  private:
    SimulatedFiles& files_;
    std::shared_ptr<Node> node_;
    std::uint64_t at_ = 0;
};

class RandomFile : public rocksdb::FSRandomAccessFile {
  public:
    RandomFile(SimulatedFiles& files, std::shared_ptr<Node> node)
        : files_(files), node_(std::move(node)) {}
    IOStatus Read(std::uint64_t at, std::size_t n, const IOOptions&, Slice* result, char* scratch,
                  IODebugContext*) const override {
        return files_.read(*node_, at, n, result, scratch);
    }

  private:
    SimulatedFiles& files_;
    std::shared_ptr<Node> node_;
};

class WritableFile : public rocksdb::FSWritableFile {
  public:
    WritableFile(SimulatedFiles& files, std::shared_ptr<Node> node)
        : files_(files), node_(std::move(node)) {}
    using rocksdb::FSWritableFile::Append;
    IOStatus Append(const Slice& data, const IOOptions&, IODebugContext*) override {
        return files_.append(*node_, data);
    }
    using rocksdb::FSWritableFile::PositionedAppend;
    IOStatus PositionedAppend(const Slice& data, std::uint64_t at, const IOOptions&,
                              IODebugContext*) override {
        return files_.write(*node_, data, at);
    }
    bool IsSyncThreadSafe() const override { return true; }
    IOStatus Truncate(std::uint64_t size, const IOOptions&, IODebugContext*) override {
        return files_.truncate(*node_, size);
    }
    IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
    IOStatus Flush(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
    IOStatus Sync(const IOOptions&, IODebugContext*) override { return files_.sync(*node_); }
    std::uint64_t GetFileSize(const IOOptions&, IODebugContext*) override {
        return files_.size(*node_);
    }

  private:
    SimulatedFiles& files_;
    std::shared_ptr<Node> node_;
};

class AnywhereFile : public rocksdb::FSRandomRWFile {
  public:
    AnywhereFile(SimulatedFiles& files, std::shared_ptr<Node> node)
        : files_(files), node_(std::move(node)) {}
    IOStatus Write(std::uint64_t at, const Slice& data, const IOOptions&,
                   IODebugContext*) override {
        return files_.write(*node_, data, at);
    }
    IOStatus Read(std::uint64_t at, std::size_t n, const IOOptions&, Slice* result, char* scratch,
                  IODebugContext*) const override {
        return files_.read(*node_, at, n, result, scratch);
    }
    IOStatus Flush(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
    IOStatus Sync(const IOOptions&, IODebugContext*) override { return files_.sync(*node_); }
    IOStatus Fsync(const IOOptions&, IODebugContext*) override { return files_.sync(*node_); }
    IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

  private:
    SimulatedFiles& files_;
    std::shared_ptr<Node> node_;
};

class Folder : public rocksdb::FSDirectory {
  public:
    Folder(SimulatedFiles& files, std::string name) : files_(files), name_(std::move(name)) {}
    IOStatus Fsync(const IOOptions&, IODebugContext*) override { return files_.sync_folder(name_); }
    IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

  private:
    SimulatedFiles& files_;
    std::string name_;
};

// RocksDB sleeps for a second where a job has failed; nobody here gains by that.
class RestlessClock : public rocksdb::SystemClockWrapper {
  public:
    using rocksdb::SystemClockWrapper::SystemClockWrapper;
    const char* Name() const override { return "RestlessClock"; }
    void SleepForMicroseconds(int micros) override {
        target_->SleepForMicroseconds(std::min(micros, 10000));
    }
};

// Counts the jobs of RocksDB's threads, so that a run can wait for them.
class CountingEnv : public rocksdb::EnvWrapper {
  public:
    explicit CountingEnv(std::unique_ptr<rocksdb::Env> files)
        : rocksdb::EnvWrapper(std::move(files)) {
        system_clock_ = std::make_shared<RestlessClock>(rocksdb::SystemClock::Default());
    }
    const char* Name() const override { return "SimulatedEnv"; }

    void Schedule(void (*function)(void*), void* argument, Priority priority, void* tag,
                  void (*unscheduled)(void*)) override {
        {
            const std::lock_guard lock(mutex_);
            ++jobs_;
        }
        auto* job = new Job{*this, function, unscheduled, argument};
        target()->Schedule(run, job, priority, tag, forget);
    }
    void wait_until_idle() const {
        std::unique_lock lock(mutex_);
        idle_.wait(lock, [this] { return jobs_ == 0; });
    }

  private:
    struct Job {
        CountingEnv& env;
        void (*function)(void*);
        void (*unscheduled)(void*);
        void* argument;
    };
    static void run(void* of) {
        const std::unique_ptr<Job> job{static_cast<Job*>(of)};
        job->function(job->argument);
        job->env.done();
    }
    static void forget(void* of) {
        const std::unique_ptr<Job> job{static_cast<Job*>(of)};
        if (job->unscheduled != nullptr) job->unscheduled(job->argument);
        job->env.done();
    }
    void done() {
        const std::lock_guard lock(mutex_);
        --jobs_;
        idle_.notify_all();
    }

    mutable std::mutex mutex_;
    mutable std::condition_variable idle_;
    int jobs_ = 0;
};

}  // namespace

IOStatus SimulatedFiles::NewSequentialFile(const std::string& name, const FileOptions&,
                                           std::unique_ptr<rocksdb::FSSequentialFile>* result,
                                           IODebugContext*) {
    const std::lock_guard lock(mutex_);
    if (off_) return off();
    auto node = find(name);
    if (!node) return missing(name);
    *result = std::make_unique<SequentialFile>(*this, std::move(node));
    return IOStatus::OK();
}

IOStatus SimulatedFiles::NewRandomAccessFile(const std::string& name, const FileOptions&,
                                             std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                                             IODebugContext*) {
    const std::lock_guard lock(mutex_);
    if (off_) return off();
    auto node = find(name);
    if (!node) return missing(name);
    *result = std::make_unique<RandomFile>(*this, std::move(node));
    return IOStatus::OK();
}

IOStatus SimulatedFiles::writable(const std::string& name, bool anew,
                                  std::unique_ptr<rocksdb::FSWritableFile>* result) {
    const std::lock_guard lock(mutex_);
    auto node = find(name);
    if (anew || !node) {
        node = std::make_shared<Node>();
        if (auto status = change({std::string{folder_of(plain(name))}, "", plain(name), node});
            !status.ok()) {
            return status;
        }
    }
    *result = std::make_unique<WritableFile>(*this, std::move(node));
    return IOStatus::OK();
}
IOStatus SimulatedFiles::NewWritableFile(const std::string& name, const FileOptions&,
                                         std::unique_ptr<rocksdb::FSWritableFile>* result,
                                         IODebugContext*) {
    return writable(name, true, result);
}
IOStatus SimulatedFiles::ReopenWritableFile(const std::string& name, const FileOptions&,
                                            std::unique_ptr<rocksdb::FSWritableFile>* result,
                                            IODebugContext*) {
    return writable(name, false, result);
}
IOStatus SimulatedFiles::NewRandomRWFile(const std::string& name, const FileOptions&,
                                         std::unique_ptr<rocksdb::FSRandomRWFile>* result,
                                         IODebugContext*) {
    const std::lock_guard lock(mutex_);
    if (off_) return off();
    auto node = find(name);
    if (!node) return missing(name);
    *result = std::make_unique<AnywhereFile>(*this, std::move(node));
    return IOStatus::OK();
}
IOStatus SimulatedFiles::NewDirectory(const std::string& name, const IOOptions&,
                                      std::unique_ptr<rocksdb::FSDirectory>* result,
                                      IODebugContext*) {
    const std::lock_guard lock(mutex_);
    if (off_) return off();
    const auto node = find(name);
    if (!node || !node->folder) return missing(name);
    *result = std::make_unique<Folder>(*this, plain(name));
    return IOStatus::OK();
}

SimulatedDisk::SimulatedDisk(Platter platter)
    : files_(std::make_shared<SimulatedFiles>(std::move(platter))),
      env_(std::make_unique<CountingEnv>(rocksdb::NewCompositeEnv(files_))) {}
SimulatedDisk::~SimulatedDisk() { wait_until_idle(); }

log::Disk SimulatedDisk::disk() const { return log::Disk{*env_}; }

void SimulatedDisk::plan(const Fault& fault) {
    const std::lock_guard lock(files_->mutex_);
    files_->fault_ = fault;
    files_->came_ = false;
}
void SimulatedDisk::plan_nothing() {
    const std::lock_guard lock(files_->mutex_);
    files_->fault_.reset();
}
void SimulatedDisk::power_off() {
    const std::lock_guard lock(files_->mutex_);
    files_->off_ = true;
}
bool SimulatedDisk::fault_came() const {
    const std::lock_guard lock(files_->mutex_);
    return files_->came_;
}
void SimulatedDisk::set_room(std::optional<std::uint64_t> bytes) {
    const std::lock_guard lock(files_->mutex_);
    files_->room_ = bytes;
}
std::uint64_t SimulatedDisk::used() const {
    const std::lock_guard lock(files_->mutex_);
    return files_->used();
}
std::uint64_t SimulatedDisk::acts() const {
    const std::lock_guard lock(files_->mutex_);
    return files_->acts_;
}
void SimulatedDisk::wait_until_idle() const {
    static_cast<const CountingEnv&>(*env_).wait_until_idle();
}
const Platter& SimulatedDisk::platter() const { return files_->platter_; }

std::vector<std::string> SimulatedDisk::files() const {
    const std::lock_guard lock(files_->mutex_);
    std::vector<std::string> all;
    for (const auto& [name, node] : files_->platter_.names) {
        if (!node->folder) all.push_back(name);
    }
    return all;
}
std::string& SimulatedDisk::bytes(const std::string& file) {
    const std::lock_guard lock(files_->mutex_);
    return files_->platter_.names.at(file)->bytes;
}
void SimulatedDisk::remove(const std::string& file) {
    const std::lock_guard lock(files_->mutex_);
    files_->platter_.names.erase(file);
    files_->platter_.durable.erase(file);
}

}  // namespace longstop::tests
