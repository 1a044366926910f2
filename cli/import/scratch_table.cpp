#include "cli/import/scratch_table.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "cli/failed_write.hpp"
#include "cli/import/input.hpp"

namespace longstop::cli {
namespace {

using events::Error;
using events::Result;

Error no_memory(const std::filesystem::path& folder, int number) {
    return {code_of_failed_write(number), "cannot remember the rows of the file",
            "no temporary file in " + folder.string() + ": " + std::strerror(number),
            "equal rows are told apart by what came before them",
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

Result<ScratchMemory> ScratchMemory::make(const std::filesystem::path& folder, std::size_t size) {
    const auto file = nameless_file(folder);
    if (file.get() < 0) return no_memory(folder, errno);
    // Reserved, not only promised: a full disk is an answer here and a SIGBUS later.
    const auto trouble = ::posix_fallocate(file.get(), 0, static_cast<off_t>(size));
    if (trouble != 0) return no_memory(folder, trouble);
    void* map = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
    if (map == MAP_FAILED) return no_memory(folder, errno);
    ScratchMemory memory;
    memory.bytes_ = {static_cast<std::byte*>(map), size};
    return memory;
}

ScratchMemory::~ScratchMemory() {
    if (!bytes_.empty()) ::munmap(bytes_.data(), bytes_.size());
}

std::filesystem::path scratch_folder() {
    std::error_code ignored;  // an empty path: the error comes if a temporary file is needed
    return std::filesystem::temp_directory_path(ignored);
}

}  // namespace longstop::cli
