"""`verify`: is a certificate what it says? Every number that follows from others, computed again.

From the folder alone: the seal, the hashes, that pilot and sample are the ones that the seed draws, the losses, the
rule's counts and its chance of error, which labels are whose. With the predictions: the whole run once more, with the
expert's labels as they stand in the folder; it must ask for the same items and end in the same certificate. With the
oracle: that the expert's labels are the oracle's.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldlabel.core.problem import GoldlabelError, Invalid, NotFound, Problem
from goldlabel.formats.parts.plain import is_object
from goldlabel.frames.column import text_of
from goldlabel.frames.table import Table, read_table, table_of
from goldlabel.learning.certify import bounded, exact
from goldlabel.learning.certify.certificate import (
    CERTIFICATE,
    FORMAT,
    LABELS,
    Certified,
    claim,
    labels_hash,
    sealed,
    unpacked,
)
from goldlabel.learning.certify.draw import keys, smallest
from goldlabel.learning.certify.experts import ExpertCheck
from goldlabel.learning.certify.losses import Loss
from goldlabel.learning.certify.oracle import Oracle
from goldlabel.learning.certify.reading import read_predictions
from goldlabel.learning.certify.request import Request, request_of
from goldlabel.learning.certify.run import certify, rule_of
from goldlabel.learning.certify.shape import misshapen

NEAR = 1e-9
MANY = 10
"""So many damaged keys are listed."""


def is_certificate(path: str | Path) -> bool:
    """Whether `verify` here is the one to ask: a certificate, or a folder that holds one."""
    where = Path(path)
    return (where / CERTIFICATE).is_file() or (where.is_file() and where.name.endswith(".json"))


def verify(
    certificate: str | Path | Certified, predictions: Any = None, labels: Any = None, oracle: Oracle | None = None
) -> list[Problem]:
    """Everything that is wrong with a certificate; empty when it is whole and true.

    `certificate`: the folder, its certificate.json (labels.csv beside it unless `labels` is given), or the result.
    Raises NotFound when there is none, Invalid for an oracle that lacks items which the certificate asked for.
    O(items); with predictions, as long as `certify`.
    """
    try:
        told, table = _read(certificate, labels)
        found = list(_problems(told, table))
        if not found and predictions is not None:
            found += _replay(told, table, predictions)
    except NotFound:
        raise
    except GoldlabelError as error:
        return [Problem(CERTIFICATE, str(error))]
    except KeyError as error:
        return [Problem(CERTIFICATE, f'is damaged: lacks "{error.args[0]}"')]
    except (TypeError, ValueError, IndexError, AttributeError, OverflowError):
        return [Problem(CERTIFICATE, "is damaged: its numbers and names are not those that a run writes")]
    return found or ([] if oracle is None else _beside(table, oracle))


@dataclass(frozen=True)
class _Labels:
    """labels.csv, sorted by the items' names."""

    items: list[str]
    labels: list[str]
    source: list[str]
    slices: list[str] | None


def _read(certificate: str | Path | Certified, labels: Any) -> tuple[dict[str, Any], _Labels]:
    if isinstance(certificate, Certified):
        return certificate.certificate, _labels(table_of(certificate.table() if labels is None else labels))
    path = Path(certificate)
    file = path / CERTIFICATE if path.is_dir() else path
    if not file.is_file():
        raise NotFound(f"there is no certificate at {path}")
    try:
        told: Any = json.loads(file.read_bytes())
    except ValueError as error:
        raise Invalid(f"is no JSON: {error}", where=str(file)) from None
    if not is_object(told):
        raise Invalid("is no certificate", where=str(file))
    beside = file.parent / LABELS if labels is None else labels
    return told, _labels(table_of(read_table(beside) if isinstance(beside, Path) else beside))


def _labels(table: Table) -> _Labels:
    names = ["item", "label", "source", *(["slice"] if "slice" in table.columns else [])]
    rows = sorted(zip(*([text_of(cell) for cell in table.column(name).list()] for name in names), strict=True))
    columns = [[row[at] for row in rows] for at in range(len(names))]
    return _Labels(columns[0], columns[1], columns[2], columns[3] if len(columns) > 3 else None)


def _problems(told: dict[str, Any], table: _Labels) -> Iterator[Problem]:
    if "format" not in told:
        yield Problem(CERTIFICATE, 'is no certificate: lacks "format"')
        return
    if told["format"] != FORMAT:
        yield Problem(CERTIFICATE, f'is of the format "{told["format"]}", not "{FORMAT}"')
        return
    if damage := list(misshapen(told)):
        yield from (Problem(CERTIFICATE, one.message) for one in damage[:MANY])
        return
    if sealed(told)["hash"] != told["hash"]:
        yield Problem(CERTIFICATE, "its hash is not that of its content")
    if labels_hash(table.items, table.labels, table.source, table.slices) != told["hashes"]["labels"]:
        yield Problem(LABELS, "is not the table that was certified")
        return
    request = request_of(told["request"])
    kind = request.check()
    yield from _sums(told, table, request)
    groups = _groups(table)
    if [part["slice"] for part in told["parts"]] != [name for name, _ in groups]:
        yield Problem(f"{CERTIFICATE} parts", "are not the slices of the labels")
        return
    for at, (part, (_, rows)) in enumerate(zip(told["parts"], groups, strict=True)):
        alpha = request.alpha / len(groups)
        for problem in _Part(part, table, rows, request, kind, alpha).problems():
            yield problem.inside(f"{CERTIFICATE} parts[{at}]")


