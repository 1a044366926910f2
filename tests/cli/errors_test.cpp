// Every error the program can tell, brought about through the real program, with its exit status
// and its layout. tests/errors/catalogue.md is this list with what was printed; LONGSTOP_BLESS=1
// writes it anew. The last test finds errors in the sources that nobody here brings about.
#include <rocksdb/db.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <memory>
#include <regex>
#include <set>

#include "cli/import/reasons.hpp"
#include "engine/log/format/journal.hpp"
#include "events/error_code.hpp"
#include "tests/cli/e2e_program.hpp"
#include "tests/cli/e2e_rows.hpp"
#include "tests/support/blessing.hpp"
#include "tests/support/small_law.hpp"

#include "tests/support/paths.hpp"

namespace longstop::cli::tests {
namespace {

constexpr int the_answer_is_no = 1;
constexpr int usage = 2;
constexpr int refused = 3;
constexpr int store = 4;

// How the trouble comes about, before the command is run.
using Arrange = std::function<void(Program&)>;

struct Failure {
    std::string command;
    int status;
    std::string told;  // what the first line says, among other things
    Arrange arrange = {};
    Variables variables = {};
};

struct Part {
    std::string title;
    std::vector<Failure> failures;
};

// ---- Arranging ----

void request(Program& p) { p.out("record 330/A request-received date=2025-01-13"); }

Arrange file(std::string name, std::string text) {
    return [name = std::move(name), text = std::move(text)](Program& p) { p.write(name, text); };
}

Arrange both(Arrange first, Arrange second) {
    return [first = std::move(first), second = std::move(second)](Program& p) {
        first(p);
        second(p);
    };
}

// Two logs of three entries each, settled into files.
void two_logs(Program& p) {
    for (const std::string la : {"330", "331"}) {
        std::string rows;
        for (const std::string case_ref : {"A", "B", "C"}) {
            if (la == "331" || case_ref == "A") {
                rows += R"({"la":")" + la + R"(","case":")" + case_ref +
                        R"(","type":"advice-requested","date":"2025-01-13","body":"b-)" + case_ref +
                        "\"}\n";
            } else {
                rows += R"({"la":"330","case":"A","type":"note","date":"2025-01-13","text":")" +
                        case_ref + "\"}\n";
            }
        }
        p.write(la + ".jsonl", rows);
        p.out("import " + la + ".jsonl --source s");
    }
}

// The database of a store, opened beside the program to do harm.
class Surgery {
  public:
    explicit Surgery(const Program& p) {
        const auto path = (p.store() / "db").string();
        std::vector<std::string> names;
        rocksdb::DB::ListColumnFamilies({}, path, &names);
        std::vector<rocksdb::ColumnFamilyDescriptor> all;
        for (const auto& name : names) all.emplace_back(name, rocksdb::ColumnFamilyOptions{});
        std::vector<rocksdb::ColumnFamilyHandle*> handles;
        rocksdb::DB* db = nullptr;
        const auto status = rocksdb::DB::Open({}, path, all, &handles, &db);
        if (!status.ok()) throw std::runtime_error(status.ToString());
        fs::remove(p.store() / "SYNCED");  // the logs that it names go
        db_.reset(db);
        for (std::size_t i = 0; i < names.size(); ++i) families_[names[i]] = handles[i];
    }
    ~Surgery() {
        for (const auto& [name, handle] : families_) db_->DestroyColumnFamilyHandle(handle);
    }
    Surgery(const Surgery&) = delete;
    Surgery& operator=(const Surgery&) = delete;

    // The keys of a family that begin so, with their values.
    std::map<std::string, std::string> all(const std::string& family,
                                           const std::string& prefix) const {
        std::map<std::string, std::string> found;
        const std::unique_ptr<rocksdb::Iterator> it{db_->NewIterator({}, families_.at(family))};
        for (it->Seek(prefix); it->Valid() && it->key().starts_with(prefix); it->Next()) {
            found[it->key().ToString()] = it->value().ToString();
        }
        return found;
    }
    void put(const std::string& family, const std::string& key, const std::string& value) const {
        db_->Put({}, families_.at(family), key, value);
    }
    void remove(const std::string& family, const std::string& prefix) const {
        for (const auto& [key, value] : all(family, prefix)) {
            db_->Delete({}, families_.at(family), key);
        }
    }

  private:
    std::unique_ptr<rocksdb::DB> db_;
    std::map<std::string, rocksdb::ColumnFamilyHandle*> families_;
};

void store_of_format_1(Program& p) {
    fs::copy(LONGSTOP_TESTS_DIR "/golden/store-v1", p.store(), fs::copy_options::recursive);
}

std::string key_of(unsigned la) {
    return {static_cast<char>(la >> 8U), static_cast<char>(la & 0xFFU)};
}

// Two logs, of which 330 has two blocks: one so large that what follows it stays out of it.
void two_blocks(Program& p) {
    two_logs(p);
    std::string rows;
    for (int i = 0; i < 600; ++i) {
        rows += R"({"la":"330","case":"A","type":"note","date":"2025-01-13","text":")" +
                std::to_string(i) + "\"}\n";
    }
    p.write("many.jsonl", rows);
    p.out("import many.jsonl --source many.jsonl");
    p.write("one.jsonl", R"({"la":"330","case":"A","type":"note","date":"2025-01-14","text":"x"})");
    p.out("import one.jsonl --source one.jsonl");
}

Arrange operation(std::function<void(const Surgery&)> act, const Arrange& arrange = two_logs) {
    return [act = std::move(act), arrange](Program& p) {
        arrange(p);
        const Surgery surgery(p);
        act(surgery);
    };
}

Arrange without(const std::string& family) {
    return operation([family](const Surgery& s) { s.remove(family, key_of(330)); });
}

// The first block of the log 330 is gone; its last is there.
Arrange without_first(const std::string& family) {
    return operation(
        [family](const Surgery& s) { s.remove(family, s.all(family, key_of(330)).begin()->first); },
        two_blocks);
}

// Nobody has written to the store for an hour: a reader then looks only at what it reads.
Arrange long_ago(const Arrange& arrange) {
    return [arrange](Program& program) {
        arrange(program);
        const auto then = fs::file_time_type::clock::now() - std::chrono::hours{1};
        for (const auto& entry : fs::recursive_directory_iterator(program.store())) {
            fs::last_write_time(entry.path(), then);
        }
    };
}

Arrange without_last(const std::string& family) {
    return operation(
        [family](const Surgery& s) {
            s.remove(family, s.all(family, key_of(330)).rbegin()->first);
        },
        two_blocks);
}

// Every value of the log 330 in the family is `bytes`.
Arrange spoilt(const std::string& family, const std::string& bytes = "x") {
    return operation([=](const Surgery& s) {
        for (const auto& [key, value] : s.all(family, key_of(330))) s.put(family, key, bytes);
    });
}

// The blocks of the log 331 under the keys of 330: whole, but of another log.
Arrange swapped(const std::string& family) {
    return operation([family](const Surgery& s) {
        const auto others = s.all(family, key_of(331));
        s.remove(family, key_of(330));
        for (const auto& [key, value] : others) s.put(family, key_of(330) + key.substr(2), value);
    });
}

// A byte of the first record of the log, counted from the record's beginning.
Arrange first_record_with(std::size_t byte, char value) {
    return operation([=](const Surgery& s) {
        auto [key, block] = *s.all("records", key_of(330)).begin();
        std::uint32_t count = 0;
        std::memcpy(&count, block.data(), sizeof count);
        block[4 + 4 * count + byte] = value;
        s.put("records", key, block);
    });
}

std::string big_endian(std::uint64_t number) {
    std::string bytes;
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift);
    return bytes;
}

// The journal has one more commit, with one record for the log 330 at a position.
Arrange one_more_commit(std::uint64_t after_sealed, std::uint64_t position,
                        const std::string& record) {
    return operation([=](const Surgery& s) {
        std::uint64_t sealed = 0;
        std::memcpy(&sealed, s.all("default", "sealed").at("sealed").data(), sizeof sealed);
        auto commit = log::begin_commit();
        log::Pack records;
        records.add(record);
        log::put_run(commit, events::AuthorityId{330}, position, records, {});
        s.put("journal", big_endian(sealed + after_sealed), commit);
    });
}

