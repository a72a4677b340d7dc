"""The certificate: labels, and a JSON document with everything that is needed to check them again."""

import base64
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldlabel import __version__
from goldlabel.core.model import content_hash
from goldlabel.core.problem import Invalid
from goldlabel.frames.column import text_of
from goldlabel.frames.table import write_table
from goldlabel.learning.certify.experts import ExpertCheck
from goldlabel.learning.certify.oracle import Expert
from goldlabel.learning.certify.outcome import Outcome
from goldlabel.learning.certify.reading import Frozen
from goldlabel.learning.certify.request import Request

FORMAT = "goldlabel certificate 1"
CERTIFICATE, LABELS = "certificate.json", "labels.csv"
ASSUMES = (
    "the expert's label is the truth",
    "items were drawn by the seed, which was chosen before anybody knew what it would draw",
    "the list of predictions was frozen and the target set before the expert was asked",
    "one run: repeating with other seeds or targets until it suits voids the certificate",
    "it is about the items of this list, not about others",
)


@dataclass
class Part:
    """One slice, or the whole list (`name` None). `rows`: its items in the whole list. `unit`: the largest loss."""

    name: str | None
    rows: NDArray[np.int64]
    frozen: Frozen
    outcome: Outcome
    alpha: float
    unit: float
    reached: bool
    outlook: dict[str, Any] | None