def _sums(told: dict[str, Any], table: _Labels, request: Request) -> Iterator[Problem]:
    used = table.source.count("expert")
    unfinished = any(not part["reached"] and part["region"]["accepted"] for part in told["parts"])
    anywhere = any(part["reached"] for part in told["parts"])
    complete = sum(part["region"]["accepted"] for part in told["parts"] if part["reached"]) == len(table.items) - used
    right: dict[str, Any] = {
        "items": len(table.items),
        "oracle_labels_used": used,
        "not_asked": table.source.count("model"),
        "target_error": request.target_error,
        "confidence": request.confidence,
        "reached": anywhere and complete and not unfinished,
    }
    if told["expert"] is not None:
        said = told["expert"]
        check = ExpertCheck(said["checked"], said["wrong"], said["confidence"])
        right["expert"] = check.compose(request.target_error, request.confidence)
    right["claim"] = claim(told)
    for name, value in right.items():
        if told[name] != value:
            yield Problem(f"{CERTIFICATE} {name}", f"says {told[name]!r}; it is {value!r}")


def _groups(table: _Labels) -> list[tuple[str | None, NDArray[np.int64]]]:
    if table.slices is None:
        return [(None, np.arange(len(table.items)))]
    names, codes = np.unique(np.asarray(table.slices, object).astype(str), return_inverse=True)
    return [(name, np.flatnonzero(codes == code)) for code, name in enumerate(names.tolist())]


@dataclass(frozen=True)
class _Part:
    """One slice with its items (`rows` of the labels)."""

    told: dict[str, Any]
    table: _Labels
    rows: NDArray[np.int64]
    request: Request
    kind: Loss
    alpha: float

    def problems(self) -> Iterator[Problem]:
        told, size = self.told, len(self.rows)
        if told["items"] != size:
            yield Problem("items", f"says {told['items']}; the labels hold {size}")
            return
        if abs(told["alpha"] - self.alpha) > NEAR:
            yield Problem("alpha", f"says {told['alpha']}; the request gives {self.alpha}")
        accepted = [at for at in self.rows.tolist() if self.table.source[at] == "model"]
        if told["reached"] and len(accepted) != told["region"]["accepted"]:
            yield Problem("region", f"says {told['region']['accepted']} model labels; the labels hold {len(accepted)}")
        if told["reached"] and not (told["plan"] and accepted):
            yield Problem("reached", "is said of a certificate that accepts nothing")
        yield from self._draws()
        if told["reached"]:
            yield from self._rule(len(accepted))

    def _draws(self) -> Iterator[Problem]:
        """The pilot and the sample are what the seed draws, and what the expert said is what labels.csv holds."""
        population = unpacked(self.told["population"], len(self.rows))
        everything = np.arange(len(self.rows))
        for name, purpose, among in (("pilot", "pilot", everything), ("sample", "draw", population)):
            listed = self.told[name]
            key = keys(self.request.seed, self.told["frozen"], purpose, len(self.rows))
            drawn: list[int] = self.rows[smallest(key, among, len(listed))].tolist()
            if [row["item"] for row in listed] != [self.table.items[at] for at in drawn]:
                yield Problem(name, "is not what the seed draws")
                continue
            for place, (row, at) in enumerate(zip(listed, drawn, strict=True)):
                label, source = self.table.labels[at], self.table.source[at]
                if row["expert"] is not None and not (source == "expert" and self._same(row["expert"], label)):
                    told = f"says {row['expert']!r}; {LABELS} says {label!r} by the {source}"
                    yield Problem(f"{name}[{place}]", told)
        every: list[int] = self.rows.tolist()
        within: list[int] = self.rows[population].tolist()
        known = {self.table.items[at] for at in within}
        if any(row["item"] in known for row in self.told["pilot"]):
            yield Problem("population", "holds items of the pilot")
        accepted = {self.table.items[at] for at in every if self.table.source[at] == "model"}
        if self.told["reached"] and not accepted <= known:
            yield Problem("population", "lacks items whose model labels were accepted")

    def _same(self, said: Any, label: str) -> bool:
        return bool(self.kind.read(said, "sample") == self.kind.read(label, LABELS))

    def _losses(self, inside: bool) -> NDArray[np.float64]:
        rows = [row for row in self.told["sample"] if row["inside"] or not inside]
        read = [(self.kind.read(row["model"], "sample"), self.kind.read(row["expert"], "sample")) for row in rows]
        return np.array([self.kind.between(model, expert) for model, expert in read])

    def _rule(self, accepted: int) -> Iterator[Problem]:
        plan, region = self.told["plan"], self.told["region"]
        inside = sum(1 for row in self.told["sample"] if row["inside"])
        if region["items"] != accepted + inside:
            yield Problem("region.items", f"says {region['items']}; {accepted} accepted and {inside} drawn are there")
        size = len(unpacked(self.told["population"], len(self.rows)))
        if plan["population"] != size:
            yield Problem("plan.population", f"says {plan['population']}; it has {size} items")
            return
        if rule_of(self.request, self.kind) == "exact":
            yield from self._exact(plan, region)
        else:
            yield from self._betting(plan, region)

    def _exact(self, plan: dict[str, Any], region: dict[str, Any]) -> Iterator[Problem]:
        allowed = exact.allowed_errors(len(self.rows), self.request.target_error)
        if plan["allowed"] != allowed:
            yield Problem("plan.allowed", f"says {plan['allowed']}; the target allows {allowed} errors")
        if plan["draws"] != len(self.told["sample"]):
            yield Problem("plan.draws", f"says {plan['draws']}; {len(self.told['sample'])} were drawn")
        risk = exact.chance(plan["population"], allowed, plan["draws"], plan["tolerated"])
        if risk > self.alpha or abs(risk - plan["chance"]) > NEAR:
            yield Problem("plan.chance", f"says {plan['chance']}; it is {risk}, and may be {self.alpha} at most")
        errors = int(self._losses(inside=True).sum())
        if errors != region["errors_inside"] or errors > plan["tolerated"]:
            yield Problem("region", f"holds {errors} drawn errors; {plan['tolerated']} are tolerated")

    def _betting(self, plan: dict[str, Any], region: dict[str, Any]) -> Iterator[Problem]:
        """Wealth needs the order of the region, which the predictions decide: here what the labels alone can show."""
        allowed = self.request.target_error * len(self.rows) / self.told["unit"]
        if region["corrected"] < plan["cap"] - allowed - NEAR:
            yield Problem("region.corrected", "is less than the cap asks for")
        found = float(self._losses(inside=True).sum()) / self.told["unit"]
        if found > region["corrected"] + NEAR:
            yield Problem("region.corrected", f"says {region['corrected']}; the sample alone has {found}")
        in_order = np.array([row["place"] for row in self.told["sample"]], np.int64)
        told: dict[str, Any] = plan | {"stakes": tuple(plan["stakes"])}
        bet = bounded.Bet(**told)
        length = bounded.certified(bet, in_order, self._losses(inside=False) / self.told["unit"], self.alpha)
        if length != region["certified"] or region["items"] > length:
            yield Problem("region.certified", f"says {region['certified']}; the bets certify {length}")


