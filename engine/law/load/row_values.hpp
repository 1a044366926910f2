// The values of one [[duty]] table, read key by key.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/law/duty.hpp"
#include "engine/law/load/toml_values.hpp"

namespace longstop::law::load {

// A word of the law's files, and what it stands for.
template <class T>
struct Named {
    std::string_view name;
    T value;
};

class RowValues {
  public:
    // A version whose keys take the place of the row's, and a reading whose keys take the place of
    // both. `number`: the place of the version.
    struct Changed {
        const toml::table* version = nullptr;
        unsigned number = 0;
        const toml::table* reading = nullptr;
    };
    RowValues(std::string file, const toml::table& table) : RowValues(std::move(file), table, {}) {}
    RowValues(std::string file, const toml::table& table, const Changed& changed)
        : file_(std::move(file)), table_(table), changed_(changed) {}

    const std::string& file() const { return file_; }
    const toml::table& table() const { return table_; }  // of the row's first version
    const Changed& changed() const { return changed_; }
    // The table of the version, or of the row where it is the first.
    const toml::table& own() const {
        return changed_.version == nullptr ? table_ : *changed_.version;
    }

    // The value that counts: of the reading, of the version, or of the row.
    const toml::node* get(std::string_view key) const;
    std::string text(std::string_view key) const;
    std::string needed_text(std::string_view key) const;
    std::vector<std::string> texts(std::string_view key) const;
    std::vector<Pattern> patterns(std::string_view key) const;
    template <class T, std::size_t N>
    T one_of(std::string_view key, const std::array<Named<T>, N>& names, T otherwise) const;
    FieldNo field(const toml::node& at, std::string_view name) const;
    Day day(const toml::node& node, std::string what) const;

    [[noreturn]] void fail(const toml::node& node, std::string what, std::string why) const {
        throw Fault{file_, line_of(node), std::move(what), std::move(why)};
    }
    [[noreturn]] void fail(std::string what, std::string why) const {
        fail(own(), std::move(what), std::move(why));
    }

  private:
    bool is_changed_by_version(std::string_view key) const;

    std::string file_;
    const toml::table& table_;
    Changed changed_;
};

template <class T, std::size_t N>
T RowValues::one_of(std::string_view key, const std::array<Named<T>, N>& names, T otherwise) const {
    const auto* node = get(key);
    if (node == nullptr) return otherwise;
    const auto value = text(key);
    for (const auto& named : names) {
        if (named.name == value) return named.value;
    }
    fail(*node, "\"" + value + "\" is not a value of " + std::string{key}, "");
}

}  // namespace longstop::law::load
