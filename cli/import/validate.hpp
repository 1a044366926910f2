// From the names and texts of a row to an event, or the reason why there is none.
#pragma once

#include <optional>
#include <string_view>

#include "cli/import/reasons.hpp"
#include "cli/import/row_fields.hpp"
#include "events/event.hpp"

namespace longstop::cli {

// What export writes for `source_recorded_at` where the source gave no instant: without it the row,
// imported again, would say that the source gave the log's own.
constexpr std::string_view not_given = "none";

constexpr std::size_t longest_id = 1024;  // of `id` and of `source`, in bytes

// The bytes of an event's texts, without what names the entry (id and source). The same when the
// event comes back by way of an export.
std::size_t content_size(const events::Event& event);

// Judges rows one after the other; keeps its buffers between them.
class Validator {
  public:
    // `default_source` is the source of rows that name none; it must outlive the events.
    explicit Validator(std::string_view default_source) : default_source_(default_source) {}

    // Fills `event` with views into the texts of `fields`. Refuses only what is ill-formed:
    // dates after today, unknown duties and impossible orders are facts.
    std::optional<Reason> judge(const RowFields& fields, events::Event& event);

  private:
    // The fields every row has, whatever its type; views of the row at hand.
    struct Envelope {
        std::string_view la, case_ref, type, date, id, source, actor, recorded_at,
            source_recorded_at;
    };
    static std::string_view* place_of(Envelope& envelope, std::string_view name);

    void sort_out(const RowFields& fields);
    std::optional<Reason> take_envelope(events::Event& event) const;
    std::optional<Reason> take_key(const events::EventType& type, events::Event& event) const;
    std::optional<Reason> take_recording(events::Event& event) const;
    std::optional<Reason> take_fields(const events::EventType& type, events::Event& event) const;
    static std::optional<Reason> judge_size(const events::Event& event);

    std::string_view default_source_;
    Envelope envelope_;
    RowFields others_;  // of the row at hand: what is not in the envelope
};

}  // namespace longstop::cli
