// What the fuzz targets share. libFuzzer makes up bytes; a target reads them as the program would
// and holds what comes out against what the reader promises.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <source_location>
#include <string_view>

// Ends the run where a promise is broken; libFuzzer keeps the input that broke it.
inline void promise(bool kept, std::source_location at = std::source_location::current()) {
    if (kept) return;
    std::fprintf(stderr, "%s:%u: a promise is broken\n", at.file_name(), at.line());
    std::abort();
}

void fuzz(std::string_view bytes);  // each target has its own

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz({reinterpret_cast<const char*>(data), size});
    return 0;
}
