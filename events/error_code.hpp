// What kind of error it was, for programs: exit statuses and control flow read the code, never the
// sentences. The names are printed and stay (docs/cli.md lists them).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace longstop::events {

enum class ErrorCode : std::uint8_t {
    // the command or a file it names
    bad_usage,
    bad_law,
    unreadable_file,
    unwritable_file,
    no_backup,
    folder_in_use,
    // what was to be recorded, or asked about
    bad_row,
    bad_file,
    version_conflict,
    id_conflict,
    log_full,
    no_log,
    unknown_authority,
    unknown_case,
    other_log,
    case_conflict,
    // the store, and what it lies on
    no_store,
    store_held,
    store_unfinished,
    store_read_only,
    store_damaged,
    unknown_format,
    old_format,
    reader_outrun,
    no_permission,
    disk_full,
    io_error,
    out_of_memory,
    commit_too_large,
    no_temporary_folder,
    backup_held,
    backup_damaged,
    other_store,
    output_failed,
    internal,
};

// Who can do something about it, which is also the exit status of the program.
enum class ErrorKind : std::uint8_t { usage = 2, refused = 3, store = 4 };

struct ErrorRow {
    ErrorCode code;
    ErrorKind kind;
    std::string_view name;
};

inline constexpr std::array error_rows{
    ErrorRow{ErrorCode::bad_usage, ErrorKind::usage, "bad_usage"},
    ErrorRow{ErrorCode::bad_law, ErrorKind::usage, "bad_law"},
    ErrorRow{ErrorCode::unreadable_file, ErrorKind::usage, "unreadable_file"},
    ErrorRow{ErrorCode::unwritable_file, ErrorKind::usage, "unwritable_file"},
    ErrorRow{ErrorCode::no_backup, ErrorKind::usage, "no_backup"},
    ErrorRow{ErrorCode::folder_in_use, ErrorKind::usage, "folder_in_use"},
    ErrorRow{ErrorCode::bad_row, ErrorKind::refused, "bad_row"},
    ErrorRow{ErrorCode::bad_file, ErrorKind::refused, "bad_file"},
    ErrorRow{ErrorCode::version_conflict, ErrorKind::refused, "version_conflict"},
    ErrorRow{ErrorCode::id_conflict, ErrorKind::refused, "id_conflict"},
    ErrorRow{ErrorCode::log_full, ErrorKind::refused, "log_full"},
    ErrorRow{ErrorCode::no_log, ErrorKind::refused, "no_log"},
    ErrorRow{ErrorCode::unknown_authority, ErrorKind::refused, "unknown_authority"},
    ErrorRow{ErrorCode::unknown_case, ErrorKind::refused, "unknown_case"},
    ErrorRow{ErrorCode::other_log, ErrorKind::refused, "other_log"},
    ErrorRow{ErrorCode::case_conflict, ErrorKind::refused, "case_conflict"},
    ErrorRow{ErrorCode::no_store, ErrorKind::store, "no_store"},
    ErrorRow{ErrorCode::store_held, ErrorKind::store, "store_held"},
    ErrorRow{ErrorCode::store_unfinished, ErrorKind::store, "store_unfinished"},
    ErrorRow{ErrorCode::store_read_only, ErrorKind::store, "store_read_only"},
    ErrorRow{ErrorCode::store_damaged, ErrorKind::store, "store_damaged"},
    ErrorRow{ErrorCode::unknown_format, ErrorKind::store, "unknown_format"},
    ErrorRow{ErrorCode::old_format, ErrorKind::store, "old_format"},
    ErrorRow{ErrorCode::reader_outrun, ErrorKind::store, "reader_outrun"},
    ErrorRow{ErrorCode::no_permission, ErrorKind::store, "no_permission"},
    ErrorRow{ErrorCode::disk_full, ErrorKind::store, "disk_full"},
    ErrorRow{ErrorCode::io_error, ErrorKind::store, "io_error"},
    ErrorRow{ErrorCode::out_of_memory, ErrorKind::store, "out_of_memory"},
    ErrorRow{ErrorCode::commit_too_large, ErrorKind::store, "commit_too_large"},
    ErrorRow{ErrorCode::no_temporary_folder, ErrorKind::store, "no_temporary_folder"},
    ErrorRow{ErrorCode::backup_held, ErrorKind::store, "backup_held"},
    ErrorRow{ErrorCode::backup_damaged, ErrorKind::store, "backup_damaged"},
    ErrorRow{ErrorCode::other_store, ErrorKind::store, "other_store"},
    ErrorRow{ErrorCode::output_failed, ErrorKind::store, "output_failed"},
    ErrorRow{ErrorCode::internal, ErrorKind::store, "internal"},
};

constexpr const ErrorRow& error_row(ErrorCode code) {
    return error_rows[static_cast<std::size_t>(code)];
}
constexpr ErrorKind kind_of(ErrorCode code) { return error_row(code).kind; }
constexpr std::string_view name_of(ErrorCode code) { return error_row(code).name; }
constexpr int exit_status(ErrorKind kind) { return static_cast<int>(kind); }
constexpr int exit_status(ErrorCode code) { return exit_status(kind_of(code)); }

static_assert(
    [] {
        for (std::size_t i = 0; i < error_rows.size(); ++i) {
            if (error_rows[i].code != static_cast<ErrorCode>(i)) return false;
        }
        return error_rows.back().code == ErrorCode::internal;
    }(),
    "one row a code, in the order of the codes");

}  // namespace longstop::events
