// The refused rows of an import, whole, each with its line number and the reason.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "cli/import/chunk.hpp"
#include "cli/import/input.hpp"
#include "cli/render/output.hpp"
#include "events/result.hpp"

namespace longstop::cli {

// In `folder`; where that is empty, beside the imported file, and for what is no file on a disk
// ("-", a pipe) in the current folder.
std::filesystem::path rejected_path(const std::string& file, const std::string& folder = {});
bool is_rejected_path(const std::string& file);

// One JSON object a refused row: {"line":N,"reason":"...","row":"..."}. A row whose bytes are not
// UTF-8 is given as "row_base64"; so is a row longer than a line may be, which passes through in
// pieces, before anybody knows what its last bytes are.
//
// The file takes its name only in `finish`: an import that fails half way leaves the refused rows
// of the run before as they were, and, where the file system has files without a name, nothing of
// its own. Only its owner may read it: rows hold what is known of children.
class RejectedFile {
  public:
    // Fails where refused rows could not be written.
    static events::Result<RejectedFile> make(std::filesystem::path path);
    RejectedFile(RejectedFile&&) noexcept = default;
    RejectedFile& operator=(RejectedFile&&) = delete;
    ~RejectedFile();

    events::Result<void> add(const RejectedRow& refusal);
    // Puts the file in the place of an earlier run's; when nothing was refused, removes that, or
    // keeps it where the caller says so.
    events::Result<void> finish(bool keep_earlier = false);

    bool empty() const { return empty_; }
    const std::filesystem::path& path() const { return path_; }

  private:
    RejectedFile(std::filesystem::path path, std::filesystem::path partial, Descriptor file,
                 bool named);
    void begin_row(const RejectedRow& refusal);
    void add_base64(std::string_view bytes, bool last);
    bool name_it();

    std::filesystem::path path_;
    std::filesystem::path partial_;  // what it is called until it is whole, if it needs a name
    Descriptor file_;
    bool named_;  // `partial_` is this file
    bool empty_ = true;
    Output output_;
    std::string held_back_;  // bytes of a long row that do not make three yet
};

}  // namespace longstop::cli
