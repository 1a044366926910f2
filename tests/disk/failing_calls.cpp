// A disk that fails, for a program that knows nothing of it: loaded by LD_PRELOAD, it counts the
// calls that change files under one folder and lets the chosen one fail, or all from there on.
//
//   LONGSTOP_FAULT_UNDER  the folder
//   LONGSTOP_FAULT_AT     which call, from 1 (0: none)
//   LONGSTOP_FAULT_ERRNO  the error number; 0: a write is cut short, then there is no space
//   LONGSTOP_FAULT_EVER   set: every later call fails, too
//   LONGSTOP_FAULT_COUNT  a file that gets the number of calls at the end
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

const char* setting(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

struct Plan {
    std::string under = setting("LONGSTOP_FAULT_UNDER");
    long at = std::atol(setting("LONGSTOP_FAULT_AT"));
    int error = std::atoi(setting("LONGSTOP_FAULT_ERRNO"));
    bool ever = *setting("LONGSTOP_FAULT_EVER") != 0;
};
const Plan& plan() {
    static const Plan the_plan;
    return the_plan;
}

std::atomic<long> calls = 0;

template <class Function>
Function real(const char* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

bool is_meant(const char* path) {
    if (plan().under.empty()) return false;
    if (path[0] == '/') return std::strncmp(path, plan().under.c_str(), plan().under.size()) == 0;
    char here[PATH_MAX];
    return ::getcwd(here, sizeof here) != nullptr && is_meant(here);
}
bool is_meant(int descriptor) {
    if (descriptor <= STDERR_FILENO) return false;
    const int flags = ::fcntl(descriptor, F_GETFL);
    struct stat file {};
    if (flags < 0 || ::fstat(descriptor, &file) != 0) return false;
    if (!S_ISDIR(file.st_mode) && (flags & O_ACCMODE) == O_RDONLY) return false;
    char path[PATH_MAX];
    const auto link = "/proc/self/fd/" + std::to_string(descriptor);
    const auto size = ::readlink(link.c_str(), path, sizeof path - 1);
    if (size <= 0) return false;
    path[size] = 0;
    return is_meant(path);
}

// Whether this call is to fail; errno then says why.
bool fails() {
    const auto number = ++calls;
    const auto& chosen = plan();
    const bool now = number == chosen.at || (chosen.ever && chosen.at > 0 && number > chosen.at);
    if (now) errno = chosen.error == 0 ? ENOSPC : chosen.error;
    return now;
}
template <class File>
bool fails(File file) {
    const int before = errno;
    if (is_meant(file) && fails()) return true;
    errno = before;
    return false;
}
// A write that is cut short: half of it is written.
bool is_cut_short() { return plan().error == 0 && calls == plan().at; }

bool changes(int flags) { return (flags & (O_CREAT | O_TRUNC)) != 0 || (flags & O_ACCMODE) != 0; }

struct Teller {
    ~Teller() {
        const char* file = setting("LONGSTOP_FAULT_COUNT");
        if (*file == 0) return;
        const int out = real<int (*)(const char*, int, ...)>("open")(
            file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        const auto text = std::to_string(calls.load());
        (void)!real<ssize_t (*)(int, const void*, size_t)>("write")(out, text.data(), text.size());
    }
} at_the_end;

}  // namespace

// NOLINTBEGIN
extern "C" {

#define OPEN(name)                                                            \
    int name(const char* path, int flags, ...) {                              \
        va_list more;                                                         \
        va_start(more, flags);                                                \
        const auto mode = va_arg(more, mode_t);                               \
        va_end(more);                                                         \
        if (changes(flags) && fails(path)) return -1;                         \
        static const auto next = real<int (*)(const char*, int, ...)>(#name); \
        return next(path, flags, mode);                                       \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                               \
    int name(int at, const char* path, int flags, ...) {                           \
        va_list more;                                                              \
        va_start(more, flags);                                                     \
        const auto mode = va_arg(more, mode_t);                                    \
        va_end(more);                                                              \
        if (changes(flags) && fails(path)) return -1;                              \
        static const auto next = real<int (*)(int, const char*, int, ...)>(#name); \
        return next(at, path, flags, mode);                                        \
    }
OPENAT(openat)
OPENAT(openat64)

#define FOPEN(name)                                                                \
    FILE* name(const char* path, const char* mode) {                               \
        if (mode[0] != 'r' && fails(path)) return nullptr;                         \
        static const auto next = real<FILE* (*)(const char*, const char*)>(#name); \
        return next(path, mode);                                                   \
    }
FOPEN(fopen)
FOPEN(fopen64)

ssize_t write(int file, const void* bytes, size_t size) {
    static const auto next = real<ssize_t (*)(int, const void*, size_t)>("write");
    if (!fails(file)) return next(file, bytes, size);
    return is_cut_short() && size > 1 ? next(file, bytes, size / 2) : -1;
}
ssize_t writev(int file, const struct iovec* parts, int count) {
    static const auto next = real<ssize_t (*)(int, const struct iovec*, int)>("writev");
    return fails(file) ? -1 : next(file, parts, count);
}
#define PWRITE(name)                                                                        \
    ssize_t name(int file, const void* bytes, size_t size, off_t at) {                      \
        static const auto next = real<ssize_t (*)(int, const void*, size_t, off_t)>(#name); \
        if (!fails(file)) return next(file, bytes, size, at);                               \
        return is_cut_short() && size > 1 ? next(file, bytes, size / 2, at) : -1;           \
    }
PWRITE(pwrite)
PWRITE(pwrite64)

#define ON_FILE(name, parameters, ...)                           \
    int name parameters {                                        \
        static const auto next = real<int(*) parameters>(#name); \
        return fails(file) ? -1 : next(__VA_ARGS__);             \
    }
ON_FILE(fsync, (int file), file)
ON_FILE(fdatasync, (int file), file)
ON_FILE(ftruncate, (int file, off_t size), file, size)
ON_FILE(ftruncate64, (int file, off_t size), file, size)
ON_FILE(fallocate, (int file, int mode, off_t at, off_t size), file, mode, at, size)
ON_FILE(fallocate64, (int file, int mode, off_t at, off_t size), file, mode, at, size)

int close(int file) {
    static const auto next = real<int (*)(int)>("close");
    const bool failed = fails(file);
    const int error = errno;
    const int done = next(file);
    errno = failed ? error : errno;
    return failed ? -1 : done;
}

#define ON_PATH(name, parameters, ...)                           \
    int name parameters {                                        \
        static const auto next = real<int(*) parameters>(#name); \
        return fails(path) ? -1 : next(__VA_ARGS__);             \
    }
ON_PATH(rename, (const char* path, const char* to), path, to)
ON_PATH(unlink, (const char* path), path)
ON_PATH(unlinkat, (int at, const char* path, int flags), at, path, flags)
ON_PATH(rmdir, (const char* path), path)
ON_PATH(mkdir, (const char* path, mode_t mode), path, mode)
ON_PATH(link, (const char* path, const char* to), path, to)
ON_PATH(linkat, (int at, const char* from, int to_at, const char* path, int flags), at, from, to_at,
        path, flags)
}
// NOLINTEND