void in_store(const Program& p, const std::string& name, const std::string& text) {
    std::ofstream(p.store() / name, std::ios::binary) << text;
}

// What the file HEADS says, changed.
Arrange heads_with(const std::string& pattern, const std::string& text) {
    return both(request, [=](Program& p) {
        in_store(p, "HEADS",
                 std::regex_replace(whole_file(p.store() / "HEADS"), std::regex(pattern), text));
    });
}

void without_wals(Program& p) {
    two_logs(p);
    for (const auto& entry : fs::directory_iterator(p.store() / "db")) {
        if (entry.path().extension() == ".log") fs::remove(entry.path());
    }
}

void flip_in_wal(Program& p) {
    request(p);
    p.out("record 330/A final-plan-sent date=2025-06-02");
    for (const auto& entry : fs::directory_iterator(p.store() / "db")) {
        if (entry.path().extension() != ".log") continue;
        auto bytes = whole_file(entry.path());
        if (bytes.size() < 60) continue;
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x20);
        std::ofstream(entry.path(), std::ios::binary) << bytes;
        return;
    }
}

// The oldest of the logs that hold what was recorded.
void cut_wal(Program& p) {
    request(p);
    p.out("record 330/A final-plan-sent date=2025-06-02");
    std::set<fs::path> logs;
    for (const auto& entry : fs::directory_iterator(p.store() / "db")) {
        if (entry.path().extension() == ".log" && entry.file_size() > 0) logs.insert(entry.path());
    }
    fs::resize_file(*logs.begin(), 60);
}

// RocksDB has begun, and the store's own part of the making has not.
void broken_off(Program& p) {
    fs::create_directories(p.store() / "db");
    rocksdb::Options options;
    options.create_if_missing = true;
    rocksdb::DB* db = nullptr;
    const auto status = rocksdb::DB::Open(options, (p.store() / "db").string(), &db);
    if (!status.ok()) throw std::runtime_error(status.ToString());
    delete db;
}

void flip_in_manifest(Program& p) {
    two_logs(p);
    for (const auto& entry : fs::directory_iterator(p.store() / "db")) {
        if (!entry.path().filename().string().starts_with("MANIFEST")) continue;
        auto bytes = whole_file(entry.path());
        bytes[20] = static_cast<char>(bytes[20] ^ 0x20);
        std::ofstream(entry.path(), std::ios::binary) << bytes;
    }
}

// A reading of the row before it.
std::string reading(const std::string& name) {
    return "[[duty.reading]]\nname = \"" + name + "\"\nauthority = \"a\"\nwords = \"w\"\n";
}

std::string version(const std::string& from) {
    return "[[duty.version]]\nin_force_from = " + from + "\n";
}

void backed_up(Program& p) {
    request(p);
    p.out("backup copies");
}

void damaged_backup(Program& p) {
    backed_up(p);
    std::ofstream(p.folder() / "copies/manifests/1", std::ios::app) << "x";
}

void twice_backed_up(Program& p) {
    backed_up(p);
    p.out("backup copies");
}

// One of the files is gone, or is no longer what it was.
Arrange without_file(std::string file) {
    return [file = std::move(file)](Program& p) { fs::remove_all(p.folder() / "copies" / file); };
}
void spoilt_files(Program& p) {
    for (const auto& entry : fs::directory_iterator(p.folder() / "copies/files")) {
        std::ofstream(entry.path(), std::ios::app) << "x";
    }
}

// The backup is of a store with more entries.
void another_store(Program& p) {
    two_logs(p);
    p.out("backup copies");
    fs::remove_all(p.store());
    request(p);
}

// The same with one text put in place of another.
std::string common_with(const std::string& before, const std::string& after) {
    std::string text{longstop::tests::small_common};
    return text.replace(text.find(before), before.size(), after);
}

Arrange measured_as(std::string_view before, std::string_view after) {
    std::string text{longstop::tests::measured_duty};
    return file("law/90-measured.toml", text.replace(text.find(before), before.size(), after));
}

// A folder of law with one row, some keys of it changed; an empty value leaves the key out.
Arrange law(std::vector<std::pair<std::string, std::string>> changes, std::string more = "",
            std::string calendar = "") {
    return [=](Program& p) {
        std::vector<std::pair<std::string, std::string>> row{{"id", "\"r1\""},
                                                             {"cite", "\"reg 1\""},
                                                             {"source", "\"https://example.org\""},
                                                             {"words", "\"w\""},
                                                             {"owed_by", "\"LA\""},
                                                             {"duty", "\"d\""},
                                                             {"kind", "\"statute\""},
                                                             {"starts", "[\"request-received\"]"},
                                                             {"within", "\"20 weeks\""},
                                                             {"counting", "\"after\""},
                                                             {"ends", "[\"final-plan-sent\"]"},
                                                             {"on_restart", "\"ignore\""},
                                                             {"in_force", "{ from = 2014-09-01 }"}};
        for (const auto& [key, value] : changes) {
            const auto at = std::find_if(row.begin(), row.end(),
                                         [&](const auto& pair) { return pair.first == key; });
            if (at == row.end()) {
                row.emplace_back(key, value);
            } else {
                at->second = value;
            }
        }
        std::string text = "[[duty]]\n";
        for (const auto& [key, value] : row) {
            if (!value.empty()) text += key + " = " + value + "\n";
        }
        fs::create_directory(p.folder() / "law");
        p.write("law/10-rows.toml", text + more);
        p.write("law/90-measured.toml", longstop::tests::measured_duty);
        p.write("law/common.toml", longstop::tests::small_common);
        p.write("law/calendar.toml",
                calendar.empty() ? "verified_from = 2014-01-01\nverified_until = 2028-12-31\n"
                                   "[[holiday]]\nday = 2025-12-25\nname = \"Christmas\"\n"
                                 : calendar);
    };
}

Arrange calendar(const std::string& text) { return law({}, "", text); }

Arrange row_of_csv_header(const std::string& header) { return file("a.csv", header); }

// Names of one to three letters, all different.
std::string header_of(std::size_t columns) {
    std::string header = "la";
    for (std::size_t i = 1; i < columns; ++i) {
        header += ',';
        for (auto rest = i; rest > 0; rest /= 30) header += static_cast<char>('A' + rest % 30);
    }
    return header + "\n";
}

// ---- The list ----