def _replay(told: dict[str, Any], table: _Labels, predictions: Any) -> list[Problem]:
    known = dict(zip(table.items, zip(table.labels, table.source, strict=True), strict=True))

    def answer(item: Any) -> str:
        label, source = known.get(text_of(item), ("", "model"))
        if source != "expert":
            raise Invalid(
                f"item {text_of(item)!r} is asked for by the rule, but has no label of the expert", where=LABELS
            )
        return label

    request = request_of(told["request"])
    if read_predictions(predictions, request.check(), request.slices).hash != told["hashes"]["predictions"]:
        return [Problem("predictions", "are not those that were certified")]
    said = told["expert"]
    check = None if said is None else ExpertCheck(said["checked"], said["wrong"], said["confidence"])
    again = certify(predictions, answer, expert=check, **request.arguments()).certificate
    return [
        Problem(f"{CERTIFICATE} {name}", "is not what the same run gives again")
        for name in sorted({*told, *again} - {"hash", "versions", "columns"})
        if json.loads(json.dumps(again.get(name))) != told.get(name)
    ]


def _beside(table: _Labels, oracle: Oracle) -> list[Problem]:
    by_name = {} if callable(oracle) else {text_of(item): item for item in oracle}
    ask: Callable[[Any], Any] = oracle if callable(oracle) else lambda name: oracle[by_name[name]]
    rows = zip(table.items, table.labels, table.source, strict=True)
    asked = {item: label for item, label, source in rows if source == "expert"}
    lacking = [] if callable(oracle) else [item for item in asked if item not in by_name]
    gone = set(lacking)
    found = [
        Problem(LABELS, f"item {item!r} has the label {label!r}; the oracle says {text_of(told)!r}")
        for item, label in asked.items()
        if item not in gone and text_of(told := ask(item)) != label
    ]
    if lacking and not found:
        raise Invalid(
            f"lacks {len(lacking):,} of the {len(asked):,} items that the expert was asked for, such as item "
            f"{lacking[0]!r}; give the table that was certified with, or one with their labels",
            where=getattr(oracle, "name", "") or "the oracle",
        )
    return found
