#include "cli/import/rejected_file.hpp"

#include <openssl/evp.h>

#include <boost/json/serialize.hpp>
#include <boost/json/string_view.hpp>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "cli/import/utf8.hpp"

namespace longstop::cli {
namespace {

namespace fs = std::filesystem;
using events::Error;
using events::Result;

std::string json_text(std::string_view text) {
    return boost::json::serialize(boost::json::string_view{text.data(), text.size()});
}

std::string base64(std::string_view bytes) {
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock ends with a NUL
    const auto size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                      reinterpret_cast<const unsigned char*>(bytes.data()),
                                      static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

}  // namespace

fs::path rejected_path(const std::string& file) {
    return (file == "-" ? "stdin" : file) + ".rejected.jsonl";
}

RejectedFile::RejectedFile(fs::path path) : path_(std::move(path)), partial_(path_) {
    partial_ += ".partial";
}

RejectedFile::~RejectedFile() {
    if (!out_.is_open()) return;
    out_.close();
    std::error_code ignored;
    fs::remove(partial_, ignored);
}

Result<void> RejectedFile::add(const Refusal& refusal) {
    if (!out_.is_open()) out_.open(partial_, std::ios::binary | std::ios::trunc);
    if (!out_) return unwritable();
    const bool whole = refusal.first && refusal.last;
    if (refusal.first) begin_row(refusal);
    if (whole && refusal.text.size() <= longest_line && is_utf8(refusal.text)) {
        out_ << "\"row\":" << json_text(refusal.text) << "}\n";
    } else {
        if (refusal.first) out_ << "\"row_base64\":\"";
        add_base64(refusal.text, refusal.last);
        if (refusal.last) out_ << "\"}\n";
    }
    if (!out_) return unwritable();
    return {};
}

void RejectedFile::begin_row(const Refusal& refusal) {
    out_ << "{\"line\":" << refusal.line << ",\"reason\":" << json_text(refusal.reason.sentence)
         << ',';
}

// Base64 goes by three bytes: what does not make three waits for the next piece.
void RejectedFile::add_base64(std::string_view bytes, bool last) {
    held_back_ += bytes;
    const auto size = last ? held_back_.size() : held_back_.size() / 3 * 3;
    out_ << base64(std::string_view{held_back_}.substr(0, size));
    held_back_.erase(0, size);
}

Result<void> RejectedFile::finish() {
    std::error_code trouble;
    if (empty()) {
        fs::remove(path_, trouble);
        if (trouble) return unwritable();
        return {};
    }
    out_.close();
    if (!out_) return unwritable();
    fs::rename(partial_, path_, trouble);
    if (trouble) return unwritable();
    return {};
}

Error RejectedFile::unwritable() const {
    return {events::ErrorCode::unwritable_file,
            "cannot write the refused rows to " + path_.string(), std::strerror(errno),
            "a refused row that is written nowhere would be lost",
            "make room, or allow writing to that folder, then import the file again: what is "
            "already in the log is not added twice"};
}

}  // namespace longstop::cli
