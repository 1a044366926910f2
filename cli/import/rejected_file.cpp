#include "cli/import/rejected_file.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "cli/failed_write.hpp"
#include "cli/import/utf8.hpp"
#include "cli/render/rows.hpp"

namespace longstop::cli {
namespace {

namespace fs = std::filesystem;
using events::Error;
using events::Result;

constexpr std::string_view ending = ".rejected.jsonl";

std::string base64(std::string_view bytes) {
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock ends with a NUL
    const auto size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                      reinterpret_cast<const unsigned char*>(bytes.data()),
                                      static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

Error unwritable(const fs::path& path, int number) {
    return {
        code_of_failed_write(number), "cannot write the refused rows to " + path.string(),
        std::strerror(number), "a refused row that is written nowhere would be lost",
        "make room or allow writing there, or name another folder (--rejected DIR), then import "
        "the file again: what is already in the log is not added twice"};
}

std::string name_of(const Descriptor& file) {
    return "/proc/self/fd/" + std::to_string(file.get());
}

// A file without a name, which can be given one; not every file system has them.
Descriptor nameless_file(const fs::path& folder) {
    Descriptor file{::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600)};
    if (file.get() >= 0 && ::access(name_of(file).c_str(), F_OK) != 0) return Descriptor{};
    return file;
}

// Made new: what stands there, left over or put there, is not written to.
Descriptor named_file(const fs::path& path) {
    ::unlink(path.c_str());
    return Descriptor{
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
}

bool is_on_disk(const std::string& file) {
    std::error_code ignored;
    return file != "-" && (fs::is_regular_file(file, ignored) || !fs::exists(file, ignored));
}

}  // namespace

fs::path rejected_path(const std::string& file, const std::string& folder) {
    const auto name =
        (file == "-" ? "stdin" : fs::path{file}.filename().string()) + std::string{ending};
    if (!folder.empty()) return fs::path{folder} / name;
    return is_on_disk(file) ? fs::path{file + std::string{ending}} : fs::path{name};
}

bool is_rejected_path(const std::string& file) { return file.ends_with(ending); }

Result<RejectedFile> RejectedFile::make(fs::path path) {
    auto partial = path;
    partial += ".partial";
    for (const auto& name : {path, partial}) {
        std::error_code ignored;
        if (fs::is_directory(fs::symlink_status(name, ignored))) return unwritable(path, EISDIR);
    }
    const auto folder = path.has_parent_path() ? path.parent_path() : fs::path{"."};
    auto file = nameless_file(folder);
    const bool named = file.get() < 0;
    if (named) file = named_file(partial);
    if (file.get() < 0 || ::fchmod(file.get(), 0600) != 0) return unwritable(path, errno);
    return RejectedFile(std::move(path), std::move(partial), std::move(file), named);
}

RejectedFile::RejectedFile(fs::path path, fs::path partial, Descriptor file, bool named)
    : path_(std::move(path)),
      partial_(std::move(partial)),
      file_(std::move(file)),
      named_(named),
      output_(file_.get()) {}

RejectedFile::~RejectedFile() {
    if (named_ && file_.get() >= 0) ::unlink(partial_.c_str());
}

Result<void> RejectedFile::add(const RejectedRow& refusal) {
    empty_ = false;
    auto& out = output_.text();
    const bool whole = refusal.first && refusal.last;
    if (refusal.first) begin_row(refusal);
    if (whole && refusal.text.size() <= longest_line && is_utf8(refusal.text)) {
        out += "\"row\":";
        append_json_text(out, refusal.text);
        out += "}\n";
    } else {
        if (refusal.first) out += "\"row_base64\":\"";
        add_base64(refusal.text, refusal.last);
        if (refusal.last) out += "\"}\n";
    }
    if (!output_.row_done()) return unwritable(path_, errno);
    return {};
}

void RejectedFile::begin_row(const RejectedRow& refusal) {
    auto& out = output_.text();
    out += "{\"line\":" + std::to_string(refusal.line) + ",\"reason\":";
    append_json_text(out, refusal.reason.sentence);
    out += ',';
}

// Base64 goes by three bytes: what does not make three waits for the next piece.
void RejectedFile::add_base64(std::string_view bytes, bool last) {
    held_back_ += bytes;
    const auto size = last ? held_back_.size() : held_back_.size() / 3 * 3;
    output_.text() += base64(std::string_view{held_back_}.substr(0, size));
    held_back_.erase(0, size);
}

bool RejectedFile::name_it() {
    if (named_) return true;
    ::unlink(partial_.c_str());
    named_ = ::linkat(AT_FDCWD, name_of(file_).c_str(), AT_FDCWD, partial_.c_str(),
                      AT_SYMLINK_FOLLOW) == 0;
    return named_;
}

Result<void> RejectedFile::finish(bool keep_earlier) {
    if (empty()) {
        if (!keep_earlier && ::unlink(path_.c_str()) != 0 && errno != ENOENT) {
            return unwritable(path_, errno);
        }
        return {};
    }
    if (!output_.flush() || !name_it() || ::rename(partial_.c_str(), path_.c_str()) != 0) {
        return unwritable(path_, errno);
    }
    named_ = false;
    return {};
}

}  // namespace longstop::cli