std::vector<Part> parts() {
    const std::string good =
        "{\"la\":\"330\",\"case\":\"A\",\"type\":\"note\","
        "\"date\":\"2025-01-13\",\"text\":\"x\"}\n";
    std::string nameless;
    for (int i = 0; i < 3; ++i) nameless += good;
    std::string many_rows;
    for (int i = 0; i <= 128; ++i) {
        many_rows += "[[duty]]\nid = \"m" + std::to_string(i) +
                     "\"\ncite = \"c\"\nsource = \"https://example.org\"\nwords = \"w\"\n"
                     "owed_by = \"LA\"\nduty = \"d\"\nstarts = [\"request-received\"]\n"
                     "within = \"1 week\"\nends = [\"final-plan-sent\"]\non_restart = \"ignore\"\n"
                     "in_force = { from = 2014-09-01 }\n";
    }
    const std::string law_is = "rules --law law";
    const auto full = Variables{{"STANDARD_OUT", "/dev/full"}};
    const auto no_tmp = Variables{{"TMPDIR", "/proc"}};
    std::vector<Part> all;
    all.push_back(
        {"The command line",
         {{"breachs", usage, "cannot understand the command"},
          {"alerts --within soon", usage, "cannot understand the command"},
          {"breaches --as-of 2025-02-30", usage, "cannot read --as-of"},
          {"breaches --from soon", usage, "cannot read --from", request},
          {"breaches --known-at noon", usage, "cannot read --known-at"},
          {"breaches --format xml", usage, "cannot read --format"},
          {"export --format table", usage, "cannot read --format"},
          {"import a.jsonl --source a.jsonl --format xml", usage, "cannot read --format"},
          {"reconcile a.jsonl --source s --file-format xml", usage, "cannot read --file-format"},
          {"reconcile a.jsonl --source ' '", usage, "cannot reconcile"},
          {"reconcile a.jsonl --source s --part --everywhere", usage, "cannot reconcile"},
          {"breaches --la 33", usage, "cannot read --la", request},
          {"breaches --la 331", refused, "cannot answer for authority 331", request},
          {"breaches --duty reg99", usage, "cannot list breaches", request},
          {"breaches --from 2025-02-01 --to 2025-01-31", usage, "cannot list these days", request},
          {"breaches --kind law", usage, "cannot read --kind", request},
          {"breaches --status late", usage, "cannot read --status", request},
          {"breaches --owed-by school", usage, "cannot read --owed-by", request},
          {"cases --stage waiting", usage, "cannot read --stage", request},
          {"breaches --on birthday --from 2025-01-01", usage, "cannot read --on", request},
          {"breaches --on started", usage, "cannot read --on", request},
          {"breaches --columns days", usage, "cannot read --columns", request},
          {"breaches --sort duration", usage, "cannot read --sort", request},
          {"breaches --limit 0", usage, "--limit", request},
          {"deadlines", usage, "cannot list deadlines", request},
          {"deadlines A", usage, "cannot list deadlines", request},
          {"deadlines 330/A --la 330", usage, "cannot list deadlines", request},
          {"deadlines 330/Z", refused, "cannot answer for 330/Z", request},
          {"timeline A", usage, "cannot draw a timeline", request},
          {"timeline 330/Z", refused, "cannot draw 330/Z", request},
          {"audit", usage, "cannot audit", request},
          {"audit 330/A --la 330", usage, "cannot audit", request},
          {"alerts --emit --known-at 2025-01-01", usage, "cannot raise alerts", request},
          {"breaches", refused, "the store holds no log yet",
           [](Program& p) { p("import - --source none"); }},
          {"audit A", usage, "cannot audit", request},
          {"audit 330/Z", refused, "cannot audit 330/Z", request},
          {"why A reg13.2-final-plan", usage, "cannot explain", request},
          {"why 330/A reg99", usage, "no duty is called", request},
          {"why 330/Z reg13.2-final-plan", refused, "cannot explain 330/Z", request},
          {"why 330 --pages", refused, "cannot make the pages", request},
          {"deadlines 330/A --reading kind", usage, "cannot read the law that way", request},
          {"stats --year 20", usage, "cannot read --year", request},
          {"rules reg99", usage, "cannot explain a rule"},
          {"help breachs", usage, "cannot help"},
          {"help --refresh none.md", usage, "cannot make the page again"},
          {"help --man f", usage, "cannot write a man page", [](Program& p) { p.write("f", ""); }},
          {"help --completions csh", usage, "cannot make completions"},
          {"demo", usage, "cannot make the demo", request},
          {"demo --plans 1", usage, "cannot write the demo's files",
           [](Program& p) { fs::create_directories(p.store() / "real_cases.jsonl"); }},
          {"demo --plans 1", usage, "cannot write the demo's files",
           [](Program& p) { fs::create_directories(p.store() / "fictional-999.jsonl"); }}}});
    const auto basis_of_another_store = [](Program& p) {
        const Program other;
        other.out("record 330/B request-received date=2025-01-13");
        other.out("breaches --as-of 2025-06-10 --basis-file b.json");
        p.write("b.json", other.read("b.json"));
        request(p);
    };
    static const std::string digest(64, '0');
    const auto basis_of_a_longer_log = [](Program& p) {
        request(p);
        p.write("b.json", R"({"as_of":"2025-06-10","known_at":null,"logs":[{"la":"330",)"
                          R"("entries":9,"root":")" +
                              digest + R"("}],"law":null,"calendar":null})");
    };
    const auto basis_of_another_law = [](Program& p) {
        request(p);
        p.write("b.json", R"({"as_of":"2025-06-10","known_at":null,"logs":[{"la":"330",)"
                          R"("entries":1,"root":")" +
                              digest + R"("}],"law":")" + digest + R"(","calendar":")" + digest +
                              R"("})");
    };
    all.push_back(
        {"Basis, law axis, counts and checks",
         {{"breaches --basis-file none/b.json", usage, "cannot write the basis", request},
          {"breaches --as-law-stood soon", usage, "cannot read --as-law-stood", request},
          {"rehearse law --from 2025-02-01 --to 2025-01-31", usage, "cannot rehearse",
           both(law({}), request)},
          {"rehearse law --show all", usage, "cannot read --show", both(law({}), request)},
          {"diff", usage, "no first night is named", request},
          {"diff --from soon", usage, "is no day and no instant", request},
          {"diff --from 2025-01-01 --from-basis b.json", usage, "are both given", request},
          {"diff --from 2025-01-01 --as-of 2025-01-01", usage, "cannot compare", request},
          {"diff --from-basis b.json", usage, "the file cannot be opened", request},
          {"diff --from-basis b.json", usage, "it holds no basis",
           both(request, file("b.json", "[]"))},
          {"diff --from-basis b.json", refused, "another root than the basis",
           basis_of_another_store},
          {"diff --from-basis b.json", refused, "the basis saw 9 entries", basis_of_a_longer_log},
          {"diff --prove --from-basis b.json", refused, "its first 1 entries have another root",
           [basis_of_another_store](Program& p) {
               basis_of_another_store(p);
               p.out("record 330/A final-plan-sent date=2025-06-02");
           }},
          {"diff --from-basis b.json", usage, "the basis was made under law", basis_of_another_law},
          {"count how-many", usage, "no question is called", request},
          {"count exceptions --year soon", usage, "is no year", request},
          {"count exceptions --year 2025 --from 2025-01-01", usage, "is given too", request},
          {"count exceptions --from 2025-02-01 --to 2025-01-31", usage, "cannot count", request},
          {"check --only nothing", usage, "no check is called", request}}});
    all.push_back(
        {"Recording by hand",
         {{"record A note date=2025-01-13", usage, "cannot record"},
          {"record 330/A note text", usage, "cannot record"},
          {"record 330/A note date=2025-01-13 date=2025-01-14", usage, "cannot record"},
          {"record 330/A note date=2025-01-13 text=\xFF", refused, "bytes that are not UTF-8"},
          {"record 330/A note date=2025-01-13 text=x --actor \xFF", usage,
           "--actor holds bytes that are not UTF-8"},
          {"record 330/A note date=2025-01-13 text=x --actor " + std::string(1025, 's'), usage,
           "--actor is longer than 1024 bytes"},
          {"record 330/A note date=2025-01-13 text=x",
           usage,
           "$USER holds bytes that are not UTF-8",
           {},
           {{"USER", "\xFF"}}},
          {"record 330/A exception-relied-on date=2025-01-13 ground=absence duty=reg99 reason=x",
           refused, "no duty is called"},
          {"record 330/A request-received date=2025-01-13", refused, "but position 2 retracts it",
           [](Program& p) {
               request(p);
               p.out("record 330/A retracted date=2025-01-14 of=1 reason=x");
           }},
          {"record 330/A request-recieved date=2025-01-13", refused, "cannot record"},
          {"record 330/A advice-requested date=2025-02-21", refused, "the field `body` is missing"},
          {"record 330/A note date=2025-01-13 text=x colour=red", refused, "no field `colour`"},
          {"record 330/A alert-raised date=2025-01-13 duty=r stage=s started_on=2025-01-01 "
           "due=2025-01-02 ordinal=1",
           refused, "the log writes entries of this type itself"},
          {"record 330/A note date=2025-01-13 text=x carried_from=928", refused,
           "the log writes the field `carried_from` itself"},
          {"record 330/A retracted date=2025-01-14 of=9 reason=x", refused, "no entry with the id",
           request},
          {"record 330/A note date=2025-01-13 text=y id=1", refused, "same source and id",
           [](Program& p) { p.out("record 330/A note date=2025-01-13 text=x id=1"); }},
          {"record 330/A note date=2025-01-13 text=x --expect 7", refused, "not the 7 expected",
           request}}});
    const auto passing = [](const std::string& list) {
        return [list](Program& p) {
            p.out("record 330/A request-received date=2025-01-13");
            p.out("record 331/A request-received date=2025-01-14");
            p.write("list.txt", list);
        };
    };
    const std::string passed = "succeed 330 331 --on 2026-04-01 --cases list.txt";
    all.push_back({"Cases that change hands",
                   {{"succeed 33 331 --on 2026-04-01 --cases list.txt", usage, "is no authority"},
                    {"succeed 330 330 --on 2026-04-01 --cases list.txt", usage,
                     "both authorities are the same"},
                    {"succeed 330 339 --on 2026-04-01 --cases list.txt", refused,
                     "no authority has the code 339", passing("A\n")},
                    {passed, usage, "cannot read list.txt", request},
                    {passed, usage, "of the list is no case reference", passing("A/B\n")},
                    {passed, usage, "names a case again", passing("A\nA\n")},
                    {passed, usage, "names no case", passing("\n")},
                    {passed + " --rename-source capita", usage, "is no OLD=NEW", passing("A\n")},
                    {passed, refused, "in the way", passing("A\n")}}});
    all.push_back(
        {"Importing",
         {{"import nowhere.jsonl --source nowhere.jsonl", usage, "cannot read nowhere.jsonl"},
          {"import /proc/self/mem --rejected .", usage,
           "cannot read /proc/self/mem: Input/output error"},
          {"import folder", usage, "cannot read folder",
           [](Program& p) { fs::create_directory(p.folder() / "folder"); }},
          {"import -", usage, "standard input comes with no --source"},
          {"import a.jsonl", usage, "its rows name no source", file("a.jsonl", good)},
          {"import a.jsonl", usage, "its rows name no source",
           both(request, file("a.jsonl", good))},
          {"import a.jsonl --source " + std::string(1025, 's'), usage, "longer than 1024 bytes",
           file("a.jsonl", good)},
          {"import a.jsonl --source \xFF", usage, "the source is not UTF-8", file("a.jsonl", good)},
          {"import a.csv --source a.csv", refused, "the file has no header row",
           row_of_csv_header("\n")},
          {"import a.csv --source a.csv", refused, "in the header row",
           row_of_csv_header("la,ca\"se\n")},
          {"import a.csv --source a.csv", refused, "the header row is longer than 64 KiB",
           row_of_csv_header("la,\"case" + std::string(2U << 20U, 'x'))},
          {"import a.csv --source a.csv", refused, "the header row has 16385 columns",
           row_of_csv_header(header_of(16385))},
          {"import a.csv --source a.csv", refused, "the header row is not UTF-8",
           row_of_csv_header("la,\xC3\xA9,\xFF,text\n")},
          {"import a.csv --source a.csv", refused, "begins as UTF-16LE",
           row_of_csv_header({"\xFF\xFE"
                              "l\0\0\xD8"
                              "a\0\n\0",
                              10})},
          {"import missing.jsonl a.jsonl --source missing.jsonl", usage,
           "cannot read missing.jsonl", both(request, file("a.jsonl", good))},
          {"import a.jsonl --source a.jsonl --mend --dry-run", usage, "--mend and --dry-run",
           file("a.jsonl", good)},
          {"import a.csv --source a.csv", refused, "two columns of the header row have no name",
           row_of_csv_header(",la,case,type,date,\n")},
          {"import a.csv --source a.csv", refused, "names `la` twice",
           row_of_csv_header("la,case,type,date,la\n")},
          {"import a.csv --source a.csv", refused, "names none of",
           row_of_csv_header("330,A,note,2025-01-13\n")},
          {"import a.jsonl --source a.jsonl", usage, "cannot write the refused rows",
           both(file("a.jsonl", "bad\n"),
                [](Program& p) {
                    fs::create_directory(p.folder() / "a.jsonl.rejected.jsonl.partial");
                })},
          {"import a.jsonl --source a.jsonl --rejected nowhere", usage,
           "cannot write the refused rows", file("a.jsonl", good)},
          {"import a.jsonl.rejected.jsonl --source a.jsonl.rejected.jsonl", usage,
           "only refused rows of earlier imports are named", file("a.jsonl.rejected.jsonl", good)},
          {"import \" \"", usage, "its rows name no source", file(" ", good)},
          {"import a.jsonl --source a.jsonl", usage, "cannot remember the rows of the file",
           file("a.jsonl", nameless), no_tmp},
          {"import --dry-run a.jsonl --source s", usage, "cannot remember the rows of the file",
           file("a.jsonl", good), no_tmp},
          {"export --format csv", usage, "cannot export as CSV", [](Program& p) {
               p.write("a.jsonl", R"({"la":"330","case":"A","type":"note","date":"2025-01-13",)"
                                  R"("text":"x",")" +
                                      std::string(65536, 's') + "\":\"x\"}\n");
               p.out("import a.jsonl --source a.jsonl");
           }}}});
    all.push_back(
        {"The store",
         {{"breaches", store, "there is no store in this folder"},
          {"alerts --emit", store, "there is no store in this folder"},
          {"--store a.jsonl import a.jsonl --source a.jsonl", store, "cannot make the store",
           file("a.jsonl", good)},
          {"breaches", store, "cannot make a temporary folder", request, no_tmp},
          {"breaches", store, "its format is version 99",
           operation([](const Surgery& s) { s.put("default", "format", "99"); })},
          {"record 330/C-1 note date=2025-01-13 text=seen", store, "its format is version 1",
           store_of_format_1},
          {"breaches", store, "does not say its format version",
           operation([](const Surgery& s) { s.remove("default", "format"); })},
          {"breaches", store, "has no CURRENT file",
           both(two_logs, [](Program& p) { fs::remove(p.store() / "db" / "CURRENT"); })},
          {"breaches", store, "the write-ahead log is damaged", flip_in_wal},
          {"breaches", store, "cannot read the store",
           both(two_logs, [](Program& p) { in_store(p, "db/CURRENT", "MANIFEST-999999\n"); })},
          {"breaches", store, "CURRENT does not name a MANIFEST",
           both(two_logs, [](Program& p) { in_store(p, "db/CURRENT", "x"); })},
          {"breaches", store, "the list of the database's files is damaged", flip_in_manifest},
          {"breaches", store, "is missing", without_wals},
          {"breaches", store, "is missing",
           both(without_wals, [](Program& p) { in_store(p, "db/000001.log", ""); })},
          {"breaches", store, "the file SYNCED cannot be read",
           both(two_logs, [](Program& p) { in_store(p, "SYNCED", "x"); })},
          {"breaches", store, "bytes were synced, and it has", cut_wal},
          {"breaches", store, "the making of it was broken off", broken_off},
          {"breaches", store, "the file HEADS cannot be read", heads_with("wal", "what")},
          {"breaches", store, "the file HEADS cannot be read", heads_with("330", "33")},
          {"breaches", store, "the file HEADS cannot be read", heads_with("330 1", "330 x")},
          {"breaches", store, "but had 9 when it was last closed", heads_with("330 1", "330 9")},
          {"breaches", store, "is not the log it was when it was last closed",
           heads_with("330 1 .*", "330 1 ab")},
          {"breaches", store, "the head of a log cannot be read",
           operation([](const Surgery& s) { s.put("default", "head" + key_of(330), "x"); })},
          {"breaches", store, "logs have blocks", without("records")},
          {"breaches", store, "end at position 0", long_ago(without("records"))},
          {"breaches", store, "a log has no head", operation([](const Surgery& s) {
               s.put("records", key_of(332) + std::string(7, '\0') + "\x01", "x");
           })},
          {"breaches", store, "end at position 605", without_last("records")},
          {"export", store, "position 1 is missing", without_first("records")},
          {"export", store, "cannot be read", spoilt("records")},
          {"audit 330/A", store, "cannot be read", spoilt("records")},
          {"export", store, "has a key that is no key", operation([](const Surgery& s) {
               s.put("records", key_of(330) + std::string(7, '\0') + "\x01\x01", "x");
           })},
          {"export", store, "record version 77", first_record_with(0, 77)},
          {"export", store, "the head of a record is bad", first_record_with(1, 9)},
          {"export", store, "event type number 251", first_record_with(2, '\xFB')},
          {"breaches", store, "the number of the last sealed commit",
           operation([](const Surgery& s) { s.put("default", "sealed", "x"); })},
          {"breaches", store, "of the journal is missing or cannot be read",
           one_more_commit(2, 5, "x")},
          {"breaches", store, "log 330, position 5 is missing", one_more_commit(1, 6, "x")},
          {"breaches", store, "the journal of 330", one_more_commit(1, 5, "x")},
          {"breaches", store, "the columns after", without_first("columns")},
          {"breaches", store, "the columns after", spoilt("columns")},
          {"breaches", store, "that the dictionary lacks", swapped("columns")},
          {"breaches", store, "the dictionary of log 330 holds", without("dictionary")},
          {"breaches", store, "the dictionary of log 330 cannot be read", spoilt("dictionary")},
          {"record 330/A note date=2025-01-13 text=x", store, "the index after",
           without_first("index")},
          {"record 330/A note date=2025-01-13 text=x", store, "the index after", spoilt("index")},
          {"rebuild", store, "do not have the digest of their head", swapped("records")}}});
    all.push_back(
        {"Backups",
         {{"backup copies", usage, "is no folder of backups",
           both(request,
                [](Program& p) { fs::create_directories(p.folder() / "copies/letters"); })},
          {"backup copies", store, "the write-ahead log is damaged", flip_in_wal},
          {"backup copies", store, "in the backup before", another_store},
          {"backup a.jsonl/copies", store, "cannot make the folder",
           both(request, file("a.jsonl", good))},
          {"restore copies", usage, "there is something in this folder", backed_up},
          {"--store new restore copies", usage, "there are no backups in this folder", request},
          {"--store new restore copies --backup 9", store, "there is no such backup", backed_up},
          {"--store new restore copies", store, "cannot use backup 1", damaged_backup},
          {"--store new restore copies", store, "BACKUPS, is missing",
           both(twice_backed_up, without_file("BACKUPS"))},
          {"--store new restore copies", store, "its list of files is missing",
           both(twice_backed_up, without_file("manifests/2"))},
          {"--store new restore copies", store, "is missing",
           both(backed_up, without_file("files"))},
          {"--store new restore copies", store, "is not what was backed up as",
           both(backed_up, spoilt_files)},
          {"--store new restore copies", usage, "is in the way, and no restore has made it",
           both(backed_up, [](Program& p) {
               fs::create_directories(p.folder() / "new.restoring/letters");
           })}}});
    all.push_back({"Standard output",
                   {{"export", store, "cannot finish the export", request, full},
                    {"alerts --as-of 2025-02-20 --format ics", store,
                     "cannot finish the calendar file", request, full},
                    {"breaches --as-of 2025-08-01", store, "cannot finish", request, full}}});
    std::string held_often;  // the evaluator keeps three histories for each
    for (int i = 0; i < 30; ++i) {
        held_often += (i == 0 ? "[" : ", ");
        held_often += "{ by = [\"appeal-registered\"], until = [\"appeal-withdrawn\"] }";
    }
    held_often += "]";
    all.push_back(
        {"The law",
         {{"rules --law nowhere", usage, "cannot read the law in nowhere"},
          {"rules --law empty", usage, "cannot read the law in empty",
           [](Program& p) { fs::create_directory(p.folder() / "empty"); }},
          {law_is, usage, "is not known", law({{"lapse", "[]"}})},
          {law_is, usage, "must be a text", law({{"duty", "7"}})},
          {law_is, usage, "the row has no cite", law({{"cite", ""}})},
          {law_is, usage, "must be a list of texts", law({{"starts", "\"request-received\""}})},
          {law_is, usage, "must hold texts only", law({{"starts", "[7]"}})},
          {law_is, usage, "is not a value of kind", law({{"kind", "\"custom\""}})},
          {law_is, usage, "starts: no event type", law({{"starts", "[\"request\"]"}})},
          {law_is, usage, "the bracket is not closed",
           law({{"ends", "[\"assess-decision-notified[outcome=yes\"]"}})},
          {law_is, usage,
           "a condition needs = or !=", law({{"ends", "[\"assess-decision-notified[outcome]\"]"}})},
          {law_is, usage, "has no field \"colour\"",
           law({{"ends", "[\"assess-decision-notified[colour=red]\"]"}})},
          {law_is, usage, "is not a value of outcome",
           law({{"ends", "[\"assess-decision-notified[outcome=maybe]\"]"}})},
          {law_is, usage, "meeting takes only =subject and !=subject",
           law({{"lapses", "[\"review-meeting-notified[meeting=2025-01-13]\"]"}})},
          {law_is, usage, "self: belongs in ends only",
           law({{"lapses", "[\"self:request-received\"]"}})},
          {law_is, usage, "belongs in lapses only",
           law({{"ends", "[\"review-meeting-notified[meeting!=subject]\"]"}})},
          {law_is, usage, "no event has a field", law({{"start_date", "[\"colour\"]"}})},
          {law_is, usage, "source must be an https address",
           law({{"source", "\"http://example.org\""}})},
          {law_is, usage, "the row needs starts and ends", law({{"starts", "[]"}})},
          {law_is, usage, "is not a value of on_restart", law({{"on_restart", "\"again\""}})},
          {law_is, usage, "cannot read ends_from", law({{"ends_from", "\"5 days before on\""}})},
          {law_is, usage, "cannot read the limit", law({{"within", "\"20 fortnights\""}})},
          {law_is, usage, "the bracket is not closed",
           law({{"within", "\"later of (1 week, 2 weeks\""}})},
          {law_is, usage, "two limits need", law({{"within", "\"1 week, 2 weeks\""}})},
          {law_is, usage, "override must be", law({{"override", "\"on\""}})},
          {law_is, usage, "cannot read the exception", law({{"excused_by", "[\"absence(x)\"]"}})},
          {law_is, usage, "no ground is called", law({{"excused_by", "[\"holiday\"]"}})},
          {law_is, usage, "absence needs its length", law({{"excused_by", "[\"absence\"]"}})},
          {law_is, usage, "the row has no in_force", law({{"in_force", ""}})},
          {law_is, usage, "in_force needs dates", law({{"in_force", "{ from = \"2014\" }"}})},
          {law_is, usage, "in_force has no \"until\"",
           law({{"in_force", "{ from = 2014-09-01, until = 2015-09-01 }"}})},
          {law_is, usage, "in_force has no from", law({{"in_force", "{ to = 2014-09-01 }"}})},
          {law_is, usage, "in_force ends before it begins",
           law({{"in_force", "{ from = 2014-09-01, to = 2014-08-31 }"}})},
          {law_is, usage, "known_from must be a date", law({{"known_from", "\"2022\""}})},
          {law_is, usage, "known_from does not lie after", law({{"known_from", "2014-09-01"}})},
          {law_is, usage, "readings are written as", law({{"reading", "7"}})},
          {law_is, usage, "a reading must be a table", law({{"reading", "[7]"}})},
          {law_is, usage, "a reading cannot change", law({}, reading("other") + "id = \"r2\"\n")},
          {law_is, usage, "a reading cannot be called", law({}, reading("strict"))},
          {law_is, usage, "a second reading of the row", law({}, reading("a") + reading("a"))},
          {law_is, usage, "versions are written as", law({{"version", "7"}})},
          {law_is, usage, "a version must be a table", law({{"version", "[7]"}})},
          {law_is, usage, "a version cannot change",
           law({}, version("2027-01-01") + "id = \"r2\"\n")},
          {law_is, usage, "the version has no in_force_from", law({}, "[[duty.version]]\n")},
          {law_is, usage, "in_force_from must be a date", law({}, version("2027"))},
          {law_is, usage, "in_force_to must be a date",
           law({}, version("2027-01-01") + "in_force_to = 2028\n")},
          {law_is, usage, "the version ends before it begins",
           law({}, version("2027-01-01") + "in_force_to = 2026-12-31\n")},
          {law_is, usage, "the version does not come into force after the one before it",
           law({}, version("2014-09-01"))},
          {law_is, usage, "two versions are in force on 2027-01-01",
           law({{"in_force", "{ from = 2014-09-01, to = 2027-01-01 }"}}, version("2027-01-01"))},
          {law_is, usage, "no measure is called", law({{"measures", "[\"20-weeks\"]"}})},
          {law_is, usage, "does not stand once in [stages]", law({{"stage", "\"somewhere\""}})},
          {law_is, usage, "no row of the law carries the measure",
           both(law({}), measured_as("\"review-decision\",", ""))},
          {law_is, usage, "there is no table [closure]",
           both(law({}), file("law/common.toml", "[closed_case]\nstays_closed = [\"note\"]\n"))},
          {law_is, usage, "stays_closed: no event type",
           both(law({}), file("law/common.toml", common_with("\"note\"", "\"notes\"")))},
          {law_is, usage, "stays_closed must be a list of texts",
           both(law({}), file("law/common.toml", common_with("[\"note\"]", "7")))},
          {law_is, usage, "stays_closed must hold texts only",
           both(law({}), file("law/common.toml", common_with("\"note\"", "7")))},
          {law_is, usage, "[closure] has no margin",
           both(law({}), file("law/common.toml", common_with("margin = 7\n", "")))},
          {law_is, usage, "at_least must be a number of days",
           both(law({}), file("law/common.toml", common_with("28", "\"28\"")))},
          {law_is, usage, "no ground is called",
           both(law({}), file("law/common.toml", common_with("coronavirus", "holiday")))},
          {law_is, usage, "refused must be a text",
           both(law({}), file("law/common.toml", common_with("\"outside\"", "7")))},
          {law_is, usage, "the time ends before it begins",
           both(law({}), file("law/common.toml", common_with("2020-09-25", "2020-04-30")))},
          {law_is, usage, "common.toml:1: the file is missing",
           both(law({}), [](Program& p) { fs::remove(p.folder() / "law/common.toml"); })},
          {law_is, usage, "there is no list of [[authority]]",
           both(law({}), file("law/authorities.toml", "\n"))},
          {law_is, usage, "an authority needs id, cite and words",
           both(law({}), file("law/authorities.toml", "[[authority]]\nid = \"a\"\n"))},
          {law_is, usage, "the holiday withdrawn is still listed",
           calendar("verified_from = 2014-01-01\nverified_until = 2028-12-31\n"
                    "holiday = [{ day = 2025-12-25 }]\n"
                    "withdrawn = [{ day = 2025-12-25, until = 2025-01-01 }]\n")},
          {law_is, usage, "no starting event of the row has such a day",
           law({{"within", "\"2 weeks before meeting\""}})},
          {law_is, usage, "carries no body", law({{"subject", "\"body\""}})},
          {law_is, usage, "does not start the row", law({{"ends", "[\"self:plan-ceased\"]"}})},
          {law_is, usage, "a second row is called r1",
           law({},
               "[[duty]]\nid = \"r1\"\ncite = \"c\"\nsource = \"https://example.org\"\n"
               "words = \"w\"\nowed_by = \"LA\"\nduty = \"d\"\nstarts = [\"request-received\"]\n"
               "within = \"1 week\"\nends = [\"final-plan-sent\"]\non_restart = \"ignore\"\n"
               "in_force = { from = 2014-09-01 }\n")},
          {law_is, usage, "no row is called r9", law({{"unless_open", "[\"r9\"]"}})},
          {law_is, usage, "more than 128 rows", law({}, many_rows)},
          {law_is, usage, "a row of a group must be of its own matter",
           law({{"group", "\"request\""}, {"matter", "\"any\""}})},
          {law_is, usage, "a row of a group cannot have ends_from",
           law({{"group", "\"request\""}, {"ends_from", "\"12 months before on\""}})},
          {law_is, usage, "whatever_answered needs answers",
           law({{"whatever_answered", "[\"final-plan-sent\"]"}})},
          {law_is, usage, "is not a value of answers", law({{"answers", "[\"reviews\"]"}})},
          {law_is, usage, "held must be a list of", law({{"held", "7"}})},
          {law_is, usage, "held needs by and until, and nothing else",
           law({{"held", "[{ by = [\"appeal-registered\"] }]"}})},
          {law_is, usage, "the limit counts from two types of event",
           law({{"within",
                 "\"earlier of (1 week from appeal-registered, 1 week from "
                 "appeal-received)\""}})},
          {law_is, usage, "override must be", law({{"override", "\"by from\""}})},
          {law_is, usage, "override: ", law({{"override", "\"by from nothing\""}})},
          {law_is, usage, "names no day in `by`", law({{"override", "\"by from case-closed\""}})},
          {law_is, usage, "a row whose day an event fixes cannot rest",
           law({{"override", "\"by from tribunal-direction\""},
                {"rests", "[\"assess-decision-notified\"]"}})},
          {law_is, usage, "is no decision of one kind",
           law({{"subject", "\"against\""}, {"starts", "[\"request-received\"]"}})},
          {law_is, usage, "too many rows are held", law({{"held", held_often}})},
          {law_is, usage, "the file has no [[duty]]",
           both(law({}), file("law/20-more.toml", "[instrument]\ntitle = \"x\"\n"))},
          {law_is, usage, "a duty must be a table",
           both(law({}), file("law/20-more.toml", "duty = [7]\n"))},
          {law_is, usage, "the key \"duties\" is not known",
           both(law({}), file("law/20-more.toml", "[[duties]]\n"))},
          {law_is, usage, "cannot load the law", both(law({}), file("law/20-more.toml", "= 1\n"))},
          {law_is, usage, "values or keys nest too deep",
           both(law({}), file("law/20-more.toml", std::string(33, '[') + "\n"))},
          {law_is, usage, "the file is missing",
           both(law({}), [](Program& p) { fs::remove(p.folder() / "law/calendar.toml"); })},
          {law_is, usage, "there is no list of [[holiday]]",
           calendar("verified_from = 2014-01-01\nverified_until = 2028-12-31\n")},
          {law_is, usage, "the date verified_from is missing or no date",
           calendar("verified_until = 2028-12-31\n[[holiday]]\nday = 2025-12-25\n")},
          {law_is, usage, "verified_until does not lie after",
           calendar("verified_from = 2028-12-31\nverified_until = 2014-01-01\n[[holiday]]\n"
                    "day = 2025-12-25\n")},
          {law_is, usage, "a holiday must be a table",
           calendar("verified_from = 2014-01-01\nverified_until = 2028-12-31\nholiday = [7]\n")},
          {law_is, usage, "the holiday is listed twice",
           calendar("verified_from = 2014-01-01\nverified_until = 2028-12-31\n[[holiday]]\n"
                    "day = 2025-12-25\n[[holiday]]\nday = 2025-12-25\n")}}});
    return all;
}

