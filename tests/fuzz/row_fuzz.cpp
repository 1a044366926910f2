// From a line to a record and back: what the validator takes in is stored, and every field of the
// line comes back from the record as it was said.
#include "cli/import/json_row.hpp"
#include "cli/import/validate.hpp"
#include "events/codec.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop;
using namespace longstop::cli;

namespace {

const events::FieldValue* find(const events::Event& event, std::string_view name) {
    for (const auto& field : event.fields) {
        if (name_of(field) == name) return &field;
    }
    return nullptr;
}

bool is_kept(const RowField& said, const events::Event& event) {
    if (said.name == "la") return said.text == events::to_text(event.la);
    if (said.name == "case") return said.text == event.case_reference;
    if (said.name == "type") return said.text == events::find_type(event.type)->name;
    if (said.name == "date") return said.text == events::to_text(event.date);
    if (said.name == "id") return said.text == event.id;
    if (said.name == "source") return said.text == event.source || said.text.empty();
    if (said.name == "actor") return said.text == event.actor;
    if (said.name == "recorded_at" || said.name == "source_recorded_at") return true;
    const auto* field = find(event, said.name);
    return said.text.empty() || (field != nullptr && field->value == said.text);
}

}  // namespace

void fuzz(std::string_view line) {
    static JsonRow reader;
    TextArena arena(line.size() + 16);
    RowFields fields;
    if (reader.read(line, arena, fields)) return;
    Validator validator("source");
    events::Entry entry;
    if (const auto refused = validator.judge(fields, entry.event)) {
        promise(!refused->sentence.empty());
        return;
    }
    std::string record;
    events::encode(entry, record);
    auto back = events::decode(record);
    promise(back.has_value());
    promise(events::same_content(back->event, entry.event));
    back->event.la = entry.event.la;  // the block says it
    for (const auto& field : fields) promise(is_kept(field, back->event));
}
