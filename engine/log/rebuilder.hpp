// Derives what is derived of the logs again from their records.
#pragma once

#include "engine/log/batch_writer.hpp"
#include "engine/log/log_state.hpp"
#include "engine/log/look_ups.hpp"
#include "engine/log/reader.hpp"

namespace longstop::log {

// It owns nothing: what it is given must outlive it, and it must be gone before the lock of the
// state is let go of. For the thread that holds that lock for writing.
class Rebuilder {
  public:
    Rebuilder(BatchWriter& writer, StoreState& state, LookUps& look_ups)
        : writer_(writer), state_(state), look_ups_(look_ups), reader_(writer.database(), state) {}

    Result<Rebuilt> rebuild(const Progress& progress);

  private:
    Result<void> rebuild_log(AuthorityId la, const Head& head);

    BatchWriter& writer_;
    StoreState& state_;
    LookUps& look_ups_;
    const Reader reader_;
};

}  // namespace longstop::log
