#include "cli/import/text_input.hpp"

#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "cli/render/text_width.hpp"
#include "events/invariant.hpp"

namespace longstop::cli {
namespace {

using events::Result;

constexpr std::size_t sample_size = std::size_t{1} << 20U;
constexpr std::array<std::string_view, 4> names{"UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252"};

// Whether there are bytes that no UTF-8 has, and no character beyond ASCII that it has.
bool is_of_one_byte_each(std::string_view bytes) {
    bool bad = false;
    // A character cut in two at the end of the sample is not looked at.
    while (bytes.size() > 4) {
        const auto plain = std::find_if(bytes.begin(), bytes.end(), [](char c) {
            return static_cast<unsigned char>(c) >= 0x80;
        });
        bytes.remove_prefix(static_cast<std::size_t>(plain - bytes.begin()));
        if (bytes.size() <= 4) break;
        const auto glyph = first_glyph(bytes);
        if (!glyph.bad) return false;
        bad = true;
        bytes.remove_prefix(1);
    }
    return bad || std::any_of(bytes.begin(), bytes.end(),
                              [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

}  // namespace

std::string_view encoding_name(Encoding encoding) {
    return names[static_cast<std::size_t>(encoding)];
}

Encoding encoding_of(std::string_view first_bytes, bool or_windows) {
    if (first_bytes.starts_with("\xFF\xFE")) return Encoding::utf16_little_endian;
    if (first_bytes.starts_with("\xFE\xFF")) return Encoding::utf16_big_endian;
    if (!or_windows || first_bytes.starts_with("\xEF\xBB\xBF")) return Encoding::utf8;
    return is_of_one_byte_each(first_bytes) ? Encoding::windows_1252 : Encoding::utf8;
}

// ICU's converters from the file's encoding to UTF-8, and the bytes between.
class TextInput::Converter {
  public:
    explicit Converter(Encoding encoding) {
        UErrorCode status = U_ZERO_ERROR;
        from_.reset(ucnv_open(std::string{encoding_name(encoding)}.c_str(), &status));
        to_.reset(ucnv_open("UTF-8", &status));
        // What is no character of the encoding is told, and never made another.
        if (U_SUCCESS(status)) {
            ucnv_setToUCallBack(from_.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                                &status);
        }
        events::invariant(U_SUCCESS(status) != 0, "ICU knows the encodings of files");
    }

    // Converts what was read; false where it is not of the encoding. `at_end`: nothing follows.
    bool convert(char*& to, const char* to_end, bool at_end) {
        UErrorCode status = U_ZERO_ERROR;
        const char* from = bytes_.data() + taken_;
        ucnv_convertEx(to_.get(), from_.get(), &to, to_end, &from, bytes_.data() + filled_,
                       pivot_.data(), &pivot_source_, &pivot_target_, pivot_.data() + pivot_.size(),
                       fresh_ ? 1 : 0, at_end ? 1 : 0, &status);
        fresh_ = false;
        taken_ = static_cast<std::size_t>(from - bytes_.data());
        return U_SUCCESS(status) || status == U_BUFFER_OVERFLOW_ERROR;
    }
    bool is_empty() const { return taken_ == filled_; }
    template <class Read>
    Result<bool> refill(Read read) {
        taken_ = filled_ = 0;
        const auto got = read(bytes_.data(), bytes_.size());
        if (!got) return got.error();
        filled_ = *got;
        return filled_ < bytes_.size();
    }

  private:
    struct Close {
        void operator()(UConverter* converter) const { ucnv_close(converter); }
    };
    std::unique_ptr<UConverter, Close> from_;
    std::unique_ptr<UConverter, Close> to_;
    std::array<char, 65536> bytes_{};
    std::size_t taken_ = 0;
    std::size_t filled_ = 0;
    std::array<UChar, 4096> pivot_{};
    UChar* pivot_source_ = pivot_.data();
    UChar* pivot_target_ = pivot_.data();
    bool fresh_ = true;
};

TextInput::TextInput(Input input, bool or_windows)
    : input_(std::move(input)), or_windows_(or_windows) {}
TextInput::~TextInput() = default;

// The bytes of the file: first those that were looked at.
Result<std::size_t> TextInput::read(char* to, std::size_t size) {
    const auto held = std::min(size, sample_.size());
    std::memcpy(to, sample_.data(), held);
    sample_.erase(0, held);
    if (held == size) return size;
    const auto got = input_.fill(to + held, size - held);
    if (!got) return got.error();
    sha256_.add({to + held, *got});
    bytes_read_ += *got;
    return held + *got;
}

Result<void> TextInput::begin() {
    begun_ = true;
    sample_.resize(sample_size);
    const auto got = input_.fill(sample_.data(), sample_.size());
    if (!got) return got.error();
    sample_.resize(*got);
    sha256_.add(sample_);
    bytes_read_ = *got;
    encoding_ = encoding_of(sample_, or_windows_);
    if (encoding_ == Encoding::utf8) return {};
    if (encoding_ != Encoding::windows_1252) sample_.erase(0, 2);  // the byte order mark
    converter_ = std::make_unique<Converter>(encoding_);
    return {};
}

Result<std::size_t> TextInput::fill(char* to, std::size_t size) {
    if (!begun_) {
        if (auto done = begin(); !done) return done.error();
    }
    if (!converter_) return read(to, size);
    char* end = to;
    bool at_end = false;
    while (end < to + size) {
        if (converter_->is_empty() && !at_end) {
            const auto last =
                converter_->refill([this](char* at, std::size_t room) { return read(at, room); });
            if (!last) return last.error();
            at_end = *last;
        }
        const auto* before = end;
        if (!converter_->convert(end, to + size, at_end)) {
            return events::Error{events::ErrorCode::bad_file, "cannot read the file",
                                 "it begins as " + std::string{encoding_name(encoding_)} +
                                     ", and holds bytes that are none",
                                 "a text that cannot be read is not guessed",
                                 "save it as CSV in UTF-8"};
        }
        if (at_end && converter_->is_empty() && end == before) break;
    }
    return static_cast<std::size_t>(end - to);
}

}  // namespace longstop::cli
