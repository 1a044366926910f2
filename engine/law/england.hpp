// The law of England as built into the program: the files of engine/law/england.
#pragma once

#include <vector>

#include "engine/law/law.hpp"

namespace longstop::law {

std::vector<LawFile> england();

}  // namespace longstop::law
