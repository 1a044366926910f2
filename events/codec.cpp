#include "events/codec.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cereal/archives/binary.hpp>
#include <cereal/cereal.hpp>
#include <cstring>

#include "events/field_no.hpp"
#include "events/size.hpp"

namespace longstop::events {
namespace {

static_assert(std::endian::native == std::endian::little,
              "records are little-endian and written as they lie in memory");

constexpr std::uint8_t record_version = 1;

// The fixed part of a record, 16 bytes without padding, one blob for cereal.
struct RecordHead {
    std::uint8_t version;
    std::uint8_t trusted;
    std::uint8_t type;
    std::uint8_t unused;
    std::int32_t date;         // days since 1970-01-01
    std::int64_t recorded_at;  // microseconds since 1970-01-01T00:00:00Z
};
static_assert(sizeof(RecordHead) == 16);

// A cereal archive over the end of a string.
class Writer : public cereal::OutputArchive<Writer, cereal::AllowEmptyClassElision> {
  public:
    explicit Writer(std::string& out) : OutputArchive(this), out_(out) {}
    void saveBinary(const void* data, std::size_t size) {
        out_.append(static_cast<const char*>(data), size);
    }

  private:
    std::string& out_;
};

// A cereal archive over a span of bytes it does not trust. The bytes are decode's caller's: what is
// taken are views of them, good after the reader has gone.
class Reader : public cereal::InputArchive<Reader, cereal::AllowEmptyClassElision> {
  public:
    explicit Reader(std::string_view bytes) : InputArchive(this), bytes_(bytes) {}
    void loadBinary(void* data, std::size_t size) {
        const auto taken = take(size);
        std::memcpy(data, taken.data(), size);
    }
    std::string_view take(std::size_t size) {
        if (size > bytes_.size()) throw cereal::Exception("record ends early");
        const auto taken = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return taken;
    }

  private:
    std::string_view bytes_;
};

template <class T>
    requires std::is_arithmetic_v<T>
void CEREAL_SAVE_FUNCTION_NAME(Writer& out, const T& value) {
    out.saveBinary(&value, sizeof value);
}
template <class T>
    requires std::is_arithmetic_v<T>
void CEREAL_LOAD_FUNCTION_NAME(Reader& in, T& value) {
    in.loadBinary(&value, sizeof value);
}
template <class T>
void CEREAL_SAVE_FUNCTION_NAME(Writer& out, const cereal::BinaryData<T>& blob) {
    out.saveBinary(blob.data, static_cast<std::size_t>(blob.size));
}
template <class T>
void CEREAL_LOAD_FUNCTION_NAME(Reader& in, cereal::BinaryData<T>& blob) {
    in.loadBinary(blob.data, static_cast<std::size_t>(blob.size));
}

// A text is its length in four bytes, then its bytes.
void put(Writer& out, std::string_view text) {
    out(size32(text.size()));
    out.saveBinary(text.data(), text.size());
}
std::string_view get(Reader& in) {
    std::uint32_t size = 0;
    in(size);
    return in.take(size);
}

void put_content(Writer& out, const Event& event) {
    put(out, event.case_reference);
    put(out, event.actor);
    put(out, event.source_recorded_at);
    out(size32(event.fields.size()));
    for (const auto& field : event.fields) {
        out(static_cast<std::uint8_t>(field.no));
        if (field.no == FieldNo::foreign) put(out, field.name);
        put(out, field.value);
    }
}

void get_content(Reader& in, Event& event) {
    event.case_reference = get(in);
    event.actor = get(in);
    event.source_recorded_at = get(in);
    std::uint32_t count = 0;
    in(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        FieldValue field;
        std::uint8_t no = 0;
        in(no);
        if (no >= field_count) throw cereal::Exception("unknown field number");
        field.no = static_cast<FieldNo>(no);
        if (field.no == FieldNo::foreign) field.name = get(in);
        field.value = get(in);
        event.fields.push_back(field);
    }
}

Error unreadable(std::string found) {
    return {ErrorCode::store_damaged, "cannot read an entry of the log", std::move(found),
            "an entry that cannot be read could hide a breach, so nothing is answered from it",
            "longstop verify names the damage; restore the store from its last backup"};
}

// Where an entry was carried over from is no part of what it says.
Event unmarked(Event event) {
    const auto is_mark = [](const FieldValue& f) { return f.no == FieldNo::carried_from; };
    event.fields.erase(std::remove_if(event.fields.begin(), event.fields.end(), is_mark),
                       event.fields.end());
    return event;
}

bool same_fields(const FieldValues& a, const FieldValues& b) {
    const auto next = [](auto at, auto end) {
        return std::find_if(at, end,
                            [](const FieldValue& f) { return f.no != FieldNo::carried_from; });
    };
    auto x = next(a.begin(), a.end());
    auto y = next(b.begin(), b.end());
    while (x != a.end() && y != b.end()) {
        if (!(*x == *y)) return false;
        x = next(x + 1, a.end());
        y = next(y + 1, b.end());
    }
    return x == a.end() && y == b.end();
}

}  // namespace

void encode(const Entry& entry, std::string& out) {
    assert(find_type(entry.event.type) != nullptr);
    Writer writer(out);
    const RecordHead head{record_version,
                          static_cast<std::uint8_t>(entry.trusted ? 1 : 0),
                          entry.event.type,
                          0,
                          number_of(entry.event.date),
                          entry.recorded_at.time_since_epoch().count()};
    writer(cereal::binary_data(&head, sizeof head));
    put(writer, entry.event.id);
    put(writer, entry.event.source);
    put_content(writer, entry.event);
}

Result<Entry> decode(std::string_view bytes) {
    try {
        Reader reader(bytes);
        RecordHead head{};
        auto blob = cereal::binary_data(&head, sizeof head);
        reader(blob);
        if (head.version != record_version) {
            return unreadable("record version " + std::to_string(head.version) +
                              " is not known to this program");
        }
        if (find_type(head.type) == nullptr) {
            return unreadable("event type number " + std::to_string(head.type) +
                              " is not known to this program");
        }
        if (head.trusted > 1 || head.unused != 0) return unreadable("the head of a record is bad");
        Entry entry;
        entry.trusted = head.trusted != 0;
        entry.recorded_at = Instant{std::chrono::microseconds{head.recorded_at}};
        entry.event.type = head.type;
        entry.event.date = day_of(head.date);
        entry.event.id = get(reader);
        entry.event.source = get(reader);
        get_content(reader, entry.event);
        return entry;
    } catch (const cereal::Exception& trouble) {
        return unreadable(trouble.what());
    }
}

std::string content_bytes(const Event& event) {
    if (!field_text(event, FieldNo::carried_from).empty()) return content_bytes(unmarked(event));
    std::string out;
    Writer writer(out);
    writer(event.type, number_of(event.date));
    put_content(writer, event);
    return out;
}

bool same_content(const Event& a, const Event& b) {
    return a.type == b.type && a.date == b.date && a.case_reference == b.case_reference &&
           a.actor == b.actor && a.source_recorded_at == b.source_recorded_at &&
           same_fields(a.fields, b.fields);
}

}  // namespace longstop::events
