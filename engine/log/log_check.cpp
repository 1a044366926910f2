#include "engine/log/log_check.hpp"

namespace longstop::log {

LogCheck::LogCheck(const Reader& reader, const SaidOfLog& said, std::vector<Finding>& findings)
    : reader_(reader),
      said_(said),
      findings_(findings),
      la_(said.whole.la),
      log_("log " + events::to_text(said.whole.la)) {}

void LogCheck::run(const std::function<void()>& one_done) {
    auto columns = reader_.columns(la_);
    if (!columns) add(log_, columns.error().found);
    if (columns) columns_ = std::move(*columns);
    auto index = reader_.sealed().index(la_, said_.sealed.frontier.size());
    if (!index) add(log_, index.error().found);
    if (index) index_ = std::move(*index);
    const auto read = reader_.each_record(la_, 1, said_.whole.entries,
                                          [&](const Entry& entry, std::string_view record) {
                                              check(entry, record);
                                              one_done();
                                              return true;
                                          });
    if (!read) return add(log_, read.error().found);
    check_texts();
}

void LogCheck::check(const Entry& entry, std::string_view record) {
    const auto backwards_before = derived_.ran_backwards();
    const auto parts = derived_.add(entry, record);
    if (derived_.ran_backwards() && !backwards_before) {
        add(place_of(la_, entry.position), "the recording instant runs backwards");
    }
    check_parts(parts, entry.position);
    if (entry.position == said_.sealed.frontier.size()) check_sealed();
    if (entry.position == said_.checkpoint.entries &&
        to_hex(derived_.frontier().root()) != said_.checkpoint.root) {
        add(log_, "it is not the log that HEADS says it was");
    }
}

// Of columns and of the index only the first fault is told.
void LogCheck::check_parts(const DerivedLog::Parts& parts, Position position) {
    const auto place = position - 1;
    if (columns_ && !columns_differ_ && !(columns_->headers[place] == parts.header)) {
        columns_differ_ = true;
        add(place_of(la_, position), "the columns do not say what the record says");
    }
    if (index_ && !index_differs_ && place < index_->size() && (*index_)[place] != parts.id) {
        index_differs_ = true;
        add(place_of(la_, position), "the index does not say what the record says");
    }
}

void LogCheck::check_sealed() {
    if (derived_.frontier().root() != said_.sealed.frontier.root()) {
        add(log_, "the records do not have the digest of the head");
    }
    if (said_.sealed.last_recorded_at != derived_.last_recorded_at()) {
        add(log_, "the head has another last recording instant");
    }
}

void LogCheck::check_texts() {
    if (!columns_) return;
    if (columns_->cases != derived_.cases() || columns_->texts != derived_.texts()) {
        add(log_, "the dictionary does not hold the texts of the records");
    }
}

}  // namespace longstop::log
