// A set of rows of the law: two machine words, so that what an event does to all duties at once
// is a few ANDs.
#pragma once

#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>

namespace longstop::law {

using RowNo = std::uint8_t;
constexpr std::size_t max_rows = 128;

class RowSet {
  public:
    // Of a row below max_rows, as all that follow.
    void add(RowNo row) { word(row) |= bit(row); }
    void remove(RowNo row) { word(row) &= ~bit(row); }
    void set(RowNo row, bool in) {
        remove(row);
        if (in) add(row);
    }
    bool has(RowNo row) const {
        assert(row < max_rows);
        return (words_[row / 64U] & bit(row)) != 0;
    }
    bool empty() const { return (words_[0] | words_[1]) == 0; }

    bool operator==(const RowSet&) const = default;
    friend RowSet operator|(RowSet a, const RowSet& b) {
        a.words_[0] |= b.words_[0];
        a.words_[1] |= b.words_[1];
        return a;
    }
    friend RowSet operator&(RowSet a, const RowSet& b) {
        a.words_[0] &= b.words_[0];
        a.words_[1] &= b.words_[1];
        return a;
    }

    friend RowSet without(RowSet a, const RowSet& b) {
        a.words_[0] &= ~b.words_[0];
        a.words_[1] &= ~b.words_[1];
        return a;
    }
    static RowSet all() {
        RowSet rows;
        rows.words_.fill(~std::uint64_t{0});
        return rows;
    }

    // Calls `f` for each row of the set, in table order.
    template <class F>
    void each(F&& f) const {
        for (std::size_t w = 0; w < words_.size(); ++w) each_bit(w, words_[w], f);
    }

    // Calls `f` for each row that is in `a` and `b`, or in `c` and `d`. Word by word: sets that
    // just changed in one word are slow to read as two at once. What `f` does to its own row is
    // well.
    template <class F>
    static void each_in_either(const RowSet& a, const RowSet& b, const RowSet& c, const RowSet& d,
                               F&& f) {
        for (std::size_t w = 0; w < a.words_.size(); ++w) {
            each_bit(w, (a.words_[w] & b.words_[w]) | (c.words_[w] & d.words_[w]), f);
        }
    }

  private:
    template <class F>
    static void each_bit(std::size_t word, std::uint64_t left, F&& f) {
        for (; left != 0; left &= left - 1) {
            f(static_cast<RowNo>(word * 64 + static_cast<std::size_t>(std::countr_zero(left))));
        }
    }

    std::uint64_t& word(RowNo row) {
        assert(row < max_rows);
        return words_[row / 64U];
    }
    static std::uint64_t bit(RowNo row) { return std::uint64_t{1} << (row % 64U); }
    std::array<std::uint64_t, 2> words_{};
};

}  // namespace longstop::law
