#include "engine/log/rocks/database_options.hpp"

#include <rocksdb/table.h>

#include <memory>

namespace longstop::log {
namespace {

constexpr std::size_t mebibyte = 1U << 20U;

rocksdb::BlockBasedTableOptions table_options() {
    rocksdb::BlockBasedTableOptions table;
    table.checksum = rocksdb::kXXH3;  // Debian's RocksDB has CRC-32C without the instruction
    table.format_version = 5;
    // A look-up by position is a seek, and a seek into several files would read a block of each.
    table.index_type = rocksdb::BlockBasedTableOptions::kBinarySearchWithFirstKey;
    // Grows with what is read on end: most logs are small, and read from several files.
    table.max_auto_readahead_size = mebibyte;
    return table;
}

// RocksDB's log of itself is not kept: on a full disk its writer, too, runs into an assertion, and
// what matters of it is in the answers.
class NoInfoLog : public rocksdb::Logger {
  public:
    using rocksdb::Logger::Logv;
    void Logv(const char*, va_list) override {}
};

}  // namespace

rocksdb::ColumnFamilyOptions family_options(Family family) {
    rocksdb::ColumnFamilyOptions options;
    // Digests and packed columns do not shrink; the records do. What is young is merged again and
    // again: zstd is for what has come to rest.
    options.compression = rocksdb::kNoCompression;
    if (family == Family::records) {
        options.compression_per_level = {rocksdb::kLZ4Compression, rocksdb::kLZ4Compression,
                                         rocksdb::kZSTD};
    }
    options.write_buffer_size = (family == Family::records ? 32 : 8) * mebibyte;
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table_options()));
    return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> all_families(std::size_t count) {
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (std::size_t i = 0; i < count; ++i) {
        families.emplace_back(family_names[i], family_options(static_cast<Family>(i)));
    }
    return families;
}

rocksdb::DBOptions database_options(const Disk& disk) {
    rocksdb::DBOptions options;
    options.env = disk.database_env();
    options.paranoid_checks = true;
    // wal_scan.cpp tells a torn tail from damage, and RocksDB is given what is sound. Whatever else
    // it finds at fault is damage to this mode.
    options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
    options.avoid_flush_during_recovery = true;
    options.avoid_flush_during_shutdown = true;
    options.atomic_flush = true;  // the families of one moment are flushed as one
    options.max_total_wal_size = 64 * mebibyte;
    options.allow_concurrent_memtable_write = false;  // there is one committer
    options.info_log = std::make_shared<NoInfoLog>();
    options.max_background_jobs = 2;
    options.max_file_opening_threads = 2;  // the default starts sixteen threads at every opening
    return options;
}

}  // namespace longstop::log
