#include "engine/log/rocks/lock_holder.hpp"

#include <fmt/format.h>
#include <rocksdb/status.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

namespace longstop::log {
namespace {

namespace fs = std::filesystem;

// "process 4711 (longstop import ...)"; empty where nobody holds it.
std::string holder_of(const fs::path& lock_file) {
    const auto pid = holder_pid(lock_file);
    if (pid == 0) return {};
    std::ifstream command(fmt::format("/proc/{}/cmdline", pid));
    std::string words{std::istreambuf_iterator<char>(command), {}};
    std::replace(words.begin(), words.end(), '\0', ' ');
    while (!words.empty() && words.back() == ' ') words.pop_back();
    return words.empty() ? fmt::format("process {}", pid)
                         : fmt::format("process {} ({})", pid, words);
}

// RocksDB's two words for a lock it cannot take.
bool held_by_us(const rocksdb::Status& status) {
    return status.ToString().find("lock hold by current process") != std::string::npos;
}

}  // namespace

long holder_pid(const fs::path& lock_file) {
    struct stat file {};
    if (::stat(lock_file.c_str(), &file) != 0) return 0;
    const auto inode = fmt::format(":{} ", file.st_ino);
    std::ifstream locks("/proc/locks");
    for (std::string line; std::getline(locks, line);) {
        if (line.find(inode) == std::string::npos) continue;
        std::istringstream words(line);
        std::string number, kind, mode, access;
        long pid = 0;
        if (words >> number >> kind >> mode >> access >> pid && pid > 0) return pid;
    }
    return 0;
}

bool is_held(const rocksdb::Status& status) {
    return status.IsIOError() &&
           (held_by_us(status) || status.ToString().find("While lock file") != std::string::npos);
}

std::string describe_holder(const rocksdb::Status& status, const fs::path& lock_file) {
    if (held_by_us(status)) return "this process";
    const auto holder = holder_of(lock_file);
    return holder.empty() ? "another process" : holder;
}

}  // namespace longstop::log
