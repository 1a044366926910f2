// A record of the log: what is read is written again byte for byte, and two events are the same to
// same_content when and only when they have the same content bytes.
#include "events/codec.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::events;

namespace {

// Bytes after the last field belong to later versions and are passed over.
void comes_back(std::string_view bytes, const Entry& entry) {
    std::string again;
    encode(entry, again);
    promise(bytes.starts_with(again));
    promise(decode(again).has_value());
}

void agrees(const Event& a, const Event& b) {
    promise(same_content(a, b) == (content_bytes(a) == content_bytes(b)));
}

}  // namespace

void fuzz(std::string_view bytes) {
    const auto whole = decode(bytes);
    if (!whole) {
        promise(!whole.error().found.empty());
        return;
    }
    comes_back(bytes, *whole);
    agrees(whole->event, whole->event);
    (void)slots_of(whole->event);
    std::string size;
    encode(*whole, size);
    const auto behind = decode(bytes.substr(size.size()));  // a second record, where there is one
    if (behind) agrees(whole->event, behind->event);
}
