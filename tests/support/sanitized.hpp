// Whether the tests are built with AddressSanitizer or ThreadSanitizer, under which everything
// takes some ten times as long, and memory is the sanitizer's.
#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LONGSTOP_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define LONGSTOP_SANITIZED 1
#endif
#endif
#ifndef LONGSTOP_SANITIZED
#define LONGSTOP_SANITIZED 0
#endif

namespace longstop::tests {

constexpr bool sanitized = LONGSTOP_SANITIZED == 1;

}  // namespace longstop::tests
