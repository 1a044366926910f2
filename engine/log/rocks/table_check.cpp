#include "engine/log/rocks/table_check.hpp"

#include <rocksdb/options.h>
#include <rocksdb/sst_file_reader.h>
#include <rocksdb/status.h>

namespace longstop::log {

rocksdb::Status check_table_file(const std::filesystem::path& file, const Disk& disk) {
    rocksdb::Options options;
    options.env = disk.database_env();
    rocksdb::SstFileReader reader{options};
    const auto status = reader.Open(file.string());
    return status.ok() ? reader.VerifyChecksum() : status;
}

}  // namespace longstop::log
