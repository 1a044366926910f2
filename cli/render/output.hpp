// Text on its way to a file descriptor, gathered so that a row costs no system call.
#pragma once

#include <string>
#include <string_view>

namespace longstop::cli {

// Writers append to text() and call row_done() after each row; memory is one block and one row.
class Output {
  public:
    explicit Output(int descriptor);

    std::string& text() { return text_; }
    bool row_done() { return text_.size() < block ? !failed_ : flush(); }

    // Writes what is gathered. After the first failure (a closed pipe, a full disk) nothing more is
    // written and every answer is false.
    bool flush();

  private:
    static constexpr std::size_t block = std::size_t{64} * 1024;  // what a pipe takes at once

    int descriptor_;
    bool failed_ = false;
    std::string text_;
};

// Standard output, at once; false when that failed, now or before. No control letter but line feeds
// gets out, nor a mark that turns what stands around it: file names, stores' names and texts of
// rows stand in messages.
bool print(std::string_view text);
bool print_bytes(std::string_view bytes);  // colours, or a file's format, whose texts are safe
// The error number of the first write to standard output that failed; 0: none did.
int output_failure();

// The same for standard error: what cannot be told there is told nowhere, and changes nothing.
void tell(std::string_view text);
void tell_bytes(std::string_view bytes);

}  // namespace longstop::cli
