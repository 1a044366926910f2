// Who may read what a command makes: its owner alone, whatever the umask; what is there already
// keeps its rights.
#include <sys/stat.h>
#include <catch2/catch.hpp>

#include "tests/cli/e2e_program.hpp"

using namespace longstop::cli::tests;

namespace {

mode_t rights(const fs::path& path) {
    struct stat file {};
    REQUIRE(::stat(path.c_str(), &file) == 0);
    return file.st_mode & 07777;
}

void check_private(const fs::path& folder) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        INFO(entry.path());
        CHECK(rights(entry.path()) == (entry.is_directory() ? 0700 : 0600));
    }
}

class Umask {
  public:
    explicit Umask(mode_t mask) : before_(::umask(mask)) {}
    ~Umask() { ::umask(before_); }
    Umask(const Umask&) = delete;
    Umask& operator=(const Umask&) = delete;

  private:
    mode_t before_;
};

}  // namespace

TEST_CASE("stores, backups and what is restored are their owner's alone", "[rights]") {
    const mode_t mask = GENERATE(0, 022, 077);
    INFO("umask " << mask);
    const Program longstop;
    longstop.write("a.jsonl",
                   "{\"la\":\"330\",\"case\":\"A\",\"type\":\"request-received\","
                   "\"date\":\"2025-01-13\"}\nno row\n");
    {
        const Umask as_given(mask);
        CHECK(longstop("import a.jsonl --source a.jsonl").status == 3);
        CHECK(longstop("record 330/A note date=2025-01-14 text=x").status == 0);
        CHECK(longstop("backup copies").status == 0);
        CHECK(longstop("record 330/A note date=2025-01-15 text=y").status == 0);
        CHECK(longstop("backup copies").status == 0);
        CHECK(longstop("--store new restore copies").status == 0);
        CHECK(longstop("rebuild").status == 0);
    }
    for (const auto* made : {"longstop-data", "copies", "new"}) {
        CHECK(rights(longstop.folder() / made) == 0700);
        check_private(longstop.folder() / made);
    }
    CHECK(rights(longstop.folder() / "a.jsonl.rejected.jsonl") == 0600);
}

TEST_CASE("a folder that was there keeps its rights", "[rights]") {
    const Umask none(022);
    const Program longstop;
    for (const auto* name : {"longstop-data", "copies", "new"}) {
        fs::create_directory(longstop.folder() / name);
        ::chmod((longstop.folder() / name).c_str(), 0750);
    }
    longstop.out("record 330/A note date=2025-01-14 text=x");
    longstop.out("backup copies");
    longstop.out("--store new restore copies");
    for (const auto* name : {"longstop-data", "copies", "new"}) {
        INFO(name);
        CHECK(rights(longstop.folder() / name) == 0750);
        check_private(longstop.folder() / name);
    }
}
