"""One answer for many, by the scale of the question. Who knows no majority is a *tie*, never a coin toss.

| scale | the label | a tie is |
| --- | --- | --- |
| nominal | what most voters chose (plurality) | two values with the most votes |
| set | every member that more than half chose | a member that exactly half chose |
| ordinal | the median | an even number of voters whose two middle steps differ |
| numeric | the median (the kind's own `combine`) | never |
| tree | the deepest node that more than half went through | no node that more than half went through |
| text, ranking, other | the medoid: nearest to all others by distance | two answers equally near |

Voters are the labelers who were asked. Leaving a question empty is a vote too: more than half empty is no
answer, exactly half is a tie. A combined value that breaks a rule of its kind which no voter broke (too many
members, an inner node where only leaves are allowed) is a tie.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from goldlabel.agreement.reading import Ready, Reply
from goldlabel.core.kind import Scale, Target
from goldlabel.core.model import Json


@dataclass(frozen=True, slots=True)
class Verdict:
    """`value` None with no tie: no answer. `support`: share of the voters behind it, 0 … 1 (see each
    rule)."""

    value: Json
    support: float
    tie: str = ""
    given: bool = True


Rule = Callable[[Ready, Sequence[Reply], int], Verdict]
"""Kind and config, answers given (at least one), number of voters (empty ones included)."""


def majority(ready: Ready, votes: Sequence[Reply | None], data: Mapping[str, Json] | None = None) -> Verdict:
    """The verdict on the votes of everybody who was asked; None: left empty."""
    if not votes:
        return Verdict(None, 0.0, "nobody was asked this", given=False)
    given = [vote for vote in votes if vote is not None]
    empty = len(votes) - len(given)
    if 2 * empty > len(votes):
        return Verdict(None, empty / len(votes), given=False)
    if empty and 2 * empty == len(votes):
        return Verdict(None, 0.5, "half of the labelers left it empty", given=False)
    typed = all(ready.typed(vote) for vote in given)
    rule = RULES.get(ready.scale, medoid) if typed and ready.scale else nominal
    verdict = rule(ready, given, len(votes))
    if verdict.tie or not typed or len({vote.key for vote in given}) == 1:
        return verdict
    broken = _broken(ready, verdict.value, given, Target(data or {}))
    return Verdict(None, verdict.support, f"together the answers break a rule: {broken}") if broken else verdict


def _broken(ready: Ready, value: Json, given: Sequence[Reply], target: Target) -> str:
    """The first rule that the combined value breaks and no vote did."""
    assert ready.kind is not None
    parsed, problems = ready.kind.parse(value, ready.config, target)
    if parsed is None or problems:
        known = {p.message for vote in given for p in ready.kind.check(vote.value, ready.config, target)}
        return next((problem.message for problem in problems if problem.message not in known), "")
    return ""


def nominal(ready: Ready, votes: Sequence[Reply], voters: int) -> Verdict:
    """Support: the share who gave this value."""
    counts: dict[str, int] = {}
    for vote in votes:
        counts[vote.key] = counts.get(vote.key, 0) + 1
    most = max(counts.values())
    leading = sorted(key for key, count in counts.items() if count == most)
    if len(leading) > 1:
        return Verdict(None, most / voters, f"{len(leading)} values have {most} {_votes(most)} each")
    return Verdict(next(vote.raw for vote in votes if vote.key == leading[0]), most / voters)


def members(ready: Ready, votes: Sequence[Reply], voters: int) -> Verdict:
    """Support: over the members that anybody chose, the smallest share that agrees with the decision."""
    chosen: list[list[Json]] = [vote.raw if isinstance(vote.raw, list) else [vote.raw] for vote in votes]
    order: list[Json] = list(ready.kind.options(ready.config) or ()) if ready.kind else []  # type: ignore[attr-defined]
    names = sorted({str(one) for own in chosen for one in own})
    order += [name for name in names if name not in order]
    kept: list[Json] = []
    support = 1.0
    for member in order:
        count = sum(member in own for own in chosen)
        if count and 2 * count == len(votes):
            return Verdict(None, 0.5, f"half of the labelers chose {member}")
        if 2 * count > len(votes):
            kept.append(member)
        support = min(support, max(count, len(votes) - count) / voters)
    return Verdict(kept, support)


def middle(ready: Ready, votes: Sequence[Reply], voters: int) -> Verdict:
    """The median of an ordered scale. Support: the share who gave exactly this step."""
    if not all(isinstance(vote.raw, (int, float)) for vote in votes):
        return medoid(ready, votes, voters)
    steps = sorted(votes, key=lambda vote: float(vote.raw))  # type: ignore[arg-type]
    low, high = steps[(len(steps) - 1) // 2], steps[len(steps) // 2]
    if low.key != high.key:
        return Verdict(None, 0.5, f"the middle lies between {low.raw} and {high.raw}")
    return Verdict(low.raw, sum(vote.key == low.key for vote in votes) / voters)


def median(ready: Ready, votes: Sequence[Reply], voters: int) -> Verdict:
    """Support: the share who gave exactly this number; 0 for a number between two answers."""
    assert ready.kind is not None
    ordered = sorted(votes, key=lambda vote: vote.key)
    value = ready.kind.combine([vote.value for vote in ordered], [1.0] * len(votes), ready.config)
    return Verdict(value.model_dump(mode="json"), sum(vote.value == value for vote in votes) / voters)


def deepest(ready: Ready, votes: Sequence[Reply], voters: int) -> Verdict:
    """Paths as far down as more than half went together. Support: the smallest share behind a kept path.

    Where voters give several paths each, a path that exactly half went through is a tie, as in a set.
    """
    through: dict[tuple[str, ...], int] = {}
    several = False
    for vote in votes:
        paths = [tuple(path) for path in vote.value.root]
        several = several or len(paths) != 1
        for node in {path[:depth] for path in paths for depth in range(1, len(path) + 1)}:
            through[node] = through.get(node, 0) + 1
    kept = {node for node, count in through.items() if 2 * count > len(votes)}
    half = sorted(node for node, count in through.items() if 2 * count == len(votes))
    if half and (several or not kept):
        return Verdict(None, 0.5, f"half of the labelers chose {' / '.join(half[0])}")
    if not kept:
        return Verdict(None, max(through.values(), default=0) / voters, "the labelers share no part of the tree")
    ends = sorted(node for node in kept if not any(other[:-1] == node for other in kept))
    return Verdict([list(node) for node in ends], min(through[node] for node in ends) / voters)


def medoid(ready: Ready, votes: Sequence[Reply], voters: int) -> Verdict:
    """The answer with the smallest total distance to all; one that more than half gave wins at once.

    Support: the share who gave exactly this.
    """
    counts: dict[str, int] = {}
    by_key: dict[str, Reply] = {}
    for vote in sorted(votes, key=lambda vote: vote.key):
        counts[vote.key] = counts.get(vote.key, 0) + 1
        by_key.setdefault(vote.key, vote)
    for key, count in counts.items():
        if 2 * count > len(votes):
            return Verdict(by_key[key].raw, count / voters)
    costs = {
        key: sum(count * ready.distance(one, by_key[other]) for other, count in counts.items())
        for key, one in by_key.items()
    }
    best = min(costs.values())
    nearest = [key for key, cost in costs.items() if cost <= best + 1e-12]
    if len(nearest) > 1:
        return Verdict(None, counts[nearest[0]] / voters, f"{len(nearest)} different answers are equally near to all")
    return Verdict(by_key[nearest[0]].raw, counts[nearest[0]] / voters)


RULES: dict[Scale, Rule] = {
    Scale.nominal: nominal,
    Scale.set: members,
    Scale.ordinal: middle,
    Scale.numeric: median,
    Scale.tree: deepest,
    Scale.text: medoid,
    Scale.ranking: medoid,
}


def _votes(count: int) -> str:
    return "vote" if count == 1 else "votes"
