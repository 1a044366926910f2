// SHA-256, and the Merkle tree head of a log.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct SHA256state_st;  // OpenSSL's SHA256_CTX

namespace longstop::log {

using Digest = std::array<unsigned char, 32>;

// SHA-256 of the parts, one after the other.
Digest sha256(std::initializer_list<std::string_view> parts);
std::string to_hex(const Digest& digest);
// A view of the digest, as long as that is there.
inline std::string_view bytes_of(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

// SHA-256 of bytes that arrive piece by piece.
class RunningSha256 {
  public:
    RunningSha256();
    ~RunningSha256();
    RunningSha256(const RunningSha256&) = delete;
    RunningSha256& operator=(const RunningSha256&) = delete;
    void add(std::string_view bytes);
    Digest finish();

  private:
    std::unique_ptr<SHA256state_st> context_;
};

// The right edge of an RFC 6962 Merkle tree over the records of a log: enough to add a leaf and to
// name the root, in at most 64 digests. On disk in every log's head.
class Frontier {
  public:
    void add(std::string_view record);  // leaf = SHA-256(0x00 || record)
    Digest root() const;                // SHA-256 of nothing for an empty log
    std::uint64_t size() const { return size_; }
    const std::vector<Digest>& peaks() const { return peaks_; }
    // Peaks as read from disk; false where their number does not fit the size.
    bool restore(std::uint64_t size, std::vector<Digest> peaks);

  private:
    std::uint64_t size_ = 0;
    std::vector<Digest> peaks_;  // of the perfect subtrees, from the largest
};

}  // namespace longstop::log
