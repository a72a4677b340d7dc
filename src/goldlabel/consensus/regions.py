"""One region for many: clusters that more than half of the labelers drew, with the shape's own combination.

A cluster that exactly half drew is a tie about its existence. The questions about a region are decided by
those who drew it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from goldlabel.agreement.cluster import Cluster, cluster
from goldlabel.agreement.reading import Drawn, Reader, Ready, Said
from goldlabel.core.annotation import Keyframe, Region
from goldlabel.core.kind import Shape
from goldlabel.core.model import Json, content_hash
from goldlabel.core.schema import RegionSet
from goldlabel.core.track import Track, combine, written


@dataclass(slots=True)
class Kept:
    """A region of the label with those who drew it."""

    region: Region
    members: dict[int, Drawn]


@dataclass(slots=True)
class Regions:
    """What became of one region set. `support`: the smallest share behind a decision to keep or drop a
    cluster."""

    kept: list[Kept] = field(default_factory=list[Kept])
    support: float = 1.0
    evidence: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """The clusters that not everybody drew."""
    ties: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


def decide(reader: Reader, said: Sequence[Said], group: RegionSet, data: Mapping[str, Json]) -> Regions:
    out = Regions()
    for found in cluster(reader, said, group.id).clusters:
        count, voters = len(found.members), len(said)
        out.support = min(out.support, max(count, voters - count) / voters)
        region = _region(reader, said, found, data)
        if 2 * count > voters:
            out.kept.append(Kept(region, found.members))
        if count == voters:
            continue
        entry: dict[str, Any] = {
            "set": group.id,
            "shape": region.shape,
            "value": region.value,
            "drawn": [said[who].labeler for who in found.members],
            "not_drawn": [one.labeler for who, one in enumerate(said) if who not in found.members],
        }
        if 2 * count == voters:
            out.ties.append(
                {"where": f"region_sets.{group.id}", "why": "half of the labelers drew this region", **entry}
            )
        elif 2 * count > voters:
            entry["region"] = region.id
        out.evidence.append(entry)
    _check_count(group, said, out)
    return out


def _region(reader: Reader, said: Sequence[Said], found: Cluster, data: Mapping[str, Json]) -> Region:
    """The cluster's geometry; an opaque one is its first member's. Its id depends on its members alone."""
    drawn = list(found.members.values())
    ready = reader.shape(found.group, found.shape)
    value: Json = drawn[0].place.raw
    version, keyframes = 1, tuple[Keyframe, ...]()
    if ready.kind is not None:
        version = ready.kind.version
        # by content, not by labeler, so that no name decides between equals
        ordered = sorted(drawn, key=lambda one: one.place.key)
        if all(ready.typed(one.place) for one in drawn) and any(isinstance(one.place.value, Track) for one in drawn):
            keyframes = _keyframes(ready, ordered, data)
            value = keyframes[0].value
        elif all(ready.typed(one.place) for one in drawn) and len({one.place.key for one in drawn}) > 1:
            combined = ready.kind.combine([one.place.value for one in ordered], [1.0] * len(ordered), ready.config)
            value = ready.write(combined, data)
    id = "r" + content_hash([[said[who].labeler, one.id] for who, one in found.members.items()])[:15]
    return Region(id=id, set=found.group, shape=found.shape, value=value, version=version, keyframes=keyframes)


def _keyframes(ready: Ready, drawn: Sequence[Drawn], data: Mapping[str, Json]) -> tuple[Keyframe, ...]:
    """Of a track for many; in the shape's own form."""
    assert isinstance(ready.kind, Shape)
    tracks = [ready.track(one.place) for one in drawn]
    same = len({one.place.key for one in drawn}) == 1
    combined = tracks[0] if same else combine(tracks, ready.kind, ready.config)
    return tuple(
        raw.model_copy(update={"value": ready.write(one.value, data)})
        for raw, one in zip(written(combined), combined.moments, strict=True)
    )


def _check_count(group: RegionSet, said: Sequence[Said], out: Regions) -> None:
    """Fewer or more regions than the set allows, when that is not settled by ties anyway."""
    if out.ties:
        return
    count = len(out.kept)
    why = ""
    if count < group.min:
        why = f"only {count} regions were drawn by more than half of the labelers; {group.min} are needed"
    elif group.max is not None and count > group.max:
        why = f"{count} regions were drawn by more than half of the labelers; at most {group.max} are allowed"
    if why:
        counts = {one.labeler: len(one.regions.get(group.id, ())) for one in said}
        out.ties.append({"where": f"region_sets.{group.id}", "set": group.id, "why": why, "counts": counts})
