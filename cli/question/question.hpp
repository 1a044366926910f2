// A question is a row: what it is called, what it takes, the fields of its answer, and the one
// function that answers it. Arguments, help, documents and every format come from the row.
#pragma once

#include <functional>

#include "cli/basis.hpp"
#include "cli/messages.hpp"
#include "cli/question/parameters.hpp"
#include "cli/render/row.hpp"

namespace longstop::cli {

// A question as it was asked: what was given, and what it is asked of. Everything lives as long as
// the answer is being written.
struct Asked {
    const App& app;
    const Parameters& given;
    ReadingOptions options;
    projections::Question when;
    LawInUse use;
    std::optional<log::Store> opened;  // where the question needs a store

    const law::CompiledLaw& law() const { return use.law; }
    const log::Store& store() const { return *opened; }
    const std::string& text(std::string_view name) const { return given.text(name); }
    bool flag(std::string_view name) const { return given.flag(name); }
    // Those of --la, or every one with a log.
    Result<std::vector<events::AuthorityId>> authorities() const {
        return authorities_of(store(), given.texts("--la"));
    }
    // Adds the basis of these logs, as far as they are read, to a list that has begun.
    Result<void> add_basis(const std::vector<events::AuthorityId>& logs, Rows& rows) const;
};

// What a question needs before it is answered.
enum class Needs : std::uint8_t {
    store,  // and law
    law,
    itself,  // neither: it opens what it needs
};

// A list of an answer. Most questions have one.
struct List {
    std::string_view name;              // of several
    std::span<const Field> fields;      // in this order, in every format but a table
    std::span<const Field> in_table{};  // in a table
};

struct Question {           // a row of constant, static texts
    std::string_view name;  // "law diff": the question `diff` of `law`
    std::string_view asks;  // in one line
    std::span<const Parameter> takes;
    std::span<const List> lists;
    // Writes lists that it begins, or a page of text in their place (print); the exit status.
    Exit (*answer)(const Asked& asked, Rows& rows);
    Needs needs = Needs::store;
    // What can be told before a store is opened: an error in what was given, or a page of text that
    // is the answer.
    Result<std::string> (*first)(const Asked& asked) = nullptr;
    std::string_view other_format = {};  // besides those of lists: "ics"
    bool clock_filters = false;     // it lists clocks, and takes their filters (clock_filters.hpp)
    bool every_reading = false;     // `--reading any` and `all` are asked of the law as written
    std::string_view example = {};  // a complete command line, on the store of `longstop demo`
};

// Its own parameters, then those of filters, of lists and of reading, as far as it takes them.
std::vector<Parameter> parameters_of(const Question& question);

// Asks the question, and finishes the answer.
Exit ask(const App& app, const Question& question, const Parameters& given);

}  // namespace longstop::cli
