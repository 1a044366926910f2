// What the tests of the store share: facts to append, everything a store answers as one text, and
// a second process that writes and is killed.
#pragma once

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/log/store.hpp"
#include "events/field_no.hpp"

namespace longstop::tests {

namespace fs = std::filesystem;
using events::AuthorityId;
using events::Entry;
using events::Event;
using events::Instant;
using events::Result;
using log::AppendOptions;
using log::Outcome;
using log::Store;

// A folder of its own, gone at the end of the test.
class Folder {
  public:
    Folder() {
        auto name = (fs::temp_directory_path() / "longstop-log-test-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    fs::path operator/(const std::string& name) const { return path_ / name; }

  private:
    fs::path path_;
};

// Ends the program where a test hangs.
class Watch {
  public:
    explicit Watch(unsigned seconds) { ::alarm(seconds); }
    ~Watch() { ::alarm(0); }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
};

inline std::string bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}
inline void write(const fs::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}
inline void copy_store(const fs::path& from, const fs::path& to) {
    fs::remove_all(to);
    fs::copy(from, to, fs::copy_options::recursive);
}

// Events and the texts they point into.
class Facts {
  public:
    struct Field {
        std::string name;
        std::string value;
    };
    Event& add(const std::string& type, const std::string& case_ref, const std::string& date,
               const std::string& id, const std::vector<Field>& fields = {}) {
        const auto* row = events::find_type(type);
        // Facts are also made on threads, where Catch's assertions are not allowed.
        if (row == nullptr) throw std::invalid_argument("no type " + type);
        Event& event = events_.emplace_back();
        event.type = row->no;
        event.case_reference = keep(case_ref);
        event.date = events::parse_day(date).value();
        event.id = keep(id);
        event.source = "tests";
        for (const auto& [name, value] : fields) {
            const auto* field = events::find_field(*row, name);
            event.fields.push_back({field == nullptr ? events::FieldNo::foreign : field->no,
                                    field == nullptr ? keep(name) : std::string_view{},
                                    keep(value)});
        }
        events::sort_fields(event.fields);
        return event;
    }
    std::string_view keep(const std::string& text) { return texts_.emplace_back(text); }
    const std::vector<Event>& all() const { return events_; }

