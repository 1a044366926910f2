// The head of a log, and a block of its index: what is read is written again the same.
#include "engine/log/format/head.hpp"
#include "engine/log/format/index_block.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::log;

void fuzz(std::string_view bytes) {
    if (const auto head = decode_head(bytes)) promise(encode_head(*head) == bytes);
    for (const std::uint64_t expected : {bytes.size() / 8, bytes.size() / 32}) {
        std::vector<IdHash> ids;
        if (!decode_index(bytes, expected, ids)) continue;
        promise(ids.size() == expected);
        std::vector<IdHash> again;
        promise(ids.empty() || decode_index(encode_index(ids), expected, again));
        promise(again == ids);
    }
}
