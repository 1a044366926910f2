// The law of England with one more version of a duty, as an amendment of the files would have it.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>

#include "engine/law/compiled.hpp"
#include "engine/law/england.hpp"

namespace longstop::tests {

// `version`: the keys of the [[duty.version]], as TOML.
inline events::Result<law::Law> england_with_version(const std::string& id,
                                                     const std::string& version) {
    auto files = law::england();
    for (auto& file : files) {
        const auto row = file.text.find("\"" + id + "\"\n");
        if (row == std::string::npos) continue;
        const auto next = std::min(file.text.find("\n[[duty]]", row), file.text.size());
        file.text.insert(next, "\n[[duty.version]]\n" + version);
        return law::load_law(std::move(files));
    }
    throw std::runtime_error("no row is called " + id);
}

inline law::CompiledLaw amended_england(const std::string& id, const std::string& version) {
    auto law = england_with_version(id, version);
    if (!law) throw std::runtime_error(law.error().found);
    return law::compile(std::move(*law));
}

}  // namespace longstop::tests
