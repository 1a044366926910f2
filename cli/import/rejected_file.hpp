// The refused rows of an import, whole, each with its line number and the reason.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "cli/import/chunk.hpp"
#include "events/result.hpp"

namespace longstop::cli {

// Beside the imported file; for standard input ("-") in the current folder.
std::filesystem::path rejected_path(const std::string& file);

// One JSON object a refused row: {"line":N,"reason":"...","row":"..."}. A row whose bytes are not
// UTF-8 is given as "row_base64"; so is a row longer than a line may be, which passes through in
// pieces, before anybody knows what its last bytes are.
//
// The file takes its name only in `finish`: an import that fails half way leaves the refused rows
// of the run before as they were.
class RejectedFile {
  public:
    explicit RejectedFile(std::filesystem::path path);
    ~RejectedFile();
    RejectedFile(const RejectedFile&) = delete;
    RejectedFile& operator=(const RejectedFile&) = delete;

    events::Result<void> add(const Refusal& refusal);
    // Puts the file in the place of an earlier run's, or, when nothing was refused, removes that.
    events::Result<void> finish();

    bool empty() const { return !out_.is_open(); }
    const std::filesystem::path& path() const { return path_; }

  private:
    events::Error unwritable() const;
    void begin_row(const Refusal& refusal);
    void add_base64(std::string_view bytes, bool last);

    std::filesystem::path path_;
    std::filesystem::path partial_;  // what it is called while it is being written
    std::ofstream out_;
    std::string held_back_;  // bytes of a long row that do not make three yet
};

}  // namespace longstop::cli