  private:
    std::deque<std::string> texts_;
    std::vector<Event> events_;
};

// `count` facts of many kinds, by number: the same numbers give the same facts.
inline Facts some_facts(std::uint64_t first, std::uint64_t count, std::size_t padding = 0) {
    Facts facts;
    for (auto i = first; i < first + count; ++i) {
        const auto case_ref = "C-" + std::to_string(i % 5);
        const auto id = "id-" + std::to_string(i);
        const auto date = "2025-01-" + std::to_string(10 + i % 20);
        switch (i % 6) {
            case 0: facts.add("request-received", case_ref, date, id, {{"by", "parent"}}); break;
            case 1:
                facts.add("advice-requested", case_ref, date, id,
                          {{"body", "health"}, {"received", "2025-02-01"}, {"setting", "s-1"}});
                break;
            case 2:
                facts.add("note", case_ref, date, id,
                          {{"text", "remark " + std::to_string(i) + std::string(padding, 'x')},
                           {"colour", "blue"}});
                break;
            case 3:
                facts.add("retracted", "C-" + std::to_string((i - 3) % 5), date, id,
                          {{"of", "id-" + std::to_string(i - 3)}, {"reason", "typed twice"}});
                break;
            case 4:
                facts.add("import-done", "", date, id,
                          {{"file", "a.jsonl"},
                           {"sha256", "00"},
                           {"read", "1"},
                           {"appended", "1"},
                           {"already_present", "0"},
                           {"refused", "0"}});
                break;
            default: facts.add("final-plan-sent", case_ref, date, id).actor = "jo"; break;
        }
    }
    return facts;
}

constexpr AuthorityId surrey{936};
constexpr AuthorityId birmingham{330};

// A clock that tests set.
struct Clock {
    std::int64_t micros = 1'750'000'000'000'000;
    std::int64_t step = 1000;
    std::function<Instant()> function() {
        return [this] { return Instant{std::chrono::microseconds{micros += step}}; };
    }
};

inline std::function<Instant()> own_clock() {
    return [clock = Clock{}]() mutable { return clock.function()(); };
}

inline Store opened(const fs::path& directory, std::function<Instant()> now = own_clock()) {
    auto store = Store::open_for_writing(directory, std::move(now));
    if (!store) FAIL(store.error().failed << ": " << store.error().found);
    return std::move(*store);
}
inline std::function<Instant()> fixed_clock(std::int64_t micros = 1'750'000'000'000'000) {
    return [micros] { return Instant{std::chrono::microseconds{micros}}; };
}

inline std::vector<Outcome> append(Store& store, AuthorityId la, const Facts& facts,
                                   const AppendOptions& options = {}) {
    const auto outcomes = store.append(la, facts.all(), options);
    if (!outcomes) FAIL(outcomes.error().failed << ": " << outcomes.error().found);
    return *outcomes;
}

inline std::string told(const Entry& entry) {
    const auto& event = entry.event;
    std::string text = std::to_string(entry.position) + " " + events::to_text(entry.recorded_at) +
                       (entry.trusted ? " trusted " : " ") + events::to_text(event.la) + "/" +
                       std::string{event.case_reference} + " " +
                       std::string{events::type_name(event.type)} + " " +
                       events::to_text(event.date) + " " + std::string{event.source} + ":" +
                       std::string{event.id} + " by=" + std::string{event.actor} +
                       " at=" + std::string{event.source_recorded_at};
    for (const auto& field : event.fields) {
        text += " " + std::to_string(static_cast<int>(field.no)) + std::string{field.name} + "=" +
                std::string{field.value};
    }
    return text;
}

inline std::string told(const log::Header& h, const log::LogColumns& log) {
    const auto name = [](std::uint32_t number, const std::vector<std::string>& texts) {
        return number == 0 ? std::string{"-"} : texts.at(number - 1);
    };
    std::string text;
    for (const auto number :
         {h.recorded_at, std::int64_t{h.date}, std::int64_t{h.first}, std::int64_t{h.second},
          std::int64_t{h.target}, std::int64_t{h.type}, std::int64_t{h.choice}}) {
        text += std::to_string(number) + " ";
    }
    return text + name(h.case_no, log.cases) + " " + name(h.subject, log.texts) + " " +
           name(h.other, log.texts) + (h.matter == 0 ? "" : " of " + name(h.matter, log.texts));
}

// The database of a store that was flushed and closed.
inline fs::path flushed_database(const Folder& folder) {
    auto store = opened(folder / "store");
    append(store, birmingham, some_facts(0, 12));
    REQUIRE(store.flush().has_value());
    return folder / "store/db";
}

// Everything a store answers: heads, columns, entries, and where each id stands.
inline Result<std::string> answer_of(const Store& store) {
    std::string all;
    const auto heads = store.heads();
    if (!heads) return heads.error();
    for (const auto& head : *heads) {
        all += "log " + events::to_text(head.la) + " " + std::to_string(head.entries) + " " +
               log::to_hex(head.root) + "\n";
        const auto columns = store.columns(head.la);
        if (!columns) return columns.error();
        for (const auto& header : columns->headers) all += told(header, *columns) + "\n";
        std::vector<std::pair<std::string, std::string>> ids;
        const auto read = store.each_entry(head.la, 1, head.entries, [&](const Entry& entry) {
            all += told(entry) + "\n";
            ids.emplace_back(entry.event.source, entry.event.id);
            return true;
        });
        if (!read) return read.error();
        for (const auto& [source, id] : ids) {
            const auto found = store.find(head.la, source, id);
            if (!found) return found.error();
            all += std::to_string(*found) + " ";
        }
        all += "\n";
    }
    return all;
}

// The same of a store on disk, as a reader sees it.
inline Result<std::string> answer_of(const fs::path& directory) {
    const auto store = Store::open_for_reading(directory);
    if (!store) return store.error();
    return answer_of(*store);
}

inline std::string whole_answer(const fs::path& directory) {
    const auto answer = answer_of(directory);
    if (!answer) FAIL(answer.error().failed << ": " << answer.error().found);
    return *answer;
}

inline std::vector<log::Finding> findings(const fs::path& directory) {
    const auto store = Store::open_for_reading(directory);
    if (!store) return {{"opening", store.error().found}};
    return store->verify({}).value();
}

inline std::string told(const std::vector<log::Finding>& all) {
    std::string text;
    for (const auto& finding : all) text += finding.where + ": " + finding.what + "\n";
    return text;
}

// A second process: this program again, running one of its hidden tests ("child: ...").
// Forking alone would not do, for a fork has none of RocksDB's threads.
class Child {
  public:
    Child(const std::string& test, const fs::path& store, const std::string& more = "") {
        std::array<int, 2> ends{};
        REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
        const auto write_end = std::to_string(ends[1]);
        process_ = ::fork();
        REQUIRE(process_ >= 0);
        if (process_ == 0) {
            ::fcntl(ends[1], F_SETFD, 0);
            ::setenv("LONGSTOP_CHILD_STORE", store.c_str(), 1);
            ::setenv("LONGSTOP_CHILD_PIPE", write_end.c_str(), 1);
            ::setenv("LONGSTOP_CHILD_MORE", more.c_str(), 1);
            const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
            ::dup2(nowhere, STDOUT_FILENO);
            ::execl("/proc/self/exe", "log_tests", test.c_str(), nullptr);
            ::_exit(127);
        }
        ::close(ends[1]);
        pipe_ = ::fdopen(ends[0], "r");
    }
    ~Child() {
        if (process_ > 0) kill();
        std::fclose(pipe_);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    // The next line it tells; nothing at its end.
    std::optional<std::string> line() {
        std::string text;
        for (int c = 0; (c = std::fgetc(pipe_)) != EOF && c != '\n';) text += static_cast<char>(c);
        if (std::feof(pipe_) != 0) return std::nullopt;
        return text;
    }
    pid_t process() const { return process_; }
    void kill() {
        ::kill(process_, SIGKILL);
        wait();
    }
    int wait() {
        int status = 0;
        ::waitpid(process_, &status, 0);
        process_ = -1;
        return status;
    }

    // In the child: its store, the further word it was given, and a line to the parent.
    static fs::path store() {
        const auto name = word("LONGSTOP_CHILD_STORE");
        if (name.empty()) FAIL("this test is one that other tests run in a process of its own");
        return name;
    }
    static std::string more() { return word("LONGSTOP_CHILD_MORE"); }
    static void tell(const std::string& text) {
        const auto line = text + "\n";
        const auto written =
            ::write(std::stoi(word("LONGSTOP_CHILD_PIPE")), line.data(), line.size());
        if (written != static_cast<ssize_t>(line.size())) ::_exit(3);
    }
    [[noreturn]] static void die() {
        ::kill(::getpid(), SIGKILL);
        std::abort();
    }

  private:
    static std::string word(const char* name) {
        const char* value = std::getenv(name);
        return value == nullptr ? "" : value;
    }
    pid_t process_ = -1;
    std::FILE* pipe_ = nullptr;
};

// The files of a store, by name, without those that RocksDB only writes for people.
inline std::vector<fs::path> files_of(const fs::path& store) {
    std::vector<fs::path> files;
    for (const auto& file : fs::recursive_directory_iterator(store)) {
        const auto name = file.path().filename().string();
        if (!file.is_regular_file() || name.starts_with("LOG") || name.starts_with("OPTIONS") ||
            name == "IDENTITY" || name == "LOCK") {
            continue;
        }
        files.push_back(file.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

// The write-ahead log with the highest number that is not empty.
inline fs::path newest_wal(const fs::path& store) {
    fs::path newest;
    for (const auto& file : files_of(store)) {
        if (file.extension() == ".log" && fs::file_size(file) > 0) newest = file;
    }
    REQUIRE_FALSE(newest.empty());
    return newest;
}

}  // namespace longstop::tests
