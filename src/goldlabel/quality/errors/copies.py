"""Which items are copies of each other, exactly or nearly: texts, pictures, vectors.

Pairs that are alike are found without comparing all with all (texts, pictures), and joined into groups: what is alike
through a third is one group.
"""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from goldlabel.core.problem import Invalid
from goldlabel.quality.errors.scores import Floats, Ints
from goldlabel.quality.errors.words import normal

SHINGLE = 4
BANDS, ROWS = 25, 4
"""MinHash bands: two texts of Jaccard 0.8 are compared with probability 1 − (1 − 0.8⁴)²⁵ > 0.999999, 0.5 with 0.8."""
DOUBT = 0.2
"""The share of equal hashes estimates Jaccard to ±0.05; a candidate this far below the threshold is none."""
SEED = 20240229
BLOCK = 1024

Pairs = Iterable[tuple[int, int]]


def text_copies(texts: Sequence[str], threshold: float = 0.8) -> list[list[int]]:
    """Groups (positions, at least two each) of texts whose sets of four-letter shingles have Jaccard >= `threshold`.

    Case, white space and compatibility forms do not count. Candidates by MinHash with bands (Broder 1997; Leskovec,
    Rajaraman and Ullman, "Mining of massive datasets", 3.4), then the exact Jaccard share. Texts under four letters
    must read the same; empty ones are no copies. O(letters · 100) and the candidates. Not for long texts that share a
    few sentences: their Jaccard is small.
    """
    first: dict[str, int] = {}
    read = [normal(text) for text in texts]
    home = [first.setdefault(text, at) if text else at for at, text in enumerate(read)]
    distinct = sorted(set(home))
    shingles = [_shingles(read[at]) for at in distinct]
    signatures = [_min_hash(one) for one in shingles]
    pairs = [(a, b) for a, b in enumerate(home) if a != b]
    for a, b in _banded(signatures):
        if (signatures[a] == signatures[b]).mean() < threshold - DOUBT:
            continue
        common = len(np.intersect1d(shingles[a], shingles[b], assume_unique=True))
        if common and common >= threshold * (len(shingles[a]) + len(shingles[b]) - common):
            pairs.append((distinct[a], distinct[b]))
    return joined(len(texts), pairs)


