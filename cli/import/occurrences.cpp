#include "cli/import/occurrences.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "cli/import/input.hpp"

namespace longstop::cli {
namespace {

using events::Error;
using events::Result;

Error no_table(const std::filesystem::path& folder, int number) {
    return {events::ErrorCode::unwritable_file, "cannot count the rows without an id",
            "no temporary file in " + folder.string() + ": " + std::strerror(number),
            "equal rows without an id are told apart by their count",
            "make room there, or set TMPDIR to a folder with room, then import the file again: "
            "what is already in the log is not added twice"};
}

// A file without a name; not every file system has O_TMPFILE.
Descriptor nameless_file(const std::filesystem::path& folder) {
    Descriptor file{::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)};
    if (file.get() >= 0) return file;
    auto name = (folder / "longstop-import-XXXXXX").string();
    Descriptor named{::mkostemp(name.data(), O_CLOEXEC)};
    if (named.get() >= 0) ::unlink(name.c_str());
    return named;
}

}  // namespace

Occurrences::Occurrences(std::filesystem::path folder) : folder_(std::move(folder)) {}

Occurrences::~Occurrences() {
    if (!table_.empty()) ::munmap(table_.data(), table_.size_bytes());
}

Result<std::uint64_t> Occurrences::count(std::uint64_t hash) {
    if (used_ * 4 >= table_.size() * 3) {
        if (auto grown = grow(); !grown) return grown.error();
    }
    auto& slot = find(table_, hash);
    if (slot.seen == 0) ++used_;
    slot.hash = hash;
    return ++slot.seen;
}

Occurrences::Slot& Occurrences::find(std::span<Slot> table, std::uint64_t hash) {
    const auto mask = table.size() - 1;  // a power of two
    auto at = hash & mask;
    while (table[at].seen != 0 && table[at].hash != hash) at = (at + 1) & mask;
    return table[at];
}

Result<std::span<Occurrences::Slot>> Occurrences::make_table(std::size_t slots) const {
    const auto bytes = slots * sizeof(Slot);
    const auto file = nameless_file(folder_);
    if (file.get() < 0) return no_table(folder_, errno);
    // Reserved, not only promised: a full disk is an answer here and a SIGBUS later.
    const auto trouble = ::posix_fallocate(file.get(), 0, static_cast<off_t>(bytes));
    if (trouble != 0) return no_table(folder_, trouble);
    void* map = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
    if (map == MAP_FAILED) return no_table(folder_, errno);
    return std::span{static_cast<Slot*>(map), slots};  // all zero: all free
}

Result<void> Occurrences::grow() {
    const auto made = make_table(table_.empty() ? std::size_t{4096} : table_.size() * 2);
    if (!made) return made.error();
    for (const auto& slot : table_) {
        if (slot.seen != 0) find(*made, slot.hash) = slot;
    }
    if (!table_.empty()) ::munmap(table_.data(), table_.size_bytes());
    table_ = *made;
    return {};
}

}  // namespace longstop::cli
