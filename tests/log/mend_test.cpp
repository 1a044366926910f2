// Damage that RocksDB's checksums cannot see, done with RocksDB itself: verify names it, and
// rebuild mends it where the records are whole.
#include <rocksdb/db.h>

#include "tests/log/store_support.hpp"

using namespace longstop;
using namespace longstop::tests;

namespace {

// The keys and values of a store, changed behind its back.
class Raw {
  public:
    explicit Raw(const fs::path& store) {
        std::vector<rocksdb::ColumnFamilyDescriptor> families;
        for (const auto* name :
             {"default", "records", "columns", "dictionary", "index", "journal"}) {
            families.emplace_back(name, rocksdb::ColumnFamilyOptions{});
        }
        rocksdb::DBOptions options;
        options.avoid_flush_during_shutdown = true;
        const auto status =
            rocksdb::DB::Open(options, (store / "db").string(), families, &handles_, &db_);
        REQUIRE(status.ok());
        fs::remove(store / "SYNCED");  // the logs that it names go
    }
    ~Raw() {
        for (auto* handle : handles_) db_->DestroyColumnFamilyHandle(handle);
        delete db_;
    }
    Raw(const Raw&) = delete;
    Raw& operator=(const Raw&) = delete;

    std::vector<std::string> keys(const std::string& family) const {
        std::vector<std::string> all;
        const std::unique_ptr<rocksdb::Iterator> it{
            db_->NewIterator(rocksdb::ReadOptions{}, handle(family))};
        for (it->SeekToFirst(); it->Valid(); it->Next()) all.push_back(it->key().ToString());
        return all;
    }
    std::string get(const std::string& family, const std::string& key) const {
        std::string value;
        REQUIRE(db_->Get(rocksdb::ReadOptions{}, handle(family), key, &value).ok());
        return value;
    }
    void put(const std::string& family, const std::string& key, const std::string& value) {
        rocksdb::WriteOptions synced;
        synced.sync = true;
        REQUIRE(db_->Put(synced, handle(family), key, value).ok());
    }
    void drop(const std::string& family, const std::string& key) {
        REQUIRE(db_->Delete(rocksdb::WriteOptions{}, handle(family), key).ok());
    }