// ---- What the rows of a file are refused for ----

struct BadRow {
    Why why;
    std::string file;  // the whole of it
    bool csv = false;
    bool trusted = false;
    bool unnamed = false;  // without --source
};

std::vector<BadRow> bad_rows() {
    const auto row = [](const std::string& la, const std::string& case_ref, const std::string& type,
                        const std::string& date, const std::string& more = "") {
        return R"({"la":")" + la + R"(","case":")" + case_ref + R"(","type":")" + type +
               R"(","date":")" + date + "\"" + more + "}\n";
    };
    const auto note = [&](const std::string& more) {
        return row("330", "A", "note", "2025-01-13", more);
    };
    const std::string header = "la,case,type,date,text\n";
    std::string fields;
    for (int i = 0; i < 16385; ++i) fields += ",\"f" + std::to_string(i) + "\":1";
    return {{Why::line_too_long, std::string((8U << 20U) + 1, 'x') + "\n"},
            {Why::not_utf8, note(",\"text\":\"caf\xE9\"")},
            {Why::not_json, "330,A,note\n"},
            {Why::not_an_object, "[]\n"},
            {Why::repeated_field, note(",\"la\":\"331\"")},
            {Why::value_is_boolean, note(",\"text\":true")},
            {Why::value_is_list, note(",\"text\":[]")},
            {Why::value_is_object, note(",\"text\":{}")},
            {Why::csv_stray_quote, header + "330,A,note,2025-01-13,a\"b\n", true},
            {Why::csv_bare_return, header + "330,A,note,2025-01-13,a\rb\n", true},
            {Why::csv_never_ends, header + "330,A,note,2025-01-13,\"a\n", true},
            {Why::csv_cells, header + "330,A,note\n", true},
            {Why::csv_cells_across_lines, header + "330,A,note,\"2025-01-13\n330\"\n", true},
            {Why::field_missing, note("")},
            {Why::la_malformed, row("33", "A", "note", "2025-01-13")},
            {Why::la_not_listed, row("339", "A", "note", "2025-01-13")},
            {Why::case_malformed, row("330", "A/B", "note", "2025-01-13")},
            {Why::case_in_disguise, row("330", "7.0", "note", "2025-01-13")},
            {Why::type_unknown, row("330", "A", "notes", "2025-01-13")},
            {Why::source_missing, note(R"(,"text":"x","source":"s")") + note(R"(,"text":"x")"),
             false, false, true},
            {Why::day_malformed, row("330", "A", "note", "13/01/2025")},
            {Why::day_out_of_range, row("330", "A", "note", "1025-01-13")},
            {Why::year_malformed, row("330", "A", "phase-transfer-planned", "2025-01-13",
                                      R"(,"transfer":"other","year":"26")")},
            {Why::instant_malformed, note(R"(,"text":"x","recorded_at":"13 Jan")")},
            {Why::not_listed,
             row("330", "A", "assess-decision-notified", "2025-01-13", R"(,"outcome":"maybe")")},
            {Why::too_long, note(R"(,"text":"x","id":")" + std::string(1025, '1') + "\"")},
            {Why::too_many_fields, note(R"(,"text":"x")" + fields)},
            {Why::row_too_large, note(",\"text\":\"" + std::string(1U << 20U, 'x') + "\"")},
            {Why::own_type, row("330", "A", "alert-raised", "2025-01-13",
                                R"(,"duty":"r","stage":"s","started_on":"2025-01-01",)"
                                R"("due":"2025-01-02","ordinal":"1")")},
            {Why::own_field, note(R"(,"text":"x","carried_from":"928 1 1 00")")},
            {Why::instant_to_come, note(R"(,"text":"x","recorded_at":"9999-01-13T10:00:00Z")"),
             false, true},
            {Why::retracts_nothing,
             row("330", "A", "retracted", "2025-01-13", R"(,"of":"9","reason":"x")")},
            {Why::conflict, note(R"(,"text":"x","id":"1")") + note(R"(,"text":"y","id":"1")")}};
}

