// A whole file, JSON Lines or CSV by its first byte: every row is taken in or refused, whole, in
// the order of the file, with its line; nothing of the file is passed over but blank space and rows
// of empty cells. Whatever the encoding, it is read alike in one piece and in many.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "cli/import/chunk_reader.hpp"
#include "cli/import/utf8.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::cli;

namespace {

struct Piece {
    std::uint64_t line;
    std::string_view text;
};

std::vector<Piece> pieces_of(const Chunk& chunk) {
    std::vector<Piece> pieces;
    for (const auto& place : chunk.places) pieces.push_back({place.line, place.text});
    for (const auto& refusal : chunk.refusals) pieces.push_back({refusal.line, refusal.text});
    std::sort(pieces.begin(), pieces.end(),
              [](const auto& a, const auto& b) { return a.text.data() < b.text.data(); });
    return pieces;
}

// What may be passed over: of CSV, rows whose cells hold nothing.
bool is_nothing(std::string_view text, bool csv) {
    return csv ? text.find_first_not_of(" \t\v\f\r\n,;|\"") == std::string_view::npos
               : is_blank(text);
}

// The whole text of the file, read so many bytes at a time; nothing where it cannot be read.
std::optional<std::string> text_of(const std::string& file, bool csv, std::size_t piece) {
    auto input = Input::open(file);
    promise(input.has_value());
    TextInput reader(std::move(*input), csv);
    std::string text;
    for (;;) {
        const auto before = text.size();
        text.resize(before + piece);
        const auto got = reader.fill(text.data() + before, piece);
        if (!got) return std::nullopt;
        text.resize(before + *got);
        if (*got < piece) return text;
    }
}

// `text` is the file; the views of the pieces look into it.
void covers(std::string_view text, const std::vector<Piece>& pieces, bool has_header) {
    const char* done = text.data();
    for (const auto& piece : pieces) {
        const std::string_view before{text.data(),
                                      static_cast<std::size_t>(piece.text.data() - text.data())};
        const auto feeds = std::count(before.begin(), before.end(), '\n');
        promise(piece.line == static_cast<std::uint64_t>(feeds) + 1);
        promise(piece.text.data() >= done);
        const bool first_with_header = has_header && done == text.data();
        promise(first_with_header ||
                is_nothing({done, static_cast<std::size_t>(piece.text.data() - done)}, has_header));
        done = piece.text.data() + piece.text.size();
    }
    if (!pieces.empty()) {
        promise(is_nothing({done, static_cast<std::size_t>(text.data() + text.size() - done)},
                           has_header));
    }
}

}  // namespace

void fuzz(std::string_view bytes) {
    if (bytes.empty()) return;
    const auto format = (bytes.front() & 1) != 0 ? FileFormat::csv : FileFormat::jsonl;
    bytes.remove_prefix(1);
    static const int file = ::memfd_create("rows", MFD_CLOEXEC);
    static const auto name = "/proc/self/fd/" + std::to_string(file);
    static Chunk chunk;
    promise(::ftruncate(file, 0) == 0);
    promise(::pwrite(file, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()));
    auto input = Input::open(name);
    promise(input.has_value());
    ChunkReader reader(std::move(*input), format, "source");
    const auto more = reader.fill(chunk);
    const bool csv = format == FileFormat::csv;
    const auto whole = text_of(name, csv, std::size_t{1} << 20U);
    promise(whole == text_of(name, csv, 7));
    const bool converted = reader.input().encoding() != Encoding::utf8;
    promise(converted ? !whole || is_utf8(*whole) : whole == bytes);
    if (!more) {
        promise(csv || converted);  // a header that cannot be read, or half a character
        return;
    }
    const bool marked = whole->starts_with("\xEF\xBB\xBF");
    const std::string_view text{chunk.text.get() + (marked ? 3 : 0),
                                whole->size() - (marked ? 3 : 0)};
    promise(chunk.events.size() == chunk.places.size());
    promise(chunk.rows == chunk.events.size() + chunk.refusals.size());
    covers(text, pieces_of(chunk), format == FileFormat::csv);
}