@dataclass(frozen=True)
class Certified:
    """`labels` and `source` ("model" or "expert") in the order of the predictions' rows; `certificate` as JSON."""

    items: list[Any]
    labels: list[Any]
    source: list[str]
    certificate: dict[str, Any]
    slices: list[str] | None = field(default=None)

    @property
    def reached(self) -> bool:
        """The error is certified and some labels are the model's."""
        return bool(self.certificate["reached"])

    @property
    def oracle_labels_used(self) -> int:
        return int(self.certificate["oracle_labels_used"])

    @property
    def saved(self) -> float:
        """Share of the items for which nobody was asked."""
        return 1 - self.oracle_labels_used / len(self.items)

    def table(self) -> dict[str, list[Any]]:
        """Columns `item, label, source` (and `slice`)."""
        table: dict[str, list[Any]] = {"item": self.items, "label": self.labels, "source": list(self.source)}
        return table if self.slices is None else table | {"slice": list(self.slices)}

    def write(self, folder: str | Path) -> None:
        """`labels.csv` and `certificate.json`, in a folder that is made if need be."""
        path = Path(folder)
        try:
            path.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise Invalid("is a file; give a folder", where=str(path)) from None
        write_table(path / LABELS, self.table())
        text = json.dumps(self.certificate, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        (path / CERTIFICATE).write_text(text, encoding="utf-8")


def certificate(
    request: Request, frozen: Frozen, expert: Expert, parts: Sequence[Part], check: ExpertCheck | None
) -> Certified:
    """Puts labels and parts together and seals them."""
    labels = [expert.given.get(row, label) for row, label in enumerate(frozen.given)]
    source = ["expert" if row in expert.given else "model" for row in range(len(frozen))]
    used = len(expert.given)
    told: dict[str, Any] = {
        "format": FORMAT,
        "versions": {"goldlabel": __version__, "numpy": np.__version__},
        "items": len(frozen),
        "oracle_labels_used": used,
        "not_asked": len(frozen) - used,
        "target_error": request.target_error,
        "confidence": request.confidence,
        "reached": any(part.reached for part in parts) and not any(_ended(part, expert) for part in parts),
        "claim": "",
        "request": request.to_json(),
        "rule": parts[0].outcome.rule,
        "hashes": {"predictions": frozen.hash, "labels": labels_hash(frozen.items, labels, source, frozen.slices)},
        "parts": [_told(part, expert) for part in parts],
        "expert": None if check is None else check.compose(request.target_error, request.confidence),
        "assumes": list(ASSUMES),
    }
    told["claim"] = claim(told)
    back: list[int] = np.argsort(frozen.rows).tolist()
    slices = None if frozen.slices is None else [frozen.slices[at] for at in back]
    return Certified(
        [frozen.items[at] for at in back],
        [labels[at] for at in back],
        [source[at] for at in back],
        sealed(told),
        slices,
    )


def sealed(told: dict[str, Any]) -> dict[str, Any]:
    """With the hash of everything else."""
    rest = {key: value for key, value in told.items() if key != "hash"}
    return rest | {"hash": content_hash(rest)}


def claim(told: dict[str, Any]) -> str:
    """The sentence that the numbers amount to."""
    if not told["reached"] and told["oracle_labels_used"] == told["items"]:
        asked = "the one item was" if told["items"] == 1 else f"all {told['items']:,} items were"
        return f"Nothing is left to the model: {asked} asked, so every label is the expert's."
    if not told["reached"]:
        why = next((part["why"] for part in told["parts"] if part["why"]), "")
        return f"Not reached: {why}."
    what = "share of wrong labels" if told["request"]["loss"] == "zero_one" else f"mean {told['request']['loss']} loss"
    where = f" in each of {len(told['parts'])} slices" if told["parts"][0]["slice"] is not None else ""
    return (
        f"The {what}{where} is at most {told['target_error']:g} with confidence {told['confidence']:g}, measured "
        f"against the expert; the expert answered {told['oracle_labels_used']:,} of {told['items']:,} items."
    )


def labels_hash(
    items: Sequence[Any], labels: Sequence[Any], source: Sequence[str], slices: Sequence[str] | None
) -> str:
    """Of the labels as text, sorted by item: the same for CSV, Parquet and memory."""
    shown = slices if slices is not None else [""] * len(items)
    rows = zip(items, labels, source, shown, strict=True)
    return content_hash(sorted([text_of(item), text_of(label), by, part] for item, label, by, part in rows))


def packed(rows: NDArray[np.int64], items: int) -> str:
    """A set of items as text: one bit per item in the order of their names, deflated, base64."""
    bits = np.zeros(items, bool)
    bits[rows] = True
    return base64.b64encode(zlib.compress(np.packbits(bits).tobytes(), 9)).decode()


def unpacked(text: str, items: int) -> NDArray[np.int64]:
    """Raises ValueError for what `packed` did not write."""
    try:
        raw = zlib.decompressobj().decompress(base64.b64decode(text, validate=True), items // 8 + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    return np.flatnonzero(np.unpackbits(np.frombuffer(raw, np.uint8))[:items])


def _ended(part: Part, expert: Expert) -> bool:
    """Whether labels of the part are neither accepted nor the expert's: the budget ended."""
    return not part.reached and any(row not in expert.given for row in part.rows.tolist())


def _told(part: Part, expert: Expert) -> dict[str, Any]:
    out, frozen = part.outcome, part.frozen
    inside = set(out.region.tolist())
    names = [text_of(item) for item in frozen.items]

    def shown(row: int) -> dict[str, Any]:
        answer = expert.answers.get(int(part.rows[row]))
        return {"item": names[row], "model": frozen.labels[row], "expert": answer, "inside": row in inside}

    accepted = [row for row in out.region.tolist() if int(part.rows[row]) not in expert.answers]
    return {
        "slice": part.name,
        "items": len(frozen),
        "alpha": part.alpha,
        "unit": part.unit,
        "reached": part.reached,
        "why": "" if part.reached else out.why,
        "frozen": frozen.hash,
        "pilot": [shown(row) for row in out.pilot.tolist()],
        "population": packed(out.population, len(frozen)),
        "plan": out.plan,
        "sample": [
            shown(row) | ({} if out.places is None else {"place": int(out.places[row])}) for row in out.drawn.tolist()
        ],
        "region": {
            "items": len(out.region),
            "accepted": len(accepted),
            "least_confidence": min((float(frozen.confidence[row]) for row in accepted), default=None),
            **out.found,
        },
        "ordered_by": list(out.models),
        "would_take": part.outlook,
    }