def _shingles(text: str) -> NDArray[np.uint64]:
    """Distinct runs of four code points, each as a number."""
    points = np.array([ord(letter) for letter in text], np.uint64)
    if len(points) < SHINGLE:
        return np.zeros(0, np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(points, SHINGLE)
    code = np.zeros(len(windows), np.uint64)
    for at in range(
        SHINGLE
    ):  # code points have 21 bits: the first of four loses some, mixed in so that it still counts
        code = code * np.uint64(0x9E3779B97F4A7C15) + windows[:, at]
    return np.unique(code)


_ODD = np.random.default_rng(SEED).integers(1, 2**63, BANDS * ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_SHIFT = np.random.default_rng(SEED + 1).integers(0, 2**63, BANDS * ROWS, dtype=np.uint64)


def _min_hash(shingles: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The least of each of 100 hashes over the shingles."""
    if not len(shingles):
        return np.zeros(0, np.uint64)
    mixed = shingles ^ (shingles >> np.uint64(31))
    mixed = mixed * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(29)
    return np.concatenate([(mixed[:, None] * _ODD + _SHIFT).min(axis=0)])


def _banded(signatures: Sequence[NDArray[np.uint64]]) -> set[tuple[int, int]]:
    """Pairs that are alike in all rows of a band. In a crowded bucket each is paired with the first: those alike are
    joined through it, or through another band."""
    out: set[tuple[int, int]] = set()
    for band in range(BANDS):
        buckets: dict[bytes, list[int]] = {}
        for at, one in enumerate(signatures):
            if len(one):
                buckets.setdefault(one[band * ROWS : (band + 1) * ROWS].tobytes(), []).append(at)
        out.update(_bucket_pairs(buckets.values()))
    return out


CROWD = 50


def _bucket_pairs(buckets: Iterable[list[int]]) -> Pairs:
    for own in buckets:
        leaders = own if len(own) <= CROWD else own[:CROWD]
        for place, a in enumerate(leaders):
            for b in own[place + 1 :]:
                yield a, b


def vector_copies(vectors: Any, threshold: float = 0.98) -> list[list[int]]:
    """Groups of rows of float[items, features] whose cosine is at least `threshold`. O(items² · features), in blocks.

    Rows of zeros are like nothing. What cosine means a copy depends on the encoder: look at some pairs first.
    """
    x = np.asarray(vectors, np.float64)
    if x.ndim != 2 or not np.isfinite(x).all():
        raise Invalid("wants finite numbers, items down and features across", where="vectors")
    length = np.sqrt((x**2).sum(axis=1, keepdims=True))
    unit = np.divide(x, length, out=np.zeros_like(x), where=length > 0)
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(unit), BLOCK):
        for a, b in np.argwhere(unit[start : start + BLOCK] @ unit[start:].T >= threshold - 1e-12).tolist():
            if a < b:
                pairs.append((start + a, start + b))
    return joined(len(unit), pairs)


def image_copies(images: Sequence[Any], bits: int = 6, apart: float = 0.06) -> list[list[int]]:
    """Groups of pictures (paths, bytes or Pillow images) that look the same: rescaled, compressed, recoloured a bit.

    Two are alike when their 64-bit difference hashes (Krawetz 2013: is a cell of a 9 × 8 grey thumbnail brighter than
    its neighbour) differ in at most `bits` and their 16 × 16 grey thumbnails by at most `apart` on average (0 … 1).
    Candidates: `bits` or fewer changed leave one of `bits` + 1 parts whole. Not for crops, turns and mirror images.
    """
    seen = [_thumbnails(image, at) for at, image in enumerate(images)]
    hashes = np.array([one[0] for one in seen], np.uint64)
    cuts = np.linspace(0, 64, bits + 2).astype(int)
    pairs: set[tuple[int, int]] = set()
    for low, high in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        part = (hashes >> np.uint64(low)) & np.uint64((1 << (high - low)) - 1)
        buckets: dict[int, list[int]] = {}
        for at, one in enumerate(part.tolist()):
            buckets.setdefault(one, []).append(at)
        for own in buckets.values():
            for place, a in enumerate(own[:-1]):
                rest = np.array(own[place + 1 :])
                near: list[int] = rest[np.bitwise_count(hashes[rest] ^ hashes[a]) <= bits].tolist()
                pairs.update((a, b) for b in near if _difference(seen[a][1], seen[b][1]) <= apart)
    return joined(len(seen), pairs)


def _difference(a: Floats, b: Floats) -> float:
    return float(np.abs(a - b).mean())


def _thumbnails(image: Any, at: int) -> tuple[int, Floats]:
    import io

    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        source = io.BytesIO(image) if isinstance(image, bytes) else image
        opened = source if isinstance(source, Image.Image) else Image.open(cast(Any, source))
        grey = ImageOps.exif_transpose(opened).convert("L")
    except (UnidentifiedImageError, OSError) as error:
        name = str(image) if isinstance(image, (str, Path)) else f"picture {at}"
        raise Invalid(f"is no picture that can be read ({error})", where=name) from None
    cells = np.asarray(grey.resize((9, 8), Image.Resampling.BOX), np.float64)
    bits = (cells[:, 1:] > cells[:, :-1]).ravel()
    number = int.from_bytes(np.packbits(bits).tobytes(), "big")
    return number, np.asarray(grey.resize((16, 16), Image.Resampling.BOX), np.float64) / 255


def exact_copies(values: Sequence[Any]) -> list[list[int]]:
    """Groups of values that are the same: bytes by hash, anything else by its text."""
    first: dict[bytes, int] = {}
    pairs: list[tuple[int, int]] = []
    for at, value in enumerate(values):
        raw = value if isinstance(value, bytes) else str(value).encode()
        home = first.setdefault(hashlib.blake2b(raw, digest_size=16).digest(), at)
        if home != at:
            pairs.append((home, at))
    return joined(len(values), pairs)


def joined(count: int, pairs: Pairs) -> list[list[int]]:
    """Groups of at least two that hang together by pairs, each sorted, by their first member (union-find)."""
    parent = np.arange(count)

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = int(parent[at])
        return at

    for a, b in pairs:
        x, y = root(a), root(b)
        parent[max(x, y)] = min(x, y)
    members: dict[int, list[int]] = {}
    for at in range(count):
        members.setdefault(root(at), []).append(at)
    return [own for own in members.values() if len(own) > 1]


def group_of(count: int, groups: Iterable[Sequence[int]]) -> Ints:
    """int[items]: a number per group, its own for an item in none; as `out_of_fold` takes them."""
    out = np.arange(count)
    for own in groups:
        out[list(own)] = own[0]
    return out
