// Cuts a file into chunks of parsed rows, in constant memory. No thread here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "cli/import/chunk.hpp"
#include "cli/import/csv_reader.hpp"
#include "cli/import/json_row.hpp"
#include "cli/import/text_input.hpp"
#include "cli/import/validate.hpp"

namespace longstop::cli {

enum class FileFormat { jsonl, csv };

class ChunkReader {
  public:
    // `default_source` and this reader must outlive the events.
    ChunkReader(Input input, FileFormat format, std::string_view default_source);

    // Fills `chunk` with the next rows; false when the file has been read to its end.
    events::Result<bool> fill(Chunk& chunk);
    log::Digest digest() { return input_.digest(); }  // of the file's bytes, once, at its end
    TextInput& input() { return input_; }
    // How the file was read where it is not as `export` writes it: "semicolons between cells".
    std::string read_as() const;

  private:
    events::Result<void> fill_text(Chunk& chunk);
    void skip_byte_order_mark();
    events::Result<void> take_header(Chunk& chunk);
    bool take_row(Chunk& chunk);
    bool take_blank_line();
    bool take_long_line(Chunk& chunk);
    bool take_json(Chunk& chunk);
    bool take_csv(Chunk& chunk);
    void judge(Chunk& chunk, std::string_view text);
    void refuse(Chunk& chunk, Reason reason, std::string_view text);

    TextInput input_;
    FileFormat format_;
    JsonRow json_;
    CsvReader csv_;
    Validator validator_;

    std::string carry_;      // the part of a row that the last chunk ended in
    std::string_view rest_;  // of the chunk at hand, not yet taken
    bool started_ = false;
    bool has_header_ = false;
    bool at_end_ = false;        // `rest_` ends where the file ends
    bool in_long_line_ = false;  // the file goes on in the middle of a refused line
    std::uint64_t line_ = 1;     // the number of the line at the front of `rest_`
    RowFields fields_;
};

}  // namespace longstop::cli
