// The files about an import: who may read them, what they are called, and what is left when it is
// stopped. And what comes in from outside a file: names, the user, instants.
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <thread>

#include "tests/cli/e2e_program.hpp"
#include "tests/cli/e2e_rows.hpp"

namespace longstop::cli::tests {
namespace {

constexpr std::string_view good =
    R"({"la":"330","case":"A","type":"request-received","date":"2025-01-13","id":"1"})"
    "\n";
constexpr std::string_view bad = "not json\n";

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

unsigned mode_of(const fs::path& file) {
    return static_cast<unsigned>(fs::status(file).permissions()) & 0777U;
}

class Umask {
  public:
    explicit Umask(mode_t mask) : before_(::umask(mask)) {}
    ~Umask() { ::umask(before_); }

  private:
    mode_t before_;
};

std::size_t entries_of(const fs::path& folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
}

// A pipe with a name, and somebody who writes to it when told.
std::string named_pipe(const Program& longstop, const std::string& name) {
    const auto path = (longstop.folder() / name).string();
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    return path;
}

void write_to(const std::string& pipe, std::string_view text) {
    const int end = ::open(pipe.c_str(), O_WRONLY | O_CLOEXEC);
    REQUIRE(::write(end, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    ::close(end);
}

void wait_a_little() { std::this_thread::sleep_for(std::chrono::milliseconds{300}); }

}  // namespace

TEST_CASE("rejected file: for its owner alone, whatever the umask", "[e2e][import][files]") {
    for (const mode_t mask : {0000U, 0022U, 0777U}) {
        const Program longstop;
        longstop.write("a.jsonl", bad);
        const Umask umask(mask);
        CHECK(longstop("import a.jsonl --source a.jsonl").status == 3);
        CHECK(mode_of(longstop.folder() / "a.jsonl.rejected.jsonl") == 0600);
    }
}

TEST_CASE("rejected file: neither it nor its partial follows a link", "[e2e][import][files]") {
    const Program longstop;
    longstop.write("a.jsonl", bad);
    const auto victim = longstop.write("victim", "mine");
    for (const std::string name : {"a.jsonl.rejected.jsonl.partial", "a.jsonl.rejected.jsonl"}) {
        fs::create_symlink(victim, longstop.folder() / name);
    }
    CHECK(longstop("import a.jsonl --source a.jsonl").status == 3);
    CHECK(longstop.read("victim") == "mine");
    CHECK_FALSE(fs::is_symlink(longstop.folder() / "a.jsonl.rejected.jsonl"));
    CHECK(has(longstop.read("a.jsonl.rejected.jsonl"), "not json"));
}

TEST_CASE("rejected file: that it cannot be written is found before anything is appended",
          "[e2e][import][files]") {
    const Program longstop;
    longstop.write("a.jsonl", std::string{good} + std::string{bad});
    longstop.write("b.jsonl", std::string{good} + std::string{bad});
    fs::create_directory(longstop.folder() / "b.jsonl.rejected.jsonl");
    const auto ran = longstop("import a.jsonl b.jsonl --source a.jsonl");
    CHECK(ran.status == 2);
    CHECK(has(ran.err, "cannot write the refused rows to b.jsonl.rejected.jsonl: Is a directory"));
    CHECK_FALSE(fs::exists(longstop.store()));
    // Elsewhere there may be room.
    fs::create_directory(longstop.folder() / "aside");
    CHECK(longstop("import a.jsonl b.jsonl --source a.jsonl --rejected aside").status == 3);
    CHECK(longstop.has("aside/b.jsonl.rejected.jsonl"));
    CHECK_FALSE(longstop.has("a.jsonl.rejected.jsonl"));
    CHECK(longstop("import a.jsonl --source a.jsonl --rejected nowhere").status == 2);
}

TEST_CASE("rejected file: an earlier one is neither imported nor removed", "[e2e][import][files]") {
    const Program longstop;
    longstop.write("a.jsonl", bad);
    longstop("import a.jsonl --source a.jsonl");
    const auto before = longstop.read("a.jsonl.rejected.jsonl");
    longstop.write("a.jsonl", good);
    const auto ran =
        longstop("import a.jsonl a.jsonl.rejected.jsonl --source a.jsonl");  // import *.jsonl
    CHECK(ran.status == 0);
    CHECK(lines_of(ran.out).size() == 1);
    CHECK(has(ran.err, "passed over a.jsonl.rejected.jsonl"));
    CHECK(longstop.read("a.jsonl.rejected.jsonl") == before);
    CHECK_FALSE(longstop.has("a.jsonl.rejected.jsonl.rejected.jsonl"));
    const auto alone = longstop("import a.jsonl.rejected.jsonl --source a.jsonl.rejected.jsonl");
    CHECK(alone.status == 2);
    CHECK(has(alone.err, "only refused rows of earlier imports are named"));
}

TEST_CASE("import: a pipe that nobody writes to holds no store", "[e2e][import][files]") {
    Program longstop;
    const auto pipe = named_pipe(longstop, "feed.jsonl");
    longstop.write("a.jsonl", good);
    auto running = longstop.start({"import", "a.jsonl", "feed.jsonl", "--source", "s"});
    wait_a_little();
    CHECK(longstop("record 330/B request-received date=2025-01-13").status == 0);
    write_to(pipe, R"({"la":"330","case":"C","type":"request-received","date":"2025-01-13"})");
    const auto ran = running.wait();
    CHECK(ran.status == 0);
    CHECK(has(ran.out, "a.jsonl: read 1, appended 1"));
    CHECK(has(ran.out, "feed.jsonl: read 1, appended 1"));
}

TEST_CASE("import: what cannot be imported makes no store", "[e2e][import][files]") {
    const Program longstop;
    CHECK(longstop("import -", good).status == 2);
    CHECK(longstop("import - --source \" \"", good).status == 2);
    longstop.write("\xFF.jsonl", good);
    CHECK(longstop.run({"import", "\xFF.jsonl"}).status == 2);
    longstop.write("a.jsonl", good);
    CHECK(longstop.run({"import", "a.jsonl", "--actor", "\xFF"}).status == 2);
    CHECK(longstop.run({"import", "a.jsonl"}, {}, {{"USER", "Ren\xE9"}}).status == 2);
    CHECK_FALSE(fs::exists(longstop.store()));
}

TEST_CASE("import: a stopped run leaves nothing behind", "[e2e][import][files]") {
    for (const bool dry : {true, false}) {
        for (const int signal : {SIGINT, SIGTERM, SIGKILL}) {
            INFO(dry << " " << signal);
            Program longstop;
            longstop.out("record 330/Z request-received date=2025-01-13");
            const auto before = entries_of(longstop.folder());
            const auto around = entries_of(longstop.folder().parent_path());
            Words words{"import", "-", "--source", "s"};
            if (dry) words.push_back("--dry-run");
            auto running = longstop.start(words);
            std::string rows;
            for (int i = 0; i < 150'000; ++i) rows += i % 100 == 0 ? bad : good;
            running.write(rows);
            wait_a_little();
            ::kill(running.process(), signal);
            CHECK(running.wait().status == 128 + signal);
            CHECK(entries_of(longstop.folder()) == before);
            // The files of this test for the run's two streams are beside it.
            if (dry) CHECK(entries_of(longstop.folder().parent_path()) == around + 2);
        }
    }
}

TEST_CASE("import: a dry run tells what an import would, file after file", "[e2e][import][files]") {
    const Program longstop;
    longstop.out("record 330/A request-received date=2025-01-13 id=1 source=s");
    const std::string row = R"({"la":"330","case":"A","type":"note","date":"2025-01-13","text":")";
    longstop.write("a.jsonl", row + "x\",\"id\":\"2\"}\n" + row + "x\",\"id\":\"2\"}\n" + row +
                                  "y\",\"id\":\"2\"}\n" + row + "x\"}\n" + row + "x\"}\n" + row +
                                  "x\",\"id\":\"1\"}\n");
    longstop.write("b.jsonl", row + "x\",\"id\":\"2\"}\n" + row + "z\",\"id\":\"3\"}\n");
    const auto told = longstop("import --dry-run --source s a.jsonl b.jsonl");
    const auto refused = longstop.read("a.jsonl.rejected.jsonl");
    const auto done = longstop("import --source s a.jsonl b.jsonl");
    CHECK(told.status == 3);
    CHECK(done.status == 3);
    CHECK(longstop.read("a.jsonl.rejected.jsonl") == refused);
    const std::string before = "dry run, the log is unchanged: ";
    CHECK(lines_of(told.out).front() == before + lines_of(done.out).front());
    CHECK(has(done.out, "a.jsonl: read 6, appended 3, already present 1, refused 2"));
    CHECK(has(told.out, before + "b.jsonl: read 2, appended 1, already present 1, refused 0"));
}

TEST_CASE("import: a name that is not UTF-8 goes into the log as a text, and comes back",
          "[e2e][import][files]") {
    const Program longstop;
    for (const std::string name : {"caf\xE9.jsonl", " "}) {
        longstop.write(name, good);
        CHECK(
            longstop.run({"import", name, "--source", "s" + std::to_string(name.size())}).status ==
            0);
    }
    const auto log = longstop.out("export");
    CHECK(has(log, R"("file":"caf\\xE9.jsonl")"));
    CHECK(has(log, R"("file":"\\x20")"));
    longstop.write("log.jsonl", log);
    const auto again = longstop("import log.jsonl --source log.jsonl --trust-recorded-at");
    CHECK(again.status == 0);
    CHECK(has(again.out, "read 4, appended 0, already present 4, refused 0"));
    const auto refused = longstop.run({"record", "330/A", "note", "date=2025-01-13", "text=x"}, {},
                                      {{"USER", "Ren\xE9"}});
    CHECK(refused.status == 2);
    CHECK(has(refused.err, "$USER holds bytes that are not UTF-8"));
}

TEST_CASE("import: a trusted instant that lies ahead is refused, row by row",
          "[e2e][import][files]") {
    const Program longstop;
    longstop.write(
        "a.jsonl",
        R"({"la":"331","case":"A","type":"request-received","date":"2025-03-03","recorded_at":"2025-03-03T10:00:00Z"}
{"la":"331","case":"B","type":"request-received","date":"2025-03-10","recorded_at":"2199-03-10T09:00:00Z"}
{"la":"331","case":"C","type":"request-received","date":"2199-03-12"}
)");
    const auto ran = longstop("import a.jsonl --source a.jsonl --trust-recorded-at");
    CHECK(ran.status == 3);
    CHECK(has(ran.out, "read 3, appended 2, already present 0, refused 1"));
    CHECK(has(longstop.read("a.jsonl.rejected.jsonl"),
              "the field `recorded_at` is `2199-03-10T09:00:00.000000Z`, which lies after the "
              "import, and an instant that has passed is wanted"));
    // Where it is not trusted it is what the source says, and no more.
    CHECK(longstop("import a.jsonl --source other").status == 0);
}

TEST_CASE("round trip: what was taken is taken again, at every bound", "[e2e][import][files]") {
    const std::string row = R"({"la":"330","case":"A","type":"note","date":"2025-01-13","id":")";
    const std::string mebibyte((std::size_t{1} << 20U) - 1, '\x01');
    std::string escaped;
    for (std::size_t i = 0; i < mebibyte.size(); ++i) escaped += "\\u0001";
    std::string lines;
    for (int i = 0; i < 5000; ++i) lines += "\\nline";
    std::string fields;
    for (int i = 0; i < 9000; ++i) fields += ",\"f" + std::to_string(i) + "\":\"x\"";
    const std::string quotes((std::size_t{1} << 20U) - 1, '"');
    std::string quoted;
    for (std::size_t i = 0; i < quotes.size(); ++i) quoted += "\\\"";
    const Program longstop;
    longstop.write("a.jsonl", row + "1\",\"text\":\"" + escaped + "\"}\n" +  //
                                  row + "2\",\"text\":\"" + lines + "\"}\n" + row +
                                  "3\",\"text\":\"x\",\"\":\"no name\"}\n" + row +
                                  "4\",\"text\":\"x\"" + fields + "}\n" + row + "5\",\"text\":\"" +
                                  quoted + "\"}\n");
    CHECK(has(longstop.out("import a.jsonl --source a.jsonl"), "read 5, appended 5"));
    const auto wanted = rows_of_jsonl(longstop.out("export"));
    CHECK(wanted[0].at("text") == mebibyte);
    CHECK(wanted[4].at("text") == quotes);
    for (const std::string format : {"jsonl", "csv"}) {
        INFO(format);
        const Program copy;
        copy.write("log." + format, longstop.out("export --format " + format));
        const auto ran = copy("import log." + format + " --trust-recorded-at");
        CHECK(has(ran.out, "read 6, appended 6"));
        auto back = rows_of_jsonl(copy.out("export"));
        REQUIRE(back.back().at("type") == "import-done");  // the copy's own
        back.pop_back();
        CHECK(difference(back, wanted) == "");
    }
}

TEST_CASE("export: CSV that no import would read is refused, JSON Lines are not",
          "[e2e][import][files]") {
    const Program longstop;
    std::string rows;
    for (int i = 0; i < 10; ++i) {
        rows += R"({"la":"330","case":"A","type":"note","date":"2025-01-13","text":"x",")" +
                std::string(10'000, static_cast<char>('a' + i)) + R"(":"x"})" + "\n";
    }
    longstop.write("a.jsonl", rows);
    longstop.out("import a.jsonl --source a.jsonl");
    const auto ran = longstop("export --format csv");
    CHECK(ran.status == 2);
    CHECK(ran.out.empty());
    CHECK(has(ran.err, "cannot export as CSV"));
    CHECK(rows_of_jsonl(longstop.out("export")).size() == 11);
}

}  // namespace longstop::cli::tests
