// What the tests of the import share: a file to read, and a log that lives in memory.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

#include "cli/import/import_file.hpp"
#include "events/codec.hpp"

namespace longstop::cli::tests {

// A folder of its own, gone at the end of the test.
class Folder {
  public:
    Folder() {
        auto name = (std::filesystem::temp_directory_path() / "longstop-test-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return (path_ / name).string();
    }
    std::string read(const std::string& name) const {
        std::ifstream in(path_ / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    bool has(const std::string& name) const { return std::filesystem::exists(path_ / name); }
    std::size_t files() const {
        const std::filesystem::directory_iterator all(path_);
        return static_cast<std::size_t>(std::distance(begin(all), end(all)));
    }

  private:
    std::filesystem::path path_;
};

// Keeps what it is given, by the store's rules: a source and an id once, the first stays.
class MemoryLog {
  public:
    struct Kept {
        std::string type, case_ref, id, source, actor, content;
        std::map<std::string, std::string> fields;
    };

    Appender appender() {
        return [this](std::span<const log::Batch> batches) -> events::Result<log::Outcomes> {
            ++calls;
            if (calls == fail_at_call) {
                return events::Error{events::ErrorCode::disk_full, "full", "", "", ""};
            }
            log::Outcomes outcomes;
            for (const auto& batch : batches) {
                auto& of_batch = outcomes.emplace_back();
                for (const auto& event : batch.events) of_batch.push_back(add(batch.la, event));
            }
            return outcomes;
        };
    }
    const std::vector<Kept>& of(unsigned la) { return logs[static_cast<std::uint16_t>(la)]; }
    std::size_t entries() const {
        std::size_t sum = 0;
        for (const auto& [la, kept] : logs) sum += kept.size();
        return sum;
    }

    std::map<std::uint16_t, std::vector<Kept>> logs;
    std::size_t calls = 0;
    std::size_t fail_at_call = 0;

  private:
    log::Outcome add(events::AuthorityId la, const events::Event& event) {
        using What = log::Outcome::What;
        auto& kept = logs[la.code];
        const auto content = events::content_bytes(event);
        for (std::size_t i = 0; i < kept.size(); ++i) {
            if (kept[i].id != event.id || kept[i].source != event.source) continue;
            const bool same = kept[i].content == content;
            return {same ? What::already_present : What::conflict, i + 1};
        }
        Kept entry{std::string{events::type_name(event.type)},
                   std::string{event.case_reference},
                   std::string{event.id},
                   std::string{event.source},
                   std::string{event.actor},
                   content,
                   {}};
        for (const auto& field : event.fields) {
            entry.fields[std::string{name_of(field)}] = std::string{field.value};
        }
        kept.push_back(std::move(entry));
        return {What::appended, kept.size()};
    }
};

inline ImportOptions options_for(const std::string& file) {
    ImportOptions options;
    if (file != "-") options.source = std::filesystem::path{file}.filename().string();
    options.file = file;
    options.actor = "night job";
    options.today = *events::parse_day("2026-03-31");
    return options;
}

inline bool adds_up(const ImportSummary& summary) {
    return summary.read == summary.appended + summary.already_present + summary.refused;
}

}  // namespace longstop::cli::tests
