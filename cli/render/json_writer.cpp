#include <array>
#include <cassert>

#include "cli/render/output.hpp"
#include "cli/render/text_width.hpp"
#include "cli/render/writers.hpp"

namespace longstop::cli {
namespace {

// Bytes that stand for themselves inside a JSON string, whatever comes before or after them.
constexpr auto plain = [] {
    std::array<bool, 256> table{};
    for (std::size_t c = 0x20; c < 0x7F; ++c) table[c] = c != '"' && c != '\\';
    return table;
}();

std::size_t plain_prefix(std::string_view text) {
    std::size_t n = 0;
    while (n < text.size() && plain[static_cast<unsigned char>(text[n])]) ++n;
    return n;
}

void append_escape(std::string& out, char32_t code) {
    constexpr char hex[] = "0123456789abcdef";
    out += "\\u";
    for (const auto shift : {12U, 8U, 4U, 0U}) out += hex[(code >> shift) & 0xFU];
}

// DEL, C1 and marks of direction need no escape by RFC 8259; they get one because JSON is read in
// terminals too.
void append_special(std::string& out, std::string_view text, const Glyph& glyph) {
    if (glyph.bad) {
        out += "\xEF\xBF\xBD";  // a JSON text must be UTF-8 whatever it was given
        return;
    }
    switch (glyph.code) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default: break;
    }
    if (is_unsafe(glyph.code)) return append_escape(out, glyph.code);
    out.append(text, 0, glyph.length);
}

struct AppendJson {
    std::string& out;
    void operator()(Absent) const {}
    void operator()(Null) const { out += "null"; }
    void operator()(std::int64_t number) const { append_integer(out, number); }
    void operator()(std::string_view text) const { append_json_text(out, text); }
    void operator()(bool yes) const { out += yes ? "true" : "false"; }
    void operator()(RawJson raw) const { out += raw.text; }
    void operator()(Number number) const { out += number.text; }
    void operator()(Plain own) const {
        out += '"';
        out += own.text;
        out += '"';
    }
};

class JsonWriter final : public RowWriter {
  public:
    JsonWriter(const std::vector<Column>& columns, int descriptor, JsonLayout layout)
        : layout_(layout), output_(descriptor) {
        for (const auto& column : columns) {
            std::string key = ",";
            append_json_text(key, column.name);
            keys_.push_back(key + ':');
        }
    }

    void row(std::span<const Cell> cells, Emphasis) override {
        assert(cells.size() == keys_.size());
        std::string& out = output_.text();
        if (layout_ == JsonLayout::document) begin_row(out);
        append_object(out, cells);
        if (layout_ == JsonLayout::lines) out += '\n';
        output_.row_done();
    }

    void foot(std::string_view) override {}
    void not_listed(const NotListed& left_out) override {
        not_listed_ += not_listed_.empty() ? "\n{\"count\":" : ",\n{\"count\":";
        append_integer(not_listed_, static_cast<std::int64_t>(left_out.count));
        not_listed_ += ",\"what\":";
        append_json_text(not_listed_, left_out.what);
        not_listed_ += ",\"how\":";
        append_json_text(not_listed_, left_out.how);
        not_listed_ += '}';
    }
    void basis(std::string json, std::string) override { basis_ = std::move(json); }

    bool finish() override {
        if (layout_ == JsonLayout::document && !finished_) {
            if (!any_) open(output_.text());
            output_.text() += any_ ? "\n]" : "]";
            if (!not_listed_.empty()) output_.text() += ",\n\"not_listed\":[" + not_listed_ + "\n]";
            output_.text() += "}\n";
        }
        finished_ = true;
        return output_.flush();
    }

  private:
    // {"format":2,"basis":{...},"rows":[
    void open(std::string& out) const {
        out += "{\"format\":2,";
        if (!basis_.empty()) out += "\"basis\":" + basis_ + ",\n";
        out += "\"rows\":[";
    }

    void begin_row(std::string& out) {
        if (!any_) open(out);
        out += any_ ? ",\n" : "\n";
        any_ = true;
    }

    // Every key brings its comma; the first one's is then turned into the opening brace.
    void append_object(std::string& out, std::span<const Cell> cells) const {
        const auto start = out.size();
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (std::holds_alternative<Absent>(cells[i])) continue;
            out += keys_[i];
            std::visit(AppendJson{out}, cells[i]);
        }
        if (out.size() == start) {
            out += '{';
        } else {
            out[start] = '{';
        }
        out += '}';
    }

    JsonLayout layout_;
    Output output_;
    std::vector<std::string> keys_;  // ,"la":
    std::string basis_;
    std::string not_listed_;  // the elements
    bool any_ = false;
    bool finished_ = false;
};

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
    out += '"';
    for (;;) {
        const auto run = plain_prefix(text);
        out.append(text, 0, run);
        text.remove_prefix(run);
        if (text.empty()) break;
        const auto glyph = first_glyph(text);
        append_special(out, text, glyph);
        text.remove_prefix(glyph.length);
    }
    out += '"';
}

void append_json_cell(std::string& out, const Cell& cell) { std::visit(AppendJson{out}, cell); }

std::unique_ptr<RowWriter> make_json_writer(const std::vector<Column>& columns, int descriptor,
                                            JsonLayout layout) {
    return std::make_unique<JsonWriter>(columns, descriptor, layout);
}

}  // namespace longstop::cli