// ---- Running and writing down ----

// What differs from run to run is given a name.
std::string steady(std::string text, const Program& p) {
    const auto folder = p.folder().string();
    const auto above = p.folder().parent_path().string();
    for (const auto& [from, to] : {std::pair{folder, std::string{"FOLDER"}}, {above, "TMP"}}) {
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from)) {
            text.replace(at, from.size(), to);
        }
    }
    text = std::regex_replace(text, std::regex("(longstop-[a-z]+)-[A-Za-z0-9]{6}"), "$1-XXXXXX");
    text = std::regex_replace(text, std::regex("process [0-9]+"), "process 4711");
    text = std::regex_replace(text, std::regex("[0-9]{6}\\.(log|sst)"), "NNNNNN.$1");
    text = std::regex_replace(text, std::regex("at byte [0-9]+"), "at byte NNN");
    text = std::regex_replace(text, std::regex("checksum is [0-9A-F]+"), "checksum is ABCDEF01");
    for (const auto size : {65536U, 1025U}) {
        const std::string many(size, 's');
        for (auto at = text.find(many); at != std::string::npos; at = text.find(many)) {
            text.replace(at, size, "sss...");
        }
    }
    text = std::regex_replace(text, std::regex("[0-9a-f]{64}"), "SHA256");
    text = std::regex_replace(text, std::regex("\xFF"), "\\xFF");
    return text;
}

