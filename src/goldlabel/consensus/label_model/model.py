"""One label per item from the votes of labeling functions."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from goldlabel.consensus.label_model.analysis import Analysis, analyse_votes
from goldlabel.consensus.label_model.gold import ENOUGH, Check, with_gold
from goldlabel.consensus.label_model.majority import without_gold
from goldlabel.consensus.label_model.votes import Ints, Votes, read_votes
from goldlabel.consensus.result import Consensus, Floats, Skill
from goldlabel.core.distribution import beta_quantile
from goldlabel.core.problem import Invalid
from goldlabel.frames.column import text_of


@dataclass(frozen=True, slots=True)
class LabelModel(Consensus):
    """A consensus whose workers are the functions. `posterior` holds the soft labels.

    `votes` int[items]: functions that vote on the item; 0 means that its label is no more than the class shares, or
    what silence says about them. `check`: how model and majority did on gold, each item judged unseen; None without
    enough gold. `left_out`: columns taken for no functions, with the reason.
    """

    votes: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    functions: Analysis | None = None
    check: Check | None = None
    left_out: dict[str, str] = field(default_factory=dict[str, str])

    def soft_table(self) -> dict[str, list[Any]]:
        """Column item, and a column of probabilities per class, as `find_errors` reads them."""
        assert self.classes is not None
        assert self.posterior is not None
        return {"item": self.items} | {
            text_of(label): self.posterior[:, at].tolist() for at, label in enumerate(self.classes)
        }


def label_model(
    votes: Any,
    gold: Any = None,
    *,
    abstain: Any = -1,
    item: str = "item",
    columns: Sequence[str] | None = None,
    ignore: Sequence[str] = (),
    balance: Mapping[Any, float] | None = None,
) -> LabelModel:
    """Labels from `votes` (a column `item`, a column per function, `abstain` where it has no opinion).

        label_model({"item": [1, 2], "has_link": ["spam", None], "is_short": [None, "ham"]}).labels
        ['spam', 'ham']

    With `gold` (columns item, label: a random sample of the items, 10 or better 100) it learns what each vote, and
    silence, means; see `with_gold`. It never labels worse than majority on that sample, as foreseen by
    cross-validation. Gold items keep their gold label. Without gold it is majority in which copies of a function count
    once (`without_gold`); `balance`, class shares that you know, is used there alone.

    Tables: a path, dict of columns, data frame or list of dicts; which columns are functions, and errors: see
    `read_votes`. Deterministic, whatever the order of rows and columns. O(items · functions · (functions + classes)).

    Not for people's answers (`aggregate` knows their habits), and not with gold that was picked by hand: shares and
    precision are then those of the picking.
    """
    read = read_votes(votes, gold, abstain=abstain, item=item, columns=columns, ignore=ignore)
    known = np.flatnonzero(read.gold >= 0)
    if balance is not None and len(known) >= ENOUGH:
        raise Invalid("gold tells the class shares; give either gold or balance", where="balance")
    if not read.classes:
        return _nothing(read)
    check: Check | None = None
    if len(known) >= ENOUGH:
        q, check = with_gold(read, known)
    else:
        q = without_gold(read, None if balance is None else _shares(read, balance))
    q[known] = np.eye(len(read.classes))[read.gold[known]]
    analysis = analyse_votes(read)
    best = _best(q, read.items)
    return LabelModel(
        items=read.items, labels=[read.classes[at] for at in best.tolist()], confidence=q.max(axis=1),
        workers=_skills(analysis), method=_method(check), why=_why(read, analysis, check), posterior=q,
        classes=read.classes, votes=read.fired.sum(axis=1), functions=analysis, check=check, left_out=read.left_out,
    )  # fmt: skip


def analyse(
    votes: Any,
    gold: Any = None,
    *,
    abstain: Any = -1,
    item: str = "item",
    columns: Sequence[str] | None = None,
    ignore: Sequence[str] = (),
) -> Analysis:
    """Coverage, overlaps, conflicts, precision on gold; see `analyse_votes`, and `label_model` for the arguments."""
    return analyse_votes(read_votes(votes, gold, abstain=abstain, item=item, columns=columns, ignore=ignore))


def _best(q: Floats, items: Sequence[Any]) -> Ints:
    """The most probable class; of several, one drawn by the item's name, so that no class is preferred."""
    best = q.argmax(axis=1)
    top = q >= q.max(axis=1, keepdims=True) - 1e-9
    for row in np.flatnonzero(top.sum(axis=1) > 1).tolist():
        winners = np.flatnonzero(top[row])
        best[row] = winners[zlib.crc32(text_of(items[row]).encode()) % len(winners)]
    return best


def _nothing(votes: Votes) -> LabelModel:
    """Nobody votes and no gold: nothing can be said."""
    none: list[Any] = [None] * len(votes.items)
    zero = np.zeros(len(votes.items))
    return LabelModel(
        items=votes.items, labels=none, confidence=zero, method="none", why="no function votes on any item",
        posterior=np.zeros((len(votes.items), 0)), classes=[], votes=zero.astype(np.int64),
        functions=analyse_votes(votes), left_out=votes.left_out,
    )  # fmt: skip


def _shares(votes: Votes, balance: Mapping[Any, float]) -> Floats:
    given = {text_of(label): share for label, share in balance.items()}
    out = np.array([given.get(text_of(label), np.nan) for label in votes.classes])
    if np.isnan(out).any() or (out < 0).any() or not out.sum() > 0:
        names = ", ".join(map(text_of, votes.classes))
        raise Invalid(f"wants a share of 0 or more for each class ({names})", where="balance")
    return out / out.sum()


def _skills(analysis: Analysis) -> list[Skill]:
    """Precision on gold, by its Beta posterior from Jeffreys' prior; without gold there is nothing to say."""
    if not analysis.gold:
        return []
    out: list[Skill] = []
    for one in analysis.functions:
        a, b = one.gold_right + 0.5, one.gold_votes - one.gold_right + 0.5
        out.append(Skill(one.function, one.votes, a / (a + b), beta_quantile(0.025, a, b), beta_quantile(0.975, a, b)))
    return out


def _method(check: Check | None) -> str:
    if check is None:
        return "majority, copies once"
    return "majority" if check.kept_majority else "mixture"


def _why(votes: Votes, analysis: Analysis, check: Check | None) -> str:
    silent = analysis.items - analysis.covered
    if check is None:
        known = (
            f"{analysis.gold} gold items are too few to learn from (at least {ENOUGH})" if analysis.gold else "no gold"
        )
        parts = [f"{known}: majority in which copies of a function count once"]
        guess = "guessed from which classes' functions stayed silent"
    else:
        shares = f"{100 * check.model_right / check.gold:.1f} % of {check.gold} gold items foreseen"
        beside = f"{100 * check.majority_right / check.gold:.1f} % by majority"
        parts = [f"{shares}, {beside}" + (": majority kept" if check.kept_majority else "")]
        guess = "labeled by what gold says of such items"
    if silent:
        parts.append(f"{silent:,} of {analysis.items:,} items without a vote are {guess}")
    if votes.left_out:
        parts.append("no functions: " + ", ".join(f"{name} ({why})" for name, why in votes.left_out.items()))
    return "; ".join(parts)
