// The bytes of an entry in the log. docs/log-format.md is the twin of this file.
#pragma once

#include <string>
#include <string_view>

#include "events/event.hpp"
#include "events/result.hpp"

namespace longstop::events {

// Appends the record of `entry` to `out`. The position and the authority are not in the record:
// the block that holds it says them.
void encode(const Entry& entry, std::string& out);

// Reads one record. The texts of the result are views into `bytes`. Bytes after the last field
// belong to later versions of the format and are passed over; anything else that does not fit
// is an error, and no length read from `bytes` is trusted before it has been checked.
Result<Entry> decode(std::string_view bytes);

// The part of a record that two rows with one id must share to be the same row: type, legal date,
// case, actor, the source's own recorded_at, and every field.
std::string content_bytes(const Event& event);
bool same_content(const Event& a, const Event& b);  // without making the bytes

}  // namespace longstop::events