bool is_code_line(std::string_view line) {
    return std::any_of(events::error_rows.begin(), events::error_rows.end(),
                       [&](const auto& row) { return line == "  code: " + std::string{row.name}; });
}

// "error: ..: ..", then perhaps a reason, then the code, then perhaps what to do.
void check_layout(const std::string& err) {
    const auto lines = lines_of(err);
    std::size_t at = 0;
    if (at < lines.size() && lines[at].starts_with("making a new store")) ++at;
    CHECK(at < lines.size());
    if (at >= lines.size()) return;
    CHECK(std::regex_search(lines[at], std::regex("^error: [^:]+: .+")));
    ++at;
    if (at < lines.size() && lines[at].starts_with("  why it matters: ")) ++at;
    INFO(err);
    CHECK((at < lines.size() && is_code_line(lines[at])));
    ++at;
    if (at < lines.size() && lines[at].starts_with("hint: ")) ++at;
    CHECK(at == lines.size());
}

// What a second writer is told.
std::string told_of_a_holder() {
    Program longstop;
    request(longstop);
    auto holder = longstop.start({"import", "-", "--source", "feed"});
    holder.write("\n");
    Ran ran;
    // Until the import holds the store; each try may hold it too, and the import give up.
    for (int tries = 0; tries < 500 && ran.status != store; ++tries) {
        ::usleep(100000);
        ran = longstop("rebuild");
    }
    CHECK(ran.status == store);
    CHECK(ran.err.find("process " + std::to_string(holder.process())) != std::string::npos);
    check_layout(ran.err);
    return steady(ran.err, longstop);
}

