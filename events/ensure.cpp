#include "events/ensure.hpp"

#include <cstdio>
#include <cstdlib>

namespace longstop::events {

void promise_broken(const char* promise, const std::source_location& where) {
    std::fprintf(stderr, "longstop is wrong: it does not hold that %s (%s:%u)\n", promise,
                 where.file_name(), static_cast<unsigned>(where.line()));
    std::abort();
}

}  // namespace longstop::events
