#include "cli/render/rows.hpp"

#include "cli/render/writers.hpp"

namespace longstop::cli {

std::unique_ptr<RowWriter> make_writer(Format format, std::vector<Column> columns, int descriptor,
                                       const TerminalStyle& style) {
    switch (format) {
        case Format::table: return make_table_writer(columns, descriptor, style);
        case Format::json: return make_json_writer(columns, descriptor, JsonLayout::document);
        case Format::jsonl: return make_json_writer(columns, descriptor, JsonLayout::lines);
        case Format::csv: break;
    }
    return make_csv_writer(columns, descriptor, style);
}

}  // namespace longstop::cli
