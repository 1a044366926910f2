#include "engine/log/digest.hpp"

#include <openssl/evp.h>

#include <bit>
#include <stdexcept>

namespace longstop::log {
namespace {

using namespace std::string_view_literals;

void check(int answer) {
    if (answer != 1) throw std::runtime_error("OpenSSL cannot compute SHA-256");
}

// Fetching the algorithm costs more than hashing a record: each thread keeps one context.
struct Context {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_MD* sha = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    Context() = default;
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() {
        EVP_MD_CTX_free(context);
        EVP_MD_free(sha);
    }
};

Context& this_thread() {
    thread_local Context context;
    return context;
}

}  // namespace

Digest sha256(std::initializer_list<std::string_view> parts) {
    auto& own = this_thread();
    check(EVP_DigestInit_ex2(own.context, own.sha, nullptr));
    for (const auto part : parts) check(EVP_DigestUpdate(own.context, part.data(), part.size()));
    Digest digest{};
    check(EVP_DigestFinal_ex(own.context, digest.data(), nullptr));
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

RunningSha256::RunningSha256() : context_(EVP_MD_CTX_new()) {
    check(EVP_DigestInit_ex(static_cast<EVP_MD_CTX*>(context_), EVP_sha256(), nullptr));
}
RunningSha256::~RunningSha256() { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context_)); }
void RunningSha256::add(std::string_view bytes) {
    check(EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_), bytes.data(), bytes.size()));
}
Digest RunningSha256::finish() {
    Digest digest{};
    check(EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(context_), digest.data(), nullptr));
    return digest;
}

void Frontier::add(std::string_view record) {
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
