#include "engine/log/id_places.hpp"

#include "events/size.hpp"

namespace longstop::log {

void IdPlaces::add(IdHash id, Position position) {
    const auto place = events::size32(position);
    if (!places_.emplace(id, place).second) aside_.emplace(id, place);
}

}  // namespace longstop::log
