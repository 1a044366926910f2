// The language of man pages, man(7).
#pragma once

#include <string>
#include <string_view>

namespace longstop::cli::roff {

// Text that shows as it is: no letter of it is taken for a request, an escape or a typographic
// sign.
std::string text(std::string_view utf8);
std::string bold(std::string_view utf8);
std::string italic(std::string_view utf8);
// Of Markdown in one line: what stands between backticks is bold, of a link the words stay.
std::string markdown(std::string_view line);

// A page as it grows. What it takes is roff, unless it says otherwise.
class Page {
  public:
    // "longstop-breaches", "Longstop 0.1.0"
    Page(std::string_view title, std::string_view source);

    void section(std::string_view heading);
    void paragraph(std::string_view roff);
    void item(std::string_view label, std::string_view roff);
    void as_it_stands(std::string_view utf8);  // lines that are not filled

    const std::string& made() const { return out_; }

  private:
    std::string out_;
    bool fresh_ = false;  // nothing stands below the last heading yet
};

}  // namespace longstop::cli::roff
