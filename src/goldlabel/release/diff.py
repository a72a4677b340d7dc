"""What changed between two releases: items, labels, and how the distribution of labels moved.

Items are the same when their keys are. Labels are compared by what they say: ids of regions do not count, nor their
order. Both releases are read once and compared bucket by bucket, so that memory stays small: some 16,000 keys of 1
million.
"""

import hashlib
import tempfile
import zlib
from bisect import insort
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from goldlabel.core.annotation import Body, Region
from goldlabel.core.model import Json, canonical
from goldlabel.core.record import Record
from goldlabel.release.files import MANIFEST, SHEET, Files

LISTED = 100
"""So many keys of each kind are listed; all are counted."""
BUCKETS = 64
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(list[str]).decode


def diff(a: Path | str, b: Path | str, listed: int = LISTED) -> dict[str, Any]:
    """From release `a` to release `b`, as plain JSON.

    `added`, `removed`, `label_changed`, `data_changed`: {"count", "keys"} (`label_changed` also with both labels);
    `same`; `questions`: by id, the share of each value in both and the total variation distance (half the sum of the
    absolute differences, 0 … 1); `hash` and `items` of both; `schema_changed`.
    """
    with Files(Path(a)) as old, Files(Path(b)) as new, tempfile.TemporaryDirectory(prefix="goldlabel-diff") as folder:
        buckets = _Buckets(Path(folder))
        buckets.load("a", old)
        buckets.load("b", new)
        found = buckets.compare(listed)
        sheets = old.json(SHEET), new.json(SHEET)
        return {
            "a": _name(old, sheets[0]), "b": _name(new, sheets[1]), **found,
            "schema_changed": old.schema() != new.schema(),
            "questions": _shift(sheets[0]["rows"]["questions"], sheets[1]["rows"]["questions"]),
        }  # fmt: skip


def _name(files: Files, sheet: Any) -> dict[str, Any]:
    return {"hash": files.json(MANIFEST).get("hash"), "items": sheet["rows"]["items"]}


class _Buckets:
    """Keys of both releases with marks of data and label, spread over small files by the key's hash."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, side: str, files: Files) -> None:
        with ExitStack() as stack:
            out = [stack.enter_context(self._path(side, n).open("wb", 1 << 16)) for n in range(BUCKETS)]
            for record in files.records():
                key = record.key or ""
                out[zlib.crc32(key.encode()) % BUCKETS].write(_encode([key, *_marks(record)]) + b"\n")

    def _path(self, side: str, number: int) -> Path:
        return self.folder / f"{side}{number}"

    def _read(self, side: str, number: int) -> dict[str, list[str]]:
        with self._path(side, number).open("rb") as stream:
            return {row[0]: row[1:] for row in map(_decode, stream)}

    def compare(self, listed: int) -> dict[str, Any]:
        found = {name: _Found(listed) for name in ("added", "removed", "label_changed", "data_changed")}
        same = 0
        for number in range(BUCKETS):
            a, b = self._read("a", number), self._read("b", number)
            for key in b.keys() - a.keys():
                found["added"].add(key)
            for key in a.keys() - b.keys():
                found["removed"].add(key)
            for key in a.keys() & b.keys():
                one, other = a[key], b[key]
                if one[0] != other[0]:
                    found["data_changed"].add(key)
                if one[1] != other[1]:
                    found["label_changed"].add(key, one[2], other[2])
                same += one[:2] == other[:2]
        out: dict[str, Any] = {name: each.report() for name, each in found.items()}
        out["label_changed"]["labels"] = [
            {"key": key, "a": msgspec.json.decode(one), "b": msgspec.json.decode(other)}
            for key, one, other in found["label_changed"].first
        ]
        return {**out, "same": same}


class _Found:
    """Counts keys and remembers the first of them in order."""

    def __init__(self, listed: int) -> None:
        self.listed, self.count = listed, 0
        self.first: list[tuple[str, ...]] = []

    def add(self, *row: str) -> None:
        self.count += 1
        if len(self.first) < self.listed or row < self.first[-1]:
            insort(self.first, row)
            del self.first[self.listed :]

    def report(self) -> dict[str, Any]:
        return {"count": self.count, "keys": [row[0] for row in self.first]}


def _marks(record: Record) -> tuple[str, str, str]:
    """Hashes of data and label, and the label as JSON (only its beginning when it is long)."""
    label = said(record.resolution.body) if record.resolution else None
    text = canonical(label)
    shown = text.decode() if len(text) <= 2000 else canonical({"long": len(text)}).decode()
    return _hash(canonical([record.data, record.meta])), _hash(text), shown


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def said(body: Body) -> Json:
    """What a body says, without what does not matter to its meaning: ids of regions and all order."""
    answers: dict[str | None, list[Json]] = {}
    for answer in body.answers:
        answers.setdefault(answer.region, []).append([answer.question, answer.value])
    regions: list[Json] = [
        [region.set, region.shape, _place(region), _sorted(answers.get(region.id, []))] for region in body.regions
    ]
    out: dict[str, Json] = {"answers": _sorted(answers.get(None, [])), "regions": _sorted(regions)}
    if body.relations:
        places: dict[str, Json] = {one.id: [one.set, one.shape, _place(one)] for one in body.regions}
        relations: list[Json] = [
            [one.set, places.get(one.from_id), places.get(one.to_id), _sorted(answers.get(one.id, []))]
            for one in body.relations
        ]
        out["relations"] = _sorted(relations)
    return out


def _place(region: Region) -> Json:
    """Where it lies; of a track, its keyframes."""
    return [one.model_dump(mode="json", exclude_none=True) for one in region.keyframes] or region.value


def _sorted(parts: list[Json]) -> list[Json]:
    return sorted(parts, key=canonical)


def _shift(a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any]:
    """For questions with values in both: shares and total variation distance."""
    out: dict[str, Any] = {}
    for id in a.keys() & b.keys():
        one, other = a[id].get("values"), b[id].get("values")
        if one is None or other is None:
            continue
        shares = {
            value: {
                "name": (other.get(value) or one[value])["name"],
                "a": _share(one, value),
                "b": _share(other, value),
            }
            for value in {**one, **other}
        }
        totals = sum(v["a"] for v in shares.values()), sum(v["b"] for v in shares.values())
        moved = sum(abs(v["a"] / (totals[0] or 1) - v["b"] / (totals[1] or 1)) for v in shares.values()) / 2
        out[id] = {"name": b[id]["name"], "total_variation": round(moved, 6), "values": shares}
    return dict(sorted(out.items()))


def _share(values: dict[str, Any], value: str) -> float:
    return values[value]["share"] if value in values else 0.0