  private:
    rocksdb::ColumnFamilyHandle* handle(const std::string& family) const {
        for (auto* one : handles_) {
            if (one->GetName() == family) return one;
        }
        FAIL("no family " << family);
        return nullptr;
    }
    rocksdb::DB* db_ = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

void fill(const fs::path& directory) {
    Clock clock;
    auto store = opened(directory, clock.function());
    // Large enough that each append becomes a block of its own.
    for (std::uint64_t i = 0; i < 4; ++i) {
        append(store, birmingham, some_facts(i * 600, 600, 3000));
    }
    append(store, surrey, some_facts(0, 1200, 3000));
    append(store, surrey, some_facts(1200, 6));  // and these stay in the journal
}
constexpr std::uint64_t entries_filled = 4 * 600 + 1206;

// Verify names it; a rebuild mends it and verify is clean, with the same answer as before.
void is_named_and_mended(const fs::path& store, const std::string& full) {
    CHECK_FALSE(told(findings(store)).empty());
    {
        auto writer = Store::open_for_writing(store, fixed_clock(), false);
        if (!writer) FAIL(writer.error().found);
        const auto rebuilt = writer->rebuild({});
        if (!rebuilt) FAIL(rebuilt.error().found);
        CHECK(rebuilt->entries == entries_filled);
        CHECK(rebuilt->logs == 2);
        CHECK(told(writer->verify({}).value()).empty());
        CHECK(answer_of(*writer).value() == full);
    }
    CHECK(told(findings(store)).empty());
    CHECK(whole_answer(store) == full);
    // And what was mended can be added to.
    auto writer = opened(store);
    CHECK(append(writer, birmingham, some_facts(2399, 2, 3000))[0].what ==
          Outcome::What::already_present);
    CHECK(append(writer, birmingham, some_facts(2400, 1, 3000))[0].position == 2401);
    CHECK(told(writer.verify({}).value()).empty());
}

}  // namespace

TEST_CASE("anything derived that is dropped is named by verify and mended by rebuild") {
    Folder folder;
    fill(folder / "store");
    const auto full = whole_answer(folder / "store");
    const std::string family = GENERATE("columns", "dictionary", "index");
    const auto keys = Raw(folder / "store").keys(family);
    REQUIRE(keys.size() >= 4);
    for (std::size_t i = 0; i < keys.size(); i += std::max<std::size_t>(1, keys.size() / 4)) {
        const auto store = folder / "other";
        copy_store(folder / "store", store);
        Raw(store).drop(family, keys[i]);
        INFO(family << ", key " << i);
        is_named_and_mended(store, full);
    }
}

TEST_CASE("anything derived that is changed is named by verify and mended by rebuild") {
    Folder folder;
    fill(folder / "store");
    const auto full = whole_answer(folder / "store");
    const std::string family = GENERATE("columns", "dictionary", "index");
    const auto keys = Raw(folder / "store").keys(family);
    std::mt19937 dice(9);
    for (int tries = 0; tries < 10; ++tries) {
        const auto store = folder / "other";
        copy_store(folder / "store", store);
        const auto& key = keys[dice() % keys.size()];
        std::size_t at = 0;
        {
            Raw raw(store);
            auto value = raw.get(family, key);
            at = dice() % value.size();
            value[at] = static_cast<char>(value[at] ^ (1U << dice() % 8));
            raw.put(family, key, value);
        }
        INFO(family << ", byte " << at);
        is_named_and_mended(store, full);
    }
}

TEST_CASE("two blocks of anything derived that are swapped are named and mended") {
    Folder folder;
    fill(folder / "store");
    const auto full = whole_answer(folder / "store");
    const std::string family = GENERATE("columns", "dictionary", "index");
    {
        Raw raw(folder / "store");
        const auto keys = raw.keys(family);
        const auto one = raw.get(family, keys[0]);
        const auto two = raw.get(family, keys[1]);
        REQUIRE(one != two);
        raw.put(family, keys[0], two);
        raw.put(family, keys[1], one);
    }
    INFO(family);
    is_named_and_mended(folder / "store", full);
}

TEST_CASE("something derived too much is named by verify and mended by rebuild") {
    Folder folder;
    fill(folder / "store");
    const auto full = whole_answer(folder / "store");
    const std::string family = GENERATE("columns", "dictionary", "index");
    {
        Raw raw(folder / "store");
        auto key = raw.keys(family).back();  // of 936
        const auto value = raw.get(family, key);
        key.back() = static_cast<char>(key.back() + 40);
        raw.put(family, key, value);
    }
    INFO(family);
    is_named_and_mended(folder / "store", full);
}

TEST_CASE("records that are swapped, changed or dropped are named, and no rebuild hides it") {
    Folder folder;
    fill(folder / "store");
    const std::string how = GENERATE("swapped", "changed", "dropped", "too much");
    {
        Raw raw(folder / "store");
        const auto keys = raw.keys("records");
        REQUIRE(keys.size() == 5);
        auto one = raw.get("records", keys[0]);
        const auto two = raw.get("records", keys[1]);
        if (how == "swapped") {
            raw.put("records", keys[0], two);
            raw.put("records", keys[1], one);
        } else if (how == "changed") {
            one.back() = static_cast<char>(one.back() ^ 1);
            raw.put("records", keys[0], one);
        } else if (how == "dropped") {
            raw.drop("records", keys[1]);
        } else {
            auto key = keys[4];
            key.back() = static_cast<char>(key.back() + 40);
            raw.put("records", key, two);
        }
    }
    INFO(how);
    CHECK_FALSE(told(findings(folder / "store")).empty());
    if (how == "dropped") CHECK(answer_of(folder / "store").has_error());
    {
        auto writer = Store::open_for_writing(folder / "store", fixed_clock(), false);
        if (writer && how != "too much") CHECK(writer->rebuild({}).has_error());
    }
    CHECK_FALSE(told(findings(folder / "store")).empty());
}

TEST_CASE("a head that is changed anywhere is named, or opening refuses it") {
    Folder folder;
    fill(folder / "store");
    const auto full = whole_answer(folder / "store");
    std::string head;
    std::string key;
    {
        const Raw raw(folder / "store");
        key = raw.keys("default").back();
        head = raw.get("default", key);
    }
    REQUIRE(key.starts_with("head"));
    const bool closed_cleanly = GENERATE(true, false);  // with and without HEADS
    // Every byte of the numbers, one here and there of the peaks.
    for (std::size_t at = 0; at < head.size(); at += at < 24 ? 1 : 13) {
        const auto store = folder / "other";
        copy_store(folder / "store", store);
        if (!closed_cleanly) fs::remove(store / "HEADS");
        auto changed = head;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        Raw(store).put("default", key, changed);
        INFO("byte " << at << (closed_cleanly ? "" : ", without HEADS"));
        CHECK_FALSE(told(findings(store)).empty());
    }
}

TEST_CASE("a head that is dropped is named, or opening refuses it") {
    Folder folder;
    fill(folder / "store");
    const bool with_heads = GENERATE(true, false);
    if (!with_heads) fs::remove(folder / "store/HEADS");
    {
        Raw raw(folder / "store");
        raw.drop("default", raw.keys("default").back());
    }
    CHECK_FALSE(told(findings(folder / "store")).empty());
    if (with_heads) CHECK(answer_of(folder / "store").has_error());
}

TEST_CASE("a store of another format version is refused by readers and writers") {
    Folder folder;
    fill(folder / "store");
    for (const std::string version : {"3", "0", "10", "", "one"}) {
        Raw(folder / "store").put("default", "format", version);
        for (const bool writing : {false, true}) {
            const auto store = writing ? Store::open_for_writing(folder / "store", fixed_clock())
                                       : Store::open_for_reading(folder / "store");
            REQUIRE(store.has_error());
            CHECK(store.error().code == events::ErrorCode::unknown_format);
            CHECK(store.error().found ==
                  "its format is version " + version + ", this program reads versions 1 to 2");
        }
    }
    Raw(folder / "store").drop("default", "format");
    CHECK(Store::open_for_reading(folder / "store").has_error());
    CHECK(Store::open_for_writing(folder / "store", fixed_clock()).has_error());
}
