#include "engine/log/rocks/disk.hpp"

#include <rocksdb/env.h>

#include "engine/log/rocks/database_files.hpp"
#include "engine/log/rocks/status.hpp"

namespace longstop::log {
namespace {

namespace fs = std::filesystem;

bool is_missing(const rocksdb::Status& status) {
    return status.IsNotFound() || status.IsPathNotFound();
}

events::Error cannot(std::string_view what, const fs::path& path, const rocksdb::Status& status,
                     std::string hint) {
    return {code_of(status), "cannot " + std::string{what} + " " + path.string(), status.ToString(),
            "", std::move(hint)};
}

rocksdb::Status write_synced(rocksdb::Env& env, const fs::path& file, std::string_view bytes) {
    rocksdb::EnvOptions options;
    options.use_mmap_writes = false;
    std::unique_ptr<rocksdb::WritableFile> out;
    auto status = env.NewWritableFile(file.string(), &out, options);
    if (status.ok()) status = out->Append({bytes.data(), bytes.size()});
    if (status.ok()) status = out->Sync();
    if (status.ok()) status = out->Close();
    return status;
}

rocksdb::Status sync_names(rocksdb::Env& env, const fs::path& folder) {
    std::unique_ptr<rocksdb::Directory> directory;
    auto status = env.NewDirectory(folder.string(), &directory);
    if (status.ok()) status = directory->Fsync();
    return status;
}

// Calls `f` with every piece of a file; an error of the reader or of `f`.
template <class F>
rocksdb::Status each_piece(rocksdb::Env& env, const fs::path& file, F&& f) {
    constexpr std::size_t piece = 1U << 20U;
    std::unique_ptr<rocksdb::SequentialFile> in;
    auto status = env.NewSequentialFile(file.string(), &in, rocksdb::EnvOptions{});
    std::string space(piece, '\0');
    for (rocksdb::Slice got(space); status.ok() && !got.empty();) {
        status = in->Read(piece, &got, space.data());
        if (status.ok()) status = f(got);
    }
    return status;
}

fs::path folder_of(const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path{"."};
}

}  // namespace

Disk::Disk() : Disk(*rocksdb::Env::Default()) {}
Disk::Disk(rocksdb::Env& env)
    : env_(&env),
      failure_(std::make_shared<WriteFailure>()),
      database_env_(with_database_files(env, failure_)) {}

// A disk that cannot say whether a file is there is no reason to do as if it were not.
bool Disk::exists(const fs::path& file) const {
    return !is_missing(env_->FileExists(file.string()));
}

std::vector<std::string> Disk::names_in(const fs::path& folder) const {
    std::vector<std::string> names;
    if (!env_->GetChildren(folder.string(), &names).ok()) names.clear();
    std::erase_if(names, [](const auto& name) { return name == "." || name == ".."; });
    return names;
}

events::Result<std::optional<std::string>> Disk::read(const fs::path& file) const {
    std::string bytes;
    const auto status = rocksdb::ReadFileToString(env_, file.string(), &bytes);
    if (!status.ok() && !exists(file)) return std::optional<std::string>{};
    if (!status.ok()) return cannot("read", file, status, "see to the disk, or to who may read it");
    return std::optional{std::move(bytes)};
}

std::uint64_t Disk::size(const fs::path& file) const {
    std::uint64_t size = 0;
    return env_->GetFileSize(file.string(), &size).ok() ? size : 0;
}

events::Result<void> Disk::make_folders(const fs::path& folder) const {
    if (exists(folder)) return {};
    const auto above = folder_of(folder);
    if (above != folder && above != ".") {
        if (auto made = make_folders(above); !made) return made;
    }
    auto status = env_->CreateDirIfMissing(folder.string());
    if (status.ok()) status = sync_names(*env_, above);
    if (!status.ok()) return cannot("make the folder", folder, status, "name another folder");
    return {};
}

events::Result<void> Disk::replace(const fs::path& file, std::string_view bytes) const {
    const auto aside = file.string() + ".new";
    auto status = write_synced(*env_, aside, bytes);
    if (status.ok()) status = env_->RenameFile(aside, file.string());
    if (status.ok()) status = sync_names(*env_, folder_of(file));
    if (!status.ok()) {
        return cannot("write", file, status, "is the disk full, or the folder not writable?");
    }
    return {};
}

events::Result<bool> Disk::link(const fs::path& file, const fs::path& name) const {
    if (env_->LinkFile(file.string(), name.string()).ok()) return true;
    const auto bytes = read(file);
    if (!bytes) return bytes.error();
    if (!*bytes) return false;
    if (const auto written = write(name, **bytes); !written) return written.error();
    return true;
}

events::Result<Disk::Summed> Disk::copy(const fs::path& file, const fs::path& to) const {
    rocksdb::EnvOptions options;
    options.use_mmap_writes = false;
    std::unique_ptr<rocksdb::WritableFile> out;
    auto written = env_->NewWritableFile(to.string(), &out, options);
    Summed summed;
    RunningSha256 running;
    auto read = rocksdb::Status::OK();
    if (written.ok()) {
        read = each_piece(*env_, file, [&](const rocksdb::Slice& piece) {
            running.add(piece.ToStringView());
            summed.size += piece.size();
            written = out->Append(piece);
            return written;
        });
    }
    if (written.ok() && !read.ok()) return cannot("read", file, read, "see to the disk");
    if (written.ok()) written = out->Sync();
    if (written.ok()) written = out->Close();
    if (!written.ok()) {
        return cannot("write", to, written, "is the disk full, or the folder not writable?");
    }
    summed.sum = running.finish();
    return summed;
}

events::Result<Disk::Summed> Disk::sum(const fs::path& file) const {
    Summed summed;
    RunningSha256 running;
    const auto read = each_piece(*env_, file, [&](const rocksdb::Slice& piece) {
        running.add(piece.ToStringView());
        summed.size += piece.size();
        return rocksdb::Status::OK();
    });
    if (!read.ok()) return cannot("read", file, read, "see to the disk");
    summed.sum = running.finish();
    return summed;
}

events::Result<void> Disk::write(const fs::path& file, std::string_view bytes) const {
    const auto status =
        rocksdb::WriteStringToFile(env_, {bytes.data(), bytes.size()}, file.string());
    if (!status.ok()) {
        return cannot("write", file, status, "is the disk full, or the folder not writable?");
    }
    return {};
}

bool Disk::is_folder(const fs::path& path) const {
    bool is = false;
    return env_->IsDirectory(path.string(), &is).ok() && is;
}

void Disk::remove_all(const fs::path& path) const {
    if (!is_folder(path)) {
        (void)env_->DeleteFile(path.string());
        return;
    }
    for (const auto& name : names_in(path)) remove_all(path / name);
    (void)env_->DeleteDir(path.string());
}

std::uint64_t Disk::bytes_in(const fs::path& folder) const {
    std::uint64_t sum = 0;
    for (const auto& name : names_in(folder)) {
        sum += is_folder(folder / name) ? bytes_in(folder / name) : size(folder / name);
    }
    return sum;
}

events::Result<void> Disk::rename(const fs::path& from, const fs::path& to) const {
    auto status = env_->RenameFile(from.string(), to.string());
    if (status.ok()) status = sync_names(*env_, folder_of(to));
    if (!status.ok()) return cannot("rename to", to, status, "see to the disk");
    return {};
}

events::Result<void> Disk::sync_all(const fs::path& folder) const {
    for (const auto& name : names_in(folder)) {
        const auto path = folder / name;
        if (is_folder(path)) {
            if (auto synced = sync_all(path); !synced) return synced;
            continue;
        }
        std::unique_ptr<rocksdb::WritableFile> file;
        rocksdb::EnvOptions options;
        options.use_mmap_writes = false;
        auto status = env_->ReopenWritableFile(path.string(), &file, options);
        if (status.ok()) status = file->Sync();
        if (status.ok()) status = file->Close();
        if (!status.ok()) return cannot("sync", path, status, "see to the disk");
    }
    return sync_folder(folder);
}

events::Result<void> Disk::sync_folder(const fs::path& folder) const {
    const auto status = sync_names(*env_, folder);
    if (!status.ok()) return cannot("sync the folder", folder, status, "see to the disk");
    return {};
}

}  // namespace longstop::log
