#include "cli/help/roff.hpp"

#include <fmt/format.h>

#include "cli/render/text_width.hpp"

namespace longstop::cli::roff {
namespace {

// ASCII letters that roff or a typesetter would take for something else: a hyphen, curly quotes.
std::string_view escape_of(char32_t letter) {
    switch (letter) {
        case U'\\': return "\\(rs";
        case U'-': return "\\-";
        case U'\'': return "\\(aq";
        case U'"': return "\\(dq";
        case U'`': return "\\(ga";
        case U'^': return "\\(ha";
        case U'~': return "\\(ti";
        default: return {};
    }
}

std::string font(char name, std::string_view utf8) {
    return fmt::format("\\f{}{}\\fR", name, text(utf8));
}

std::string_view up_to(std::string_view line, std::size_t end) { return line.substr(0, end); }

std::string upper(std::string_view ascii) {
    std::string out;
    for (const char c : ascii) out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return out;
}

}  // namespace

std::string text(std::string_view utf8) {
    std::string out;
    bool line_begins = true;
    while (!utf8.empty()) {
        const auto glyph = first_glyph(utf8);
        const auto escape = escape_of(glyph.code);
        if (line_begins && glyph.code == U'.') out += "\\&";  // no request
        if (!escape.empty()) {
            out += escape;
        } else if (glyph.code < 0x80) {
            out += utf8.front();
        } else {
            out += fmt::format("\\[u{:04X}]", static_cast<std::uint32_t>(glyph.code));
        }
        line_begins = glyph.code == U'\n';
        utf8.remove_prefix(glyph.length);
    }
    return out;
}

std::string bold(std::string_view utf8) { return font('B', utf8); }
std::string italic(std::string_view utf8) { return font('I', utf8); }

std::string markdown(std::string_view line) {
    std::string out;
    while (!line.empty()) {
        const auto at = line.find_first_of("`[");
        out += text(up_to(line, at));
        if (at == std::string_view::npos) break;
        const bool code = line[at] == '`';
        line.remove_prefix(at + 1);
        const auto end = line.find(code ? "`" : "](");
        if (end == std::string_view::npos) {  // a bracket that is no link
            out += code ? text("`") : "[";
            continue;
        }
        out += code ? bold(up_to(line, end)) : text(up_to(line, end));
        line.remove_prefix((code ? end : line.find(')', end)) + 1);
    }
    return out;
}

Page::Page(std::string_view title, std::string_view source)
    : out_(fmt::format(
          ".\\\" Made by longstop help \\-\\-man.\n.TH {} 1 \"\" \"{}\" \"User Commands\"\n",
          text(upper(title)), text(source))) {}

void Page::section(std::string_view heading) {
    out_ += fmt::format(".SH \"{}\"\n", heading);
    fresh_ = true;
}

void Page::paragraph(std::string_view roff) {
    if (!fresh_) out_ += ".PP\n";
    out_ += fmt::format("{}\n", roff);
    fresh_ = false;
}

void Page::item(std::string_view label, std::string_view roff) {
    out_ += fmt::format(".TP\n{}\n{}\n", label, roff);
    fresh_ = false;
}

void Page::as_it_stands(std::string_view utf8) {
    if (!fresh_) out_ += ".PP\n";
    out_ += ".EX\n";
    while (!utf8.empty()) {
        const auto end = utf8.find('\n');
        out_ += text(up_to(utf8, end)) + "\n";
        utf8.remove_prefix(end == std::string_view::npos ? utf8.size() : end + 1);
    }
    out_ += ".EE\n";
    fresh_ = false;
}

}  // namespace longstop::cli::roff
