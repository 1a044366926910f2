// Whether the tests are built with AddressSanitizer or ThreadSanitizer, under which everything
// takes some ten times as long, and memory is the sanitizer's.
#pragma once

namespace longstop::tests {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif
#else
constexpr bool sanitized = false;
#endif

}  // namespace longstop::tests
