"""Regions that move: a shape at moments (keyframes), and what it is in between.

A track is there from its first keyframe on, except from an `outside` keyframe to the next that is not. Between two
keyframes the shape's own `between` holds, after the last the last shape. Time is integer microseconds.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from .annotation import Keyframe, Region
from .kind import Medium, Shape, Surface

V = TypeVar("V", bound=BaseModel)
SAMPLES = 64
"""Moments over which two tracks are compared, at least; every stretch between keyframes has one of its own."""


@dataclass(frozen=True, slots=True)
class Moment(Generic[V]):
    """A keyframe with its typed value."""

    time: int
    value: V
    outside: bool = False
    occluded: bool = False


@dataclass(frozen=True, slots=True)
class Track(Generic[V]):
    """Keyframes, sorted; never empty."""

    moments: tuple[Moment[V], ...]

    @property
    def times(self) -> tuple[int, ...]:
        return tuple(one.time for one in self.moments)

    def there(self, time: int) -> bool:
        at = bisect_right(self.moments, time, key=lambda one: one.time) - 1
        return at >= 0 and not self.moments[at].outside

    def at(self, time: int, shape: Shape[Any, Any]) -> V | None:
        """The shape at `time`; None while it is outside or has not begun. O(log keyframes)."""
        return self.place(time, shape) if self.there(time) else None

    def place(self, time: int, shape: Shape[Any, Any]) -> V:
        """Where it is at `time`, seen or not: what a new keyframe there begins with."""
        at = bisect_right(self.moments, time, key=lambda one: one.time) - 1
        if at < 0:
            return self.moments[0].value
        before = self.moments[at]
        if at + 1 == len(self.moments) or before.time == time:
            return before.value
        after = self.moments[at + 1]
        return shape.between(before.value, after.value, (time - before.time) / (after.time - before.time))


def timed(medium: Medium) -> bool:
    """Whether what lies on the medium's other surfaces may move: it has a line of time beside them."""
    return Surface.line in medium.surfaces and len(medium.surfaces) > 1


def track_of(region: Region, shape: Shape[Any, Any]) -> Track[Any] | None:
    """A region's typed track; one that does not move is there from the start. None when a value does not parse."""
    keyframes = region.keyframes or (Keyframe(time=0, value=region.value),)
    try:
        return Track(
            tuple(
                Moment(one.time, _typed(one.value, region.version, shape), one.outside, one.occluded)
                for one in keyframes
            )
        )
    except ValidationError:
        return None


def written(track: Track[Any]) -> tuple[Keyframe, ...]:
    """The keyframes as they are stored; values in the kind's own form are the caller's to clean."""
    return tuple(
        Keyframe(time=one.time, value=one.value.model_dump(mode="json"), outside=one.outside, occluded=one.occluded)
        for one in track.moments
    )


def _typed(raw: Any, version: int, shape: Shape[Any, Any]) -> Any:
    return shape.Value.model_validate(shape.upgrade(raw, version) if version < shape.version else raw)


def distance(a: Track[V], b: Track[V], shape: Shape[Any, V], config: Any, length: int | None = None) -> float:
    """The shapes' distance, averaged over the time at which at least one of the two is there.

    While only one is there they are 1 apart, or as far as the shape says when it says more. For shapes with 1 − IoU
    this is 1 − the mean IoU over time, as in multi-object tracking, not the overlap of volumes: a large and a small
    moment count alike. The time between two neighbouring keyframes (of either) is sampled at evenly spaced moments in
    its middle, `SAMPLES` in all over the whole; after the last keyframe both are measured once, up to `length`
    (microseconds) where that is known. 0 when neither is ever there. O((SAMPLES + keyframes) distances).
    """
    total = apart = 0.0
    for time, weight in _samples(a, b, length):
        here, other = a.at(time, shape), b.at(time, shape)
        if here is None and other is None:
            continue
        total += weight
        apart += weight * (1.0 if here is None or other is None else shape.distance(here, other, config))
    return apart / total if total else 0.0


def _samples(a: Track[Any], b: Track[Any], length: int | None) -> list[tuple[int, float]]:
    """Moments and how much time each stands for."""
    times = sorted({*a.times, *b.times})
    if length is not None and length > times[-1]:
        times.append(length)
    whole = times[-1] - times[0]
    out: list[tuple[int, float]] = []
    for start, end in pairwise(times):
        count = max(1, math.ceil(SAMPLES * (end - start) / whole))
        step = (end - start) / count
        out += [(start + int((index + 0.5) * step), step) for index in range(count)]
    if length is None or not out:
        # The last keyframe holds on for an unknown time: it weighs as much as one sample does.
        out.append((times[-1], whole / SAMPLES if whole else 1.0))
    return out


def combine(tracks: Sequence[Track[V]], shape: Shape[Any, V], config: Any) -> Track[V]:
    """One track for many: at every keyframe of any of them the shapes' own combination of those that are there.

    It is there where more than half of the tracks are; where half or fewer are, it is outside. Keyframes that say
    no more than their neighbours do are left out. Time: keyframes · tracks.
    """
    moments: list[Moment[V]] = []
    for time in sorted({time for track in tracks for time in track.times}):
        there = [track for track in tracks if track.there(time)]
        seen = 2 * len(there) > len(tracks)
        if not seen and not moments:
            continue
        places = [track.place(time, shape) for track in there or tracks]
        value = shape.combine(places, [1.0] * len(places), config)
        occluded = 2 * sum(_occluded(track, time) for track in there) > len(there)
        moments.append(Moment(time, value, not seen, occluded and seen))
    if not moments:
        return tracks[0]
    return Track(tuple(thinned(moments, shape, config)))


def _occluded(track: Track[Any], time: int) -> bool:
    at = bisect_right(track.moments, time, key=lambda one: one.time) - 1
    return at >= 0 and track.moments[at].occluded


def thinned(moments: Sequence[Moment[V]], shape: Shape[Any, V], config: Any, apart: float = 1e-6) -> list[Moment[V]]:
    """Without the keyframes whose neighbours say the same: between those kept, the shape is at most `apart` away.

    Looks back at what it left out since the last one kept, so that small differences do not add up; at most
    `SAMPLES` of them, so O(SAMPLES · keyframes).
    """
    kept, waiting = list(moments[:1]), list[Moment[V]]()
    for one in moments[1:]:
        looked_at = waiting[:: len(waiting) // SAMPLES + 1]
        if waiting and not _straight(kept[-1], [*looked_at, waiting[-1]], one, shape, config, apart):
            kept.append(waiting[-1])
            waiting = []
        waiting.append(one)
    return [*kept, *waiting[-1:]]


def _straight(
    start: Moment[V], middle: Sequence[Moment[V]], end: Moment[V], shape: Shape[Any, V], config: Any, apart: float
) -> bool:
    for one in middle:
        if (one.outside, one.occluded) != (start.outside, start.occluded):
            return False
        t = (one.time - start.time) / (end.time - start.time)
        if shape.distance(shape.between(start.value, end.value, t), one.value, config) > apart:
            return False
    return True
