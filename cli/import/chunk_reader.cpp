#include "cli/import/chunk_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "cli/import/utf8.hpp"

namespace longstop::cli {

using events::Result;

ChunkReader::ChunkReader(Input input, FileFormat format, std::string_view default_source)
    : input_(std::move(input), format == FileFormat::csv),
      format_(format),
      validator_(default_source) {}

Result<bool> ChunkReader::fill(Chunk& chunk) {
    chunk.clear();
    if (auto done = fill_text(chunk); !done) return done.error();
    if (!started_) skip_byte_order_mark();
    started_ = true;
    if (format_ == FileFormat::csv && !has_header_) {
        if (auto done = take_header(chunk); !done) return done.error();
    }
    while (chunk.rows < Chunk::most_rows && chunk.content < Chunk::most_content &&
           take_row(chunk)) {
    }
    carry_.assign(rest_);
    chunk.bytes_done =
        input_.bytes_read() - std::min<std::uint64_t>(carry_.size(), input_.bytes_read());
    return !at_end_ || !rest_.empty() || chunk.rows > 0 || !chunk.refusals.empty();
}

// The carried part and what follows it in the file, up to the chunk's capacity.
Result<void> ChunkReader::fill_text(Chunk& chunk) {
    auto* text = chunk.text.get();
    std::memcpy(text, carry_.data(), carry_.size());
    std::size_t size = carry_.size();
    if (!at_end_) {
        const auto wanted = Chunk::capacity - size;
        const auto got = input_.fill(text + size, wanted);
        if (!got) return got.error();
        at_end_ = *got < wanted;
        size += *got;
    }
    rest_ = {text, size};
    return {};
}

void ChunkReader::skip_byte_order_mark() {
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
}

Result<void> ChunkReader::take_header(Chunk& chunk) {
    while (take_blank_line()) {
    }
    const auto header = csv_.take_header(rest_, at_end_, chunk.arena);
    if (!header) return header.error();
    rest_.remove_prefix(header->bytes);
    line_ += header->lines;
    has_header_ = true;
    return {};
}

// Takes one row, or one blank line, off the front; false when the chunk holds no more whole ones.
bool ChunkReader::take_row(Chunk& chunk) {
    if (in_long_line_) return take_long_line(chunk);
    if (take_blank_line()) return true;
    if (rest_.empty()) return false;
    // The longest line, and its end.
    const auto window = rest_.substr(0, longest_line + 2);
    const auto feed = window.find('\n');
    const bool whole = feed != std::string_view::npos || (at_end_ && window == rest_);
    if (!whole && window.size() < longest_line + 2) return false;
    auto line = window.substr(0, feed);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!whole || line.size() > longest_line) return take_long_line(chunk);
    return format_ == FileFormat::csv ? take_csv(chunk) : take_json(chunk);
}

bool ChunkReader::take_blank_line() {
    const auto begin = rest_.find_first_not_of(" \t\v\f\r");
    if (begin == std::string_view::npos) {
        // White space without an end: the rest of the file, or to be judged with what follows.
        if (at_end_) rest_ = {};
        return false;
    }
    if (rest_[begin] != '\n') return false;
    rest_.remove_prefix(begin + 1);
    ++line_;
    return true;
}

// A line beyond the longest is refused, and its text passed on piece by piece, never held whole.
bool ChunkReader::take_long_line(Chunk& chunk) {
    const auto feed = rest_.find('\n');
    const bool ends = feed != std::string_view::npos || at_end_;
    const auto piece = rest_.substr(0, feed);
    if (!ends && piece.empty()) return false;
    chunk.refusals.push_back({line_, reason_for(Why::line_too_long), piece, !in_long_line_, ends});
    if (!in_long_line_) ++chunk.rows;
    rest_.remove_prefix(feed == std::string_view::npos ? piece.size() : feed + 1);
    in_long_line_ = !ends;
    if (ends) ++line_;
    return ends;
}

bool ChunkReader::take_json(Chunk& chunk) {
    const auto feed = rest_.find('\n');
    auto text = rest_.substr(0, feed);
    const auto bytes = feed == std::string_view::npos ? rest_.size() : feed + 1;
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (auto reason = json_.read(text, chunk.arena, fields_)) {
        refuse(chunk, std::move(*reason), text);
    } else {
        judge(chunk, text);
    }
    rest_.remove_prefix(bytes);
    ++line_;
    return true;
}

bool ChunkReader::take_csv(Chunk& chunk) {
    auto taken = csv_.take(rest_, at_end_, chunk.arena, fields_);
    if (taken.what == CsvTaken::What::need_more) return false;
    if (taken.what == CsvTaken::What::refused) {
        refuse(chunk, std::move(taken.reason), taken.text);
    } else if (taken.what == CsvTaken::What::record) {
        judge(chunk, taken.text);
    }
    rest_.remove_prefix(taken.bytes);
    line_ += taken.lines;
    return true;
}

std::string ChunkReader::read_as() const {
    std::string text;
    const auto add = [&](std::string_view what) {
        text += text.empty() ? "" : ", ";
        text += what;
    };
    if (input_.encoding() != Encoding::utf8) add(encoding_name(input_.encoding()));
    if (format_ != FileFormat::csv) return text;
    if (const auto between = csv_.between_cells(); !between.empty()) add(between);
    if (csv_.renamed()) add("a header in other letters");
    return text;
}

void ChunkReader::judge(Chunk& chunk, std::string_view text) {
    auto& event = chunk.events.emplace_back();
    if (auto reason = validator_.judge(fields_, event)) {
        chunk.events.pop_back();
        refuse(chunk, std::move(*reason), text);
        return;
    }
    chunk.places.push_back({line_, text});
    chunk.content += content_size(event) + event.fields.size() * sizeof(events::FieldValue);
    ++chunk.rows;
}

void ChunkReader::refuse(Chunk& chunk, Reason reason, std::string_view text) {
    chunk.refusals.push_back({line_, std::move(reason), text, true, true});
    ++chunk.rows;
}

}  // namespace longstop::cli