std::string catalogue() {
    std::string page =
        "# What the program says when something is wrong\n\n"
        "Made by `./dev bless` from the list in tests/cli/errors_test.cpp, which brings each "
        "about\n"
        "through the real program and holds this page against what was printed.\nExit status: 1 "
        "the answer is no, 2 usage, 3 refused input, 4 the store.\n";
    for (const auto& part : parts()) {
        page += "\n## " + part.title + "\n";
        for (const auto& failure : part.failures) {
            Program longstop;
            INFO(part.title << ": " << failure.command << ": " << failure.told);
            if (failure.arrange) failure.arrange(longstop);
            const auto ran = longstop.run(words_of(failure.command), {}, failure.variables);
            INFO(ran.err);
            CHECK(ran.status == failure.status);
            CHECK(ran.err.find(failure.told) != std::string::npos);
            check_layout(ran.err);
            page += "\n### " + steady(failure.told, longstop) + "\n";
            page += "\n`longstop " + steady(failure.command, longstop) + "` ends with " +
                    std::to_string(ran.status) + "\n\n```text\n" + steady(ran.err, longstop) +
                    "```\n";
        }
    }
    page +=
        "\n## A store that is held\n\n`longstop rebuild` beside an import ends with "
        "4\n\n```text\n" +
        told_of_a_holder() + "```\n";
    page +=
        "\n## Rows of a file\n\nA refused row goes to FILE.rejected.jsonl with its line and one "
        "of these; the import ends with 3.\n\n";
    for (const auto& bad : bad_rows()) {
        const Program longstop;
        const auto name = std::string{bad.csv ? "a.csv" : "a.jsonl"};
        longstop.write(name, bad.file);
        const auto ran = longstop("import " + name + (bad.unnamed ? "" : " --source " + name) +
                                  (bad.trusted ? " --trust-recorded-at" : ""));
        const auto rows = rows_of_jsonl(longstop.read(name + ".rejected.jsonl"));
        INFO(bad.file.substr(0, 200));
        CHECK(ran.status == refused);
        CHECK_FALSE(rows.empty());
        if (rows.empty()) continue;
        page +=
            "- " + std::regex_replace(rows.front().at("reason"), std::regex("\xFF"), "?") + "\n";
    }
    return page;
}

const std::string& printed_catalogue() {
    static const std::string page = catalogue();
    return page;
}

const fs::path& catalogue_file() {
    static const fs::path path{LONGSTOP_TESTS_DIR "/errors/catalogue.md"};
    return path;
}

TEST_CASE("errors: each is brought about, with its status, and the catalogue is fresh",
          "[e2e][errors]") {
    const auto& page = printed_catalogue();
    if (longstop::tests::blessing()) std::ofstream(catalogue_file()) << page;
    CHECK(difference(page, whole_file(catalogue_file())) == "");
}

