// By the functions of SHA-256 itself: OpenSSL's EVP, which calls them old-fashioned, allocates for
// each digest and costs a quarter more for texts as short as a record.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "engine/log/format/digest.hpp"

#include <openssl/sha.h>

#include <bit>
#include <cassert>
#include <stdexcept>

namespace longstop::log {
namespace {

using namespace std::string_view_literals;

void check(int answer) {
    if (answer != 1) throw std::runtime_error("OpenSSL cannot compute SHA-256");
}

}  // namespace

Digest sha256(std::initializer_list<std::string_view> parts) {
    SHA256_CTX context;
    check(SHA256_Init(&context));
    for (const auto part : parts) check(SHA256_Update(&context, part.data(), part.size()));
    Digest digest{};
    check(SHA256_Final(digest.data(), &context));
    return digest;
}

std::string to_hex(const Digest& digest) {
    constexpr auto figures = "0123456789abcdef"sv;
    std::string text;
    for (const auto byte : digest) {
        text += figures[byte >> 4U];
        text += figures[byte & 15U];
    }
    return text;
}

RunningSha256::RunningSha256() : context_(std::make_unique<SHA256_CTX>()) {
    check(SHA256_Init(context_.get()));
}
RunningSha256::~RunningSha256() = default;
void RunningSha256::add(std::string_view bytes) {
    check(SHA256_Update(context_.get(), bytes.data(), bytes.size()));
}
Digest RunningSha256::finish() {
    Digest digest{};
    check(SHA256_Final(digest.data(), context_.get()));
    return digest;
}

void Frontier::add(std::string_view record) {
    assert(peaks_.size() == static_cast<std::size_t>(std::popcount(size_)));
    auto node = sha256({"\0"sv, record});
    // Each trailing 1 of the size is a perfect subtree that the new leaf completes with its twin.
    for (auto left = size_; (left & 1U) != 0; left >>= 1U) {
        node = sha256({"\1"sv, bytes_of(peaks_.back()), bytes_of(node)});
        peaks_.pop_back();
    }
    peaks_.push_back(node);
    ++size_;
}

Digest Frontier::root() const {
    if (peaks_.empty()) return sha256({});
    auto node = peaks_.back();
    for (auto i = peaks_.size() - 1; i-- > 0;) {
        node = sha256({"\1"sv, bytes_of(peaks_[i]), bytes_of(node)});
    }
    return node;
}

bool Frontier::restore(std::uint64_t size, std::vector<Digest> peaks) {
    if (static_cast<std::size_t>(std::popcount(size)) != peaks.size()) return false;
    size_ = size;
    peaks_ = std::move(peaks);
    return true;
}

}  // namespace longstop::log
