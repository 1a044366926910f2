// The text of HEADS: what is read is written, and read again is the same.
#include "engine/log/heads_file.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::log;

void fuzz(std::string_view bytes) {
    const auto closed = parse_closed(std::string{bytes});
    if (!closed) return;
    const auto again = parse_closed(to_text(*closed));
    promise(again && again->wal == closed->wal && again->cleanly == closed->cleanly);
    promise(again->heads == closed->heads);
}