// Damage is no error of `verify` but its answer: every finding a row, and exit status 1.
TEST_CASE("verify: a damaged store is named, and the answer is no", "[e2e][errors][verify]") {
    const std::vector<std::pair<std::string, Arrange>> damages{
        {"a damaged write-ahead log", flip_in_wal}, {"a cut write-ahead log", cut_wal},
        {"a block of the index", spoilt("index")},  {"records of another log", swapped("records")},
        {"a lost block", without_first("records")}, {"a bad record", first_record_with(2, '\xFB')},
        {"a lost write-ahead log", without_wals}};
    for (const auto& [name, arrange] : damages) {
        INFO(name);
        Program longstop;
        arrange(longstop);
        const auto ran = longstop("verify --format json");
        CHECK(ran.status == the_answer_is_no);
        const auto findings = rows_of_json(ran.out);
        REQUIRE_FALSE(findings.empty());
        for (const auto& finding : findings) {
            CHECK_FALSE(finding.at("where").empty());
            CHECK_FALSE(finding.at("fault").empty());
        }
        CHECK(longstop("verify --format table").out.find("restore the last backup") !=
              std::string::npos);
    }
}

TEST_CASE("errors: docs/cli.md lists every code with its exit status", "[errors]") {
    const auto page = whole_file(fs::path(LONGSTOP_SOURCE_DIR) / "docs/cli.md");
    for (const auto& row : events::error_rows) {
        const auto line = "| `" + std::string{row.name} + "` | " +
                          std::to_string(events::exit_status(row.kind)) + " | ";
        INFO(line);
        CHECK(page.find(line) != std::string::npos);
    }
}

TEST_CASE("errors: every reason to refuse a row is in the list", "[e2e][errors]") {
    std::set<Why> all;
    for (const auto& bad : bad_rows()) all.insert(bad.why);
    CHECK(all.size() == why_count);
}

// ---- Nothing forgotten ----

// What only the library can reach, and why.
const std::map<std::string, std::string>& not_by_the_program() {
    static const std::map<std::string, std::string> all{
        {"it holds 4,294,967,294 entries", "needs a log of four billion entries"},
        {"cannot append to log ", "the same"},
        {"positions of this format end there", "the same"},
        {"open a new store for the authority", "the same"},
        {"cannot write to the store", "a disk that fails while it is written: tests/disk"},
        {"nothing more was written; what was acknowledged", "the same"},
        {"make room or see to the disk", "the same"},
        {"its list of files is that of backup",
         "needs a manifest in the place of another: tests/log"},
        {"its list of files is not the one that BACKUPS names", "the same"},
        {"nothing is written after a failed write", "told to RocksDB alone"},
        {"the entries were not acknowledged", "the same"},
        {"cannot use the store ", "a disk that fails, a right that is missing: tests/log"},
        {"cannot read the write-ahead log", "told as the damage of the store, in the catalogue"},
        {"cannot read the list of the database's files", "the same"},
        {"nothing of the append was written", "needs an append of 4 GiB"},
        {"append fewer entries at once", "the same"},
        {"memory ran out", "memory that runs out: tests/log"},
        {"give it more memory", "the same"},
        {"mend the disk", "the same"},
        {"cannot write ", "HEADS on a disk that fails: tests/log"},
        {"the entries are safe; the next opening", "the same"},
        {"is the disk full, or the folder not writable", "the same"},
        {"a writer changes it faster than it can be opened", "a writer that never rests"},
        {"an answer from between two states", "the same"},
        {"a writer changes its files faster than they can be linked", "the same"},
        {"a picture of two moments could miss entries", "the same"},
        {"cannot take a picture of the store", "the same"},
        {"the file HEADS cannot be read: ", "a disk that fails while it is read: tests/log"},
        {"its logs end elsewhere", "a store put back is held against HEADS before"},
        {"CURRENT is missing", "a file that goes between two looks: tests/log"},
        {"cannot read the file", "memory that runs out while a file is read"},
        {"cannot read an entry of the log", "told as the damage of a position, in the catalogue"},
        {"an entry that cannot be read could hide a breach", "the same"},
        {"longstop verify names the damage; restore", "the same"},
        {" entries by its head, but columns for ", "blocks are held against the heads before"},
        {"the index of log ", "the same"},
        {" ends at position ", "the same"},
        {"the head of log ", "the heads are read before, all together"},
        {"the index at ", "read whole before an entry of it is: tests/log"},
        {"the columns at ", "the same"},
        {"the last block of log ", "blocks are held against the heads before"},
        {"what is to be sealed of log ", "a fault of our own"},
        {"what is to be sealed of log ", "a fault of our own"},
        {" does not add up", "the same"},
        {"a commit just written cannot be read", "the same"},
        {"the journal is missing from the list", "a MANIFEST cut short: tests/log"},
        {"a block of log ", "in the catalogue, with the log's number"},
        {"the header row has no end", "the reader gives up on an endless row before"},
        {"import it again: what is already in the log", "memory that runs out"},
        {"longstop stopped", "a fault of our own"},
        {"run longstop verify; if it finds nothing", "the same"},
        {"the answer was not finished", "the same"}};
    return all;
}

// The texts of the constructs that make an error, as they stand in a source file.
std::vector<std::string> error_texts_in(const std::string& source) {
    static const std::regex makes(
        R"((Error\{|usage_error\(|cannot_record\(|damaged\(|Fault\{|\bfail\(|unusable\(|)"
        R"(return \{(events::)?ErrorCode::))");
    std::vector<std::string> texts;
    for (std::sregex_iterator it(source.begin(), source.end(), makes), end; it != end; ++it) {
        int depth = 0;
        std::string text;
        bool joined = false;
        auto at = static_cast<std::size_t>(it->position() + it->length()) - 1;
        if (it->str().starts_with("return {"))
            at = source.find('{', static_cast<std::size_t>(it->position()));
        for (; at < source.size(); ++at) {
            const char c = source[at];
            if (c == '"') {
                if (!joined) {
                    if (!text.empty()) texts.push_back(text);
                    text.clear();
                }
                for (++at; source[at] != '"'; ++at) {
                    if (source[at] == '\\') ++at;
                    text += source[at];
                }
                joined = true;
            } else if (c == '(' || c == '{') {
                ++depth;
            } else if (c == ')' || c == '}') {
                if (--depth == 0) break;
            }
            if (c != '"' && c != ' ' && c != '\n') joined = false;
        }
        if (!text.empty()) texts.push_back(text);
    }
    return texts;
}

// The longest piece of a text between its placeholders.
std::string longest_piece(const std::string& text) {
    std::string longest;
    std::size_t from = 0;
    while (from <= text.size()) {
        const auto to = std::min(text.find('{', from), text.size());
        if (to - from > longest.size()) longest = text.substr(from, to - from);
        const auto close = text.find('}', to);
        if (close == std::string::npos) break;
        from = close + 1;
    }
    return longest;
}

TEST_CASE("errors: no error of the sources is missing from the catalogue", "[e2e][errors]") {
    const auto page = whole_file(catalogue_file());
    std::size_t found = 0;
    std::string missing;
    for (const auto* part : {"events", "engine", "projections", "cli"}) {
        const fs::path folder = fs::path(LONGSTOP_SOURCE_DIR) / part;
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            if (entry.path().extension() != ".cpp") continue;
            for (const auto& text : error_texts_in(whole_file(entry.path()))) {
                const auto piece = longest_piece(text);
                if (piece.size() < 12) continue;  // "the field" and the like
                ++found;
                const auto& elsewhere = not_by_the_program();
                const bool excused = std::any_of(
                    elsewhere.begin(), elsewhere.end(),
                    [&](const auto& known) { return text.find(known.first) != std::string::npos; });
                if (excused || page.find(piece) != std::string::npos) continue;
                missing += entry.path().filename().string() + ": " + piece + "\n";
            }
        }
    }
    CHECK(found > 100);
    INFO("bring these about in tests/cli/errors_test.cpp, or say there why nobody can:\n"
         << missing);
    CHECK(missing.empty());
}

}  // namespace
}  // namespace longstop::cli::tests
