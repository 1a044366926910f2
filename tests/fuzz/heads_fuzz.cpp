// The text of HEADS: what is read is written again byte for byte.
#include "engine/log/format/checkpoint.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::log;

void fuzz(std::string_view bytes) {
    const std::string text{bytes};
    if (const auto checkpoint = parse_checkpoint(text)) promise(to_text(*checkpoint) == text);
}
