"""From several annotations of one item to its label, with the evidence for it.

    outcome = resolve(annotations, schema, catalog)
    outcome.state        "resolved", or "tie": a person must decide
    outcome.evidence     who said what, wherever they differ

Every annotation given is one vote. The result does not depend on their order. A tie in one question that is
asked, or about the existence of one region, makes the whole item a tie; its `body` then holds what was
settled.

Evidence is plain JSON:
    method, n, labelers
    answers   [{question, region?, value, support, votes: [{value, labelers}]}]; about regions only where
    voters differ regions   [{set, shape, value, drawn, not_drawn, region?}] clusters that not everybody drew;
    with `region` when kept ties      [{where, why, votes?, …}]
    relations [{set, from_id, to_id, drawn, not_drawn}] those that not everybody drew
    waiting   [{question, region?}] not decided because what they depend on is a tie
    missing   [{question, region?}] required, but in no schema version that these labelers answered
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from goldlabel.agreement.reading import Drawn, Joined, Reader, Reply, Said
from goldlabel.consensus.majority import Verdict, majority
from goldlabel.consensus.regions import decide
from goldlabel.consensus.relations import join
from goldlabel.core.annotation import Answer, Body, Region, Relation
from goldlabel.core.kind import Catalog
from goldlabel.core.model import Json
from goldlabel.core.problem import Invalid
from goldlabel.core.record import Labeled
from goldlabel.core.schema import ITEM, Question, Schema

METHOD = "majority 1"
"""The algorithm and its version: a stored resolution of another one is computed anew."""


@dataclass(frozen=True, slots=True)
class Outcome:
    body: Body
    state: Literal["resolved", "tie"]
    confidence: float | None
    """The smallest support of any decision in the label: a share of voters, not a probability. None for one
    labeler."""
    evidence: dict[str, Any]


def resolve(
    bodies: Sequence[Labeled], schema: Schema, catalog: Catalog, data: Mapping[str, Json] | None = None
) -> Outcome:
    """`Resolver.resolve` for a single item."""
    return Resolver(schema, catalog).resolve(bodies, data)


class Resolver:
    """Resolves the items of one schema."""

    def __init__(
        self, schema: Schema, catalog: Catalog, not_asked: Mapping[int, Collection[str]] | None = None
    ) -> None:
        """`not_asked`: questions that were not in an older schema version, by the version."""
        self.schema = schema
        self.reader = Reader(schema, catalog, not_asked)
        self._order = {target: _by_dependency(schema.about(target)) for target in self.reader.conditions.about}

    def resolve(self, bodies: Sequence[Labeled], data: Mapping[str, Json] | None = None) -> Outcome:
        """`data` is the item's; it is needed where values come from the data. Raises Invalid when nothing is
        given."""
        if not bodies:
            raise Invalid("there is no annotation to resolve")
        if len(bodies) == 1:
            evidence = {"method": METHOD, "n": 1, "labelers": [bodies[0].labeler]}
            return Outcome(bodies[0].body, "resolved", None, evidence)
        work = _Work(self.reader, self.reader.read_all(bodies), data or {})
        for question in self._order[ITEM]:
            work.ask(question, None, _votes(question, dict(enumerate(work.said))))
        homes: dict[tuple[int, str], str] = {}
        for group in self.schema.region_sets:
            found = decide(self.reader, work.said, group, work.data)
            work.take_regions(found.support, found.evidence, found.ties, [kept.region for kept in found.kept])
            for kept in found.kept:
                homes |= {(who, drawn.id): kept.region.id for who, drawn in kept.members.items()}
                for question in self._order[group.id]:
                    work.ask(question, kept.region.id, _votes(question, kept.members))
        for group in self.schema.relation_sets:
            joined = join(work.said, group, homes)
            work.take_relations(joined.support, joined.evidence, joined.ties, [one.relation for one in joined.kept])
            for linked in joined.kept:
                for question in self._order[group.id]:
                    work.ask(question, linked.relation.id, _votes(question, linked.members))
        return work.outcome()


def _votes(question: Question, asked: Mapping[int, Said | Drawn | Joined]) -> dict[int, Reply | None]:
    """What those who were asked the question said; None: left empty."""
    return {who: one.answers[question.id] for who, one in asked.items() if question.id in one.answers}


@dataclass(slots=True)
class _Work:
    """The label of one item as it grows."""

    reader: Reader
    said: list[Said]
    data: Mapping[str, Json]
    answers: list[Answer] = field(default_factory=list[Answer])
    regions: list[Region] = field(default_factory=list[Region])
    relations: list[Relation] = field(default_factory=list[Relation])
    given: dict[tuple[str, str | None], Json] = field(default_factory=dict[tuple[str, str | None], Json])
    open: set[tuple[str, str | None]] = field(default_factory=set[tuple[str, str | None]])
    """What was not decided, by question and region."""
    support: float = 1.0
    answer_evidence: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    region_evidence: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    relation_evidence: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    ties: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    waiting: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    missing: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def ask(self, question: Question, region: str | None, votes: dict[int, Reply | None]) -> None:
        """Decides one question about the item or a region, if the label so far asks it."""
        place = {"question": question.id, **({"region": region} if region else {})}
        if any(one in self.open for one in self._depends(question, region)):
            self.open.add((question.id, region))
            self.waiting.append(place)
            return
        if not self.reader.conditions.asks(question, region, self.given):
            return
        ready = self.reader.answers[question.id]
        verdict = majority(ready, list(votes.values()), self.data)
        if not votes and (self._is_new(question) or not question.required):
            verdict = Verdict(None, 1.0, given=False)
            self.missing += [place] if question.required else []
        elif question.required and not verdict.given and not verdict.tie:
            verdict = Verdict(None, 0.0, "it is required, and most labelers have no answer that fits", given=False)
        said = self._by_value(votes)
        if verdict.tie:
            self.open.add((question.id, region))
            where = f"answers.{question.id}" + (f".{region}" if region else "")
            self.ties.append({"where": where, **place, "why": verdict.tie, "votes": said})
            return
        self.support = min(self.support, verdict.support)
        if region is None or len(said) > 1:
            entry = {**place, "value": verdict.value, "support": round(verdict.support, 6), "votes": said}
            self.answer_evidence.append(entry)
        if verdict.given:
            version = ready.kind.version if ready.kind else 1
            answer = Answer(
                question=question.id, kind=question.kind, value=verdict.value, region=region, version=version
            )
            self.answers.append(answer)
            self.given[question.id, region] = verdict.value

    def _is_new(self, question: Question) -> bool:
        """Whether somebody answered under a schema version that did not ask this."""
        return any(question.id in unknown for unknown in self.reader.not_asked.values())

    def _depends(self, question: Question, region: str | None) -> list[tuple[str, str | None]]:
        questions = self.reader.questions
        out: list[tuple[str, str | None]] = []
        for condition in question.ask_if:
            other = questions.get(condition.question)
            if other is not None:
                out.append((other.id, region if other.about == question.about else None))
        return out

    def _by_value(self, votes: dict[int, Reply | None]) -> list[dict[str, Any]]:
        """Who said what, the most frequent first; `value` null: left empty."""
        by_key: dict[str, tuple[Json, list[str]]] = {}
        for who, reply in votes.items():
            key = reply.key if reply else ""
            by_key.setdefault(key, (reply.raw if reply else None, []))[1].append(self.said[who].labeler)
        ranked = sorted(by_key.items(), key=lambda one: (-len(one[1][1]), one[0]))
        return [{"value": value, "labelers": labelers} for _, (value, labelers) in ranked]

    def take_regions(
        self, support: float, evidence: list[dict[str, Any]], ties: list[dict[str, Any]], kept: list[Region]
    ) -> None:
        self.support = min(self.support, support)
        self.region_evidence += evidence
        self.ties += ties
        self.regions += kept

    def take_relations(
        self, support: float, evidence: list[dict[str, Any]], ties: list[dict[str, Any]], kept: list[Relation]
    ) -> None:
        self.support = min(self.support, support)
        self.relation_evidence += evidence
        self.ties += ties
        self.relations += kept

    def outcome(self) -> Outcome:
        evidence: dict[str, Any] = {
            "method": METHOD,
            "n": len(self.said),
            "labelers": [one.labeler for one in self.said],
            "answers": self.answer_evidence,
        }
        parts = {
            "regions": self.region_evidence,
            "relations": self.relation_evidence,
            "ties": self.ties,
            "waiting": self.waiting,
            "missing": self.missing,
        }
        evidence |= {key: part for key, part in parts.items() if part}
        body = Body(answers=tuple(self.answers), regions=tuple(self.regions), relations=tuple(self.relations))
        state = "tie" if self.ties else "resolved"
        return Outcome(body, state, None if self.ties else round(self.support, 6), evidence)


def _by_dependency(questions: Sequence[Question]) -> list[Question]:
    """In the schema's order, but never before a question that decides whether it is asked."""
    by_id = {question.id: question for question in questions}
    out: list[Question] = []
    placed: set[str] = set()

    def place(question: Question, above: frozenset[str]) -> None:
        if question.id in placed or question.id in above:
            return
        for condition in question.ask_if:
            if (other := by_id.get(condition.question)) is not None:
                place(other, above | {question.id})
        placed.add(question.id)
        out.append(question)

    for question in questions:
        place(question, frozenset())
    return out
