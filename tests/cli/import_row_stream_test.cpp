#include <catch2/catch.hpp>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include "cli/import/chunk.hpp"
#include "cli/import/row_stream.hpp"
#include "tests/cli/import_support.hpp"

namespace longstop::cli {
namespace {

using tests::Folder;

std::string good_row(const std::string& id) {
    return R"({"la":"330","case":"A1","type":"note","date":"2025-01-13","text":"x","id":")" + id +
           "\"}";
}

// Everything a stream says, copied out of its chunks.
struct Streamed {
    std::vector<std::uint64_t> good_lines;
    std::vector<std::string> ids;
    std::vector<std::uint64_t> bad_lines;
    std::vector<std::string> bad_texts;
    std::uint64_t rows = 0, bytes_done = 0, chunks = 0;
    std::string sha256, error;

    explicit Streamed(const std::string& file, FileFormat format = FileFormat::jsonl) {
        const auto stream = RowStream::open(file, format, "source");
        REQUIRE(stream.has_value());
        for (;;) {
            const auto chunk = (*stream)->next();
            if (!chunk) {
                error = chunk.error().found;
                return;
            }
            if (*chunk == nullptr) break;
            take(**chunk);
        }
        sha256 = log::to_hex((*stream)->digest());
    }
    void take(const Chunk& chunk) {
        ++chunks;
        rows += chunk.rows;
        bytes_done = chunk.bytes_done;
        for (const auto& event : chunk.events) ids.emplace_back(event.id);
        for (const auto& place : chunk.places) good_lines.push_back(place.line);
        for (const auto& refusal : chunk.refusals) {
            if (refusal.first) {
                bad_lines.push_back(refusal.line);
                bad_texts.emplace_back();
            }
            bad_texts.back() += refusal.text;
        }
    }
};

using Lines = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("import: blank lines are passed over and counted in the line numbers") {
    const Folder folder;
    const Streamed read(
        folder.write("a", "\n" + good_row("1") + "\n  \t\r\n\r\n" + good_row("2") + "\nbad\n   "));
    CHECK(read.good_lines == Lines{2, 5});
    CHECK(read.bad_lines == Lines{6});
    CHECK(read.bad_texts == std::vector<std::string>{"bad"});
    CHECK(read.rows == 3);
}

TEST_CASE("import: a byte order mark, CRLF and a missing last newline are tolerated") {
    const Folder folder;
    const Streamed read(folder.write("a", "\xEF\xBB\xBF" + good_row("1") + "\r\n" + good_row("2")));
    CHECK(read.ids == std::vector<std::string>{"1", "2"});
    CHECK(read.bad_lines.empty());
    const std::string cells =
        "\xEF\xBB\xBFla,case,type,date,text,id\r\n\r\n"
        "330,A1,note,2025-01-13,x,9\r\n"
        "330,A1,note,2025-01-13,\"x\ny\",10";
    const Streamed csv(folder.write("b.csv", cells), FileFormat::csv);
    CHECK(csv.ids == std::vector<std::string>{"9", "10"});
    CHECK(csv.good_lines == Lines{3, 4});
}

TEST_CASE("import: an empty file has no rows") {
    const Folder folder;
    for (const auto* text : {"", "\n", "\xEF\xBB\xBF", "  \n \n"}) {
        const Streamed read(folder.write("a", text));
        CHECK(read.rows == 0);
        CHECK(read.error.empty());
    }
    CHECK(Streamed(folder.write("b", "\n"), FileFormat::csv).error == "the file has no header row");
}

TEST_CASE("import: the hash is that of the file's bytes") {
    const Folder folder;
    const std::string text = "\xEF\xBB\xBF" + good_row("1") + "\r\n\n junk";
    const Streamed read(folder.write("a", text));
    CHECK(read.sha256 == log::to_hex(log::sha256({text})));
    CHECK(read.bytes_done == text.size());
}

TEST_CASE("import: a file of many chunks loses and repeats no row at their edges", "[threads]") {
    const Folder folder;
    for (const auto format : {FileFormat::jsonl, FileFormat::csv}) {
        const bool is_csv = format == FileFormat::csv;
        std::string text = is_csv ? "la,case,type,date,text,id\n" : "";
        const std::size_t count = 7 * Chunk::most_rows / 2;
        for (std::size_t i = 0; i < count; ++i) {
            const auto id = std::to_string(i) + std::string(i % 97, '.');
            text += is_csv ? "330,A1,note,2025-01-13,\"a\nb\"," + id : good_row(id);
            text += i % 3 == 0 ? "\r\n" : "\n";
        }
        const Streamed read(folder.write("a", text), format);
        CHECK(read.chunks > 3);
        CHECK(read.bad_lines.empty());
        REQUIRE(read.ids.size() == count);
        bool in_order = true;
        for (std::size_t i = 0; i < count; ++i) {
            in_order = in_order && read.ids[i] == std::to_string(i) + std::string(i % 97, '.');
        }
        CHECK(in_order);
        CHECK(read.bytes_done == text.size());
    }
}

TEST_CASE("import: lines of one byte do not fill the memory with rows", "[threads]") {
    const Folder folder;
    std::string text;
    const std::size_t count = 2 * Chunk::most_rows;
    for (std::size_t i = 0; i < count; ++i) text += "x\n";
    const Streamed read(folder.write("a", text));
    CHECK(read.chunks >= 2);
    CHECK(read.rows == count);
    CHECK(read.bad_lines.back() == count);
}

TEST_CASE("import: a wide header on short rows does not fill the memory", "[threads]") {
    const Folder folder;
    std::string text = "la,case,type,date,text";
    std::string row = "330,A,note,2025-01-13,x";
    for (int i = 0; i < 60; ++i) {
        text += "," + std::string(1000, static_cast<char>('A' + i));
        row += ",y";
    }
    text += '\n';
    for (int i = 0; i < 5000; ++i) text += row + "\n";  // as records, 300 MB
    const auto stream = RowStream::open(folder.write("a.csv", text), FileFormat::csv, "s");
    REQUIRE(stream.has_value());
    std::size_t rows = 0;
    for (;;) {
        const auto chunk = (*stream)->next();
        REQUIRE(chunk.has_value());
        if (*chunk == nullptr) break;
        std::size_t size = 0;
        for (const auto& event : (*chunk)->events) size += content_size(event);
        CHECK(size < Chunk::most_content + longest_row);
        rows += (*chunk)->events.size();
    }
    CHECK(rows == 5000);
}

TEST_CASE("import: a line of 8 MiB is read, a longer one refused whole, and the next is read") {
    const Folder folder;
    const auto padded = [](std::size_t size) {
        auto row = good_row("long");
        row.insert(row.size() - 1, size - row.size(), ' ');
        return row;
    };
    for (const std::string end : {"\n", "\r\n"}) {
        for (const std::size_t size : {longest_line, longest_line + 1, 2 * longest_line + 7}) {
            for (const bool last : {false, true}) {
                const auto row = padded(size);
                const auto text = good_row("1") + end + row + (last ? "" : end + good_row("2"));
                const Streamed read(folder.write("a", text));
                INFO(size << " " << last);
                const bool fits = size <= longest_line;
                CHECK(read.ids.size() == 1U + (fits ? 1U : 0U) + (last ? 0U : 1U));
                REQUIRE(read.bad_lines == (fits ? Lines{} : Lines{2}));
                if (!fits) CHECK(read.bad_texts[0].substr(0, size) == row);
                if (!fits) CHECK(read.bad_texts[0].size() <= size + 1);
                if (!last) CHECK(read.good_lines.back() == 3);
            }
        }
    }
}

TEST_CASE("import: a stream can be given up while its thread waits for input or for its caller",
          "[threads]") {
    const Folder folder;
    std::string text;
    for (int i = 0; i < 200'000; ++i) text += good_row("1") + "\n";
    const auto file = folder.write("a", text);
    { const auto unread = RowStream::open(file, FileFormat::jsonl, "s"); }
    {
        const auto stream = RowStream::open(file, FileFormat::jsonl, "s");
        CHECK(*(*stream)->next() != nullptr);
    }
    // A pipe that nobody ever writes to.
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const int before = ::dup(STDIN_FILENO);
    ::dup2(ends[0], STDIN_FILENO);
    {
        const auto stream = RowStream::open("-", FileFormat::jsonl, "s");
        CHECK((*stream)->bytes_total() == 0);
    }
    ::dup2(before, STDIN_FILENO);
    for (const int fd : {ends[0], ends[1], before}) ::close(fd);
}

TEST_CASE("import: a file that is not there or is a folder is an error", "[threads]") {
    const Folder folder;
    const auto missing = RowStream::open(folder.write("a", "") + "b", FileFormat::jsonl, "s");
    REQUIRE(missing.has_error());
    CHECK(missing.error().found == "No such file or directory");
    CHECK(RowStream::open("/", FileFormat::jsonl, "s").has_error());
}

}  // namespace longstop::cli
