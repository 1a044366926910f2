#include "engine/log/store.hpp"

#include "engine/log/batch_writer.hpp"
#include "engine/log/committer.hpp"
#include "engine/log/database.hpp"
#include "engine/log/log_state.hpp"
#include "engine/log/look_ups.hpp"
#include "engine/log/reader.hpp"
#include "engine/log/rebuilder.hpp"
#include "engine/log/recovery.hpp"
#include "engine/log/sealer.hpp"
#include "engine/log/verifier.hpp"
#include "events/codec.hpp"

namespace longstop::log {

namespace fs = std::filesystem;

// The parts of an open store that last as long as it does, each declared after those it uses. The
// others (Recovery, Reader, Sealer, Verifier, Rebuilder) are made for one call, with the state
// locked.
class Store::Impl {
  public:
    Impl(const fs::path& directory, std::function<Instant()> now, const Disk& disk)
        : database(StoreFolder(directory, disk)),
          writer(database),
          committer(writer, state, std::move(now)) {}
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() {
        committer.finish();
        const auto locked = state.write();
        Sealer(writer, *locked).close();
    }

    Database database;
    SharedState state;
    BatchWriter writer;
    LookUps look_ups;
    Committer committer;
};

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open_for_writing(const fs::path& directory, std::function<Instant()> now,
                                      bool create, const Disk& disk, bool upgrade) {
    auto impl = std::make_unique<Impl>(directory, std::move(now), disk);
    const auto open = [&] {
        const auto state = impl->state.write();
        return Recovery(impl->writer, *state).open_for_writing(create, upgrade);
    };
    if (auto opened = open(); !opened) return opened.error();
    return Store(std::move(impl));
}

Result<Store> Store::open_for_reading(const fs::path& directory, const Disk& disk) {
    auto impl = std::make_unique<Impl>(directory, nullptr, disk);
    const auto open = [&] {
        const auto state = impl->state.write();
        return Recovery(impl->writer, *state).open_for_reading();
    };
    if (auto opened = open(); !opened) return opened.error();
    return Store(std::move(impl));
}

Result<std::vector<Outcome>> Store::append(AuthorityId la, std::span<const Event> events,
                                           const AppendOptions& options) {
    const Batch batch{la, events};
    auto outcomes = impl_->committer.append(std::span{&batch, 1}, options);
    if (!outcomes) return outcomes.error();
    return std::move(outcomes->front());
}

Result<Outcomes> Store::append(std::span<const Batch> batches, const AppendOptions& options) {
    return impl_->committer.append(batches, options);
}

void Store::submit(std::vector<Batch> batches, const AppendOptions& options,
                   Completion completion) {
    impl_->committer.submit(std::move(batches), options, std::move(completion));
}

Result<std::vector<LogHead>> Store::heads() const {
    const auto state = impl_->state.read();
    return Reader(impl_->database, *state).heads();
}

Result<LogColumns> Store::columns(AuthorityId la) const {
    const auto state = impl_->state.read();
    return Reader(impl_->database, *state).columns(la);
}

Result<void> Store::each_entry(AuthorityId la, Position first, Position last,
                               const EntryFunction& f) const {
    const auto state = impl_->state.read();
    return Reader(impl_->database, *state)
        .each_record(la, first, last,
                     [&f](const Entry& entry, std::string_view) { return f(entry); });
}

Result<void> Store::each_entry_at(AuthorityId la, std::span<const Position> positions,
                                  const EntryFunction& f) const {
    const auto state = impl_->state.read();
    return Reader(impl_->database, *state).each_entry_at(la, positions, f);
}

Result<Position> Store::find(AuthorityId la, std::string_view source, std::string_view id) const {
    const auto state = impl_->state.read();
    return impl_->look_ups.find(Reader(impl_->database, *state), la, source, id);
}

Result<std::optional<Outcome>> Store::compare(AuthorityId la, const Event& event) const {
    const auto state = impl_->state.read();
    return impl_->look_ups.compare(Reader(impl_->database, *state), la, event);
}

Result<void> Store::flush() {
    const auto state = impl_->state.write();
    return impl_->writer.guarded([&] { return Sealer(impl_->writer, *state).flush(); });
}

std::vector<Finding> Store::damaged_files(const fs::path& directory, const Disk& disk) {
    return log::damaged_files(directory, disk);
}

Result<std::vector<Finding>> Store::verify(const Progress& progress) const {
    const auto state = impl_->state.read();
    return Verifier(impl_->database, *state).verify(progress);
}

Result<Rebuilt> Store::rebuild(const Progress& progress) {
    const auto state = impl_->state.write();
    Result<Rebuilt> rebuilt{Rebuilt{}};
    const auto done = impl_->writer.guarded([&]() -> Result<void> {
        rebuilt = Rebuilder(impl_->writer, *state, impl_->look_ups).rebuild(progress);
        return {};
    });
    if (!done) return done.error();
    return rebuilt;
}

std::string own_id(const Event& event, std::uint64_t occurrence) {
    return "~" + to_hex(sha256({events::content_bytes(event)})).substr(0, 24) + "-" +
           std::to_string(occurrence);
}

}  // namespace longstop::log
