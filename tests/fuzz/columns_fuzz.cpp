// The columns of a block: what is read is written and read again the same, in no more bytes than
// the values take, and a block of another number of entries is refused.
#include "engine/log/format/columns.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::log;

void fuzz(std::string_view bytes) {
    const auto count = count_of_columns(bytes);
    // A column of one value takes nine bytes however many entries have it: a block of millions is
    // well formed, and only slow here.
    if (!count || *count > 4096) return;
    std::vector<Header> headers;
    const bool read = decode_columns(bytes, *count, headers);
    std::vector<Header> none;
    promise(!decode_columns(bytes, std::uint64_t{*count} + 1, none) && none.empty());
    if (!read) return;
    promise(headers.size() == *count);
    if (headers.empty()) return;
    const auto written = encode_columns(headers);
    std::vector<Header> again;
    promise(decode_columns(written, headers.size(), again) && again == headers);
}
