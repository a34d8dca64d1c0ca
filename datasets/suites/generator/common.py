"""What the generators share: random numbers, balanced draws, numbers as text, files.

Everything here gives the same bytes on every Python from 3.6 on: no `random`, no hash order, no locale.
"""
import hashlib
import json
import unicodedata
from fractions import Fraction

MASK = (1 << 64) - 1
LETTERS = "ABCDEFGH"


class Rng:
    """splitmix64 (Steele, Lea and Flood, 2014). A stream has a name, so that a new template moves no other."""

    def __init__(self, seed, name):
        digest = hashlib.sha256("{}/{}".format(seed, name).encode("utf-8")).digest()
        self.state = int.from_bytes(digest[:8], "big")
        self.decks = {}

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, n):
        """0 .. n-1; the bias of the remainder is below n / 2^64."""
        return self.next() % n

    def between(self, low, high, step=1):
        """low, low + step, .. up to high, which is included when a step falls on it."""
        return low + step * self.below((high - low) // step + 1)

    def pick(self, values):
        """Deals one value; all others of the same list come before it comes again, so that words vary."""
        deck = self.decks.setdefault(repr(values), [])
        if not deck:
            deck.extend(self.shuffled(values))
        return deck.pop()

    def shuffled(self, values):
        out = list(values)
        for i in range(len(out) - 1, 0, -1):
            j = self.below(i + 1)
            out[i], out[j] = out[j], out[i]
        return out

    def sample(self, values, n):
        return self.shuffled(values)[:n]


def positions(rng, n, options):
    """n positions of the right option, each position as often as any other (give or take one), in random order."""
    return rng.shuffled([i % options for i in range(n)])


def place(rng, right, wrong, position):
    """The options with the right one at `position`: (options, letter of the right one)."""
    texts = rng.shuffled(wrong)
    texts.insert(position, right)
    return texts, LETTERS[position]


def decimal(value, places=2):
    """An exact number as text, '7' or '12.5'. A value that needs more places is the generator's mistake."""
    scaled = Fraction(value) * 10 ** places
    if scaled.denominator != 1:
        raise ValueError("{} has more than {} decimals".format(value, places))
    whole, rest = divmod(abs(scaled.numerator), 10 ** places)
    sign = "-" if scaled < 0 else ""
    text = "{}{}.{:0{}d}".format(sign, whole, rest, places)
    return text.rstrip("0").rstrip(".")


def distinct(make, count, seen, key):
    """`count` results of make() whose key(result) is not in `seen` yet; adds them to it."""
    found = []
    for _ in range(2000):
        if len(found) == count:
            return found
        result = make()
        if key(result) not in seen:
            seen.add(key(result))
            found.append(result)
    raise ValueError("a template has fewer than {} distinct items".format(count))


def numbered(prefix, items):
    """Puts the id first: a-001, a-002, ..."""
    return [dict([("id", "{}-{:03d}".format(prefix, i + 1))] + list(item.items())) for i, item in enumerate(items)]


def jsonl(rows):
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    return unicodedata.normalize("NFC", "".join(line + "\n" for line in lines))
