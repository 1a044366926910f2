#include "cli/import/json_row.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <functional>

#include "cli/import/utf8.hpp"

namespace longstop::cli {
namespace {

namespace json = boost::json;
using json::error_code;
using Text = json::string_view;

std::string_view view(Text text) { return {text.data(), text.size()}; }

// What the parser calls. The texts go straight from the line into the row: no tree is built.
class RowHandler {
  public:
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    void begin(std::string_view line, TextArena& arena, RowFields& fields) {
        line_ = line;
        arena_ = &arena;
        fields_ = &fields;
        fields.clear();
        reason_.reset();
        in_object_ = false;
        in_parts_ = false;
    }
    std::optional<Reason>& reason() { return reason_; }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }

    bool on_object_begin(error_code& ec) {
        if (in_object_) return refuse(Why::value_is_object, {}, ec);
        return in_object_ = true;
    }
    bool on_object_end(std::size_t, error_code& ec) { return names_differ(ec); }
    bool on_array_begin(error_code& ec) { return refuse(Why::value_is_list, {}, ec); }
    bool on_array_end(std::size_t, error_code&) { return true; }

    bool on_key_part(Text part, std::size_t, error_code&) { return add_part(part); }
    bool on_key(Text last, std::size_t, error_code& ec) {
        const auto name = whole(last);
        // A row of a few fields is checked name by name; a long one once, sorted, at its end.
        if (fields_->size() < few) {
            for (const auto& field : *fields_) {
                if (field.name == name) return repeated(name, ec);
            }
        }
        fields_->push_back({name, {}});
        return true;
    }
    bool on_string_part(Text part, std::size_t, error_code&) { return add_part(part); }
    bool on_string(Text last, std::size_t, error_code& ec) { return value(last, ec); }
    bool on_number_part(Text part, error_code&) { return add_part(part); }
    bool on_int64(std::int64_t, Text last, error_code& ec) { return value(last, ec); }
    bool on_uint64(std::uint64_t, Text last, error_code& ec) { return value(last, ec); }
    bool on_double(double, Text last, error_code& ec) { return value(last, ec); }
    bool on_bool(bool b, error_code& ec) {
        return refuse(Why::value_is_boolean, b ? "true" : "false", ec);
    }
    bool on_null(error_code& ec) { return in_object_ || refuse(Why::not_an_object, {}, ec); }
    bool on_comment_part(Text, error_code&) { return true; }
    bool on_comment(Text, error_code&) { return true; }

  private:
    static constexpr std::size_t few = 32;

    bool add_part(Text part) {
        if (!in_parts_) parts_from_ = arena_->mark();
        in_parts_ = true;
        arena_->add(view(part));
        return true;
    }
    // The parser hands out views into the line and into a buffer on its stack, where it puts what
    // its escapes stand for.
    bool is_in_line(Text text) const {
        const std::less_equal<> no_later;
        return no_later(line_.data(), text.data()) &&
               no_later(text.data() + text.size(), line_.data() + line_.size());
    }
    // The whole text: in the line itself, else in the arena.
    std::string_view whole(Text last) {
        if (!in_parts_) return is_in_line(last) ? view(last) : arena_->add(view(last));
        in_parts_ = false;
        arena_->add(view(last));
        return arena_->since(parts_from_);
    }
    bool value(Text last, error_code& ec) {
        if (!in_object_) return refuse(Why::not_an_object, {}, ec);
        fields_->back().text = whole(last);
        return true;
    }
    bool refuse(Why why, std::string_view found, error_code& ec) {
        const auto field = fields_->empty() ? std::string_view{} : fields_->back().name;
        reason_ = reason_for(in_object_ ? why : Why::not_an_object, {field, found, {}});
        return fail(ec);
    }
    bool repeated(std::string_view name, error_code& ec) {
        reason_ = reason_for(Why::repeated_field, {name, {}, {}});
        return fail(ec);
    }
    bool names_differ(error_code& ec) {
        if (fields_->size() <= few) return true;
        names_.clear();
        for (const auto& field : *fields_) names_.push_back(field.name);
        std::sort(names_.begin(), names_.end());
        const auto twice = std::adjacent_find(names_.begin(), names_.end());
        return twice == names_.end() || repeated(*twice, ec);
    }
    static bool fail(error_code& ec) {
        ec = json::error::syntax;  // any error stops the parser; the reason is ours
        return false;
    }

    std::string_view line_;  // the caller's, while `read` runs
    TextArena* arena_ = nullptr;
    RowFields* fields_ = nullptr;
    std::optional<Reason> reason_;
    bool in_object_ = false;
    bool in_parts_ = false;
    std::size_t parts_from_ = 0;
    std::vector<std::string_view> names_;  // of `fields_`, while a long row is checked
};

constexpr json::parse_options strict{2, false, false, false};  // deeper than 2 never matters

}  // namespace

class JsonRow::Parser {
  public:
    json::basic_parser<RowHandler> sax{strict};
};

JsonRow::JsonRow() : parser_(std::make_unique<Parser>()) {}
JsonRow::~JsonRow() = default;

std::optional<Reason> JsonRow::read(std::string_view line, TextArena& arena, RowFields& fields) {
    auto& sax = parser_->sax;
    sax.reset();
    sax.handler().begin(line, arena, fields);
    error_code ec;
    const auto used = sax.write_some(false, line.data(), line.size(), ec);
    if (!ec && used == line.size()) return std::nullopt;
    if (sax.handler().reason()) return std::move(sax.handler().reason());
    if (!is_utf8(line)) return reason_for(Why::not_utf8);
    const auto what = ec ? ec.message() : std::string{"more follows the object"};
    return reason_for(Why::not_json, {{}, {}, what});
}

}  // namespace longstop::cli
