"""The rule of every scale, its ties, and who may vote."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldlabel.core.problem import Invalid
from tests.consensus.helpers import answer, choice, said, schema, settle, votes

TREE = [
    {"name": "animal", "children": [{"name": "dog"}, {"name": "cat"}]},
    {"name": "plant", "children": [{"name": "oak"}]},
]


def question(kind: str, **config: Any) -> dict[str, Any]:
    return {"name": "q", "kind": kind, "required": False, "config": config}


CASES: list[tuple[str, dict[str, Any], list[Any], Any]] = [
    # kind, config, votes, expected value or the word in the tie
    ("choice", {"values": list("abc")}, ["a", "a", "b"], "a"),
    ("choice", {"values": list("abc")}, ["a", "b", "a", "c", "d"], "a"),  # plurality: 2 of 5
    ("choice", {"values": list("abc")}, ["a", "b"], "tie:2 values have 1 vote each"),
    ("choice", {"values": list("abc")}, ["a", "b", "c"], "tie:3 values"),
    ("choice", {"values": list("abc")}, ["a", None, None], None),
    ("choice", {"values": list("abc")}, ["a", None], "tie:half of the labelers left it empty"),
    ("yes_no", {}, [True, True, False], True),
    ("choices", {"values": list("abc")}, [["a", "b"], ["b"], ["b", "c"]], ["b"]),
    ("choices", {"values": list("abc")}, [["c", "a"], ["a", "c"], ["b"]], ["a", "c"]),  # the schema's order
    ("choices", {"values": list("abc")}, [[], [], ["b"]], []),
    ("choices", {"values": list("abc")}, [["a"], ["a", "b"]], "tie:half of the labelers chose b"),
    ("choices", {"values": list("abc"), "min": 1}, [["a"], ["b"], ["c"]], "tie:together the answers break a rule"),
    ("choices", {"values": list("abc"), "max": 2}, [["a", "b"], ["b", "c"], ["a", "c"]], "tie:at most 2"),
    ("rating", {}, [1, 4, 5], 4),
    ("rating", {}, [3, 3, 4, 5], "tie:the middle lies between 3 and 4"),
    ("rating", {}, [2, 3, 3, 5], 3),
    ("number", {}, [1.0, 2.0, 100.0], 2),
    ("number", {}, [1.0, 2.0], 1.5),
    ("number", {"integer": True}, [1, 2], 1),
    ("tree", {"values": TREE}, [[["animal", "dog"]], [["animal", "dog"]], [["plant", "oak"]]], [["animal", "dog"]]),
    ("tree", {"values": TREE}, [[["animal", "dog"]], [["animal", "cat"]]], [["animal"]]),
    ("tree", {"values": TREE}, [[["animal", "dog"]], [["animal"]], [["animal", "cat"]]], [["animal"]]),
    ("tree", {"values": TREE}, [[["animal", "dog"]], [["plant", "oak"]]], "tie:half of the labelers chose animal"),
    ("tree", {"values": TREE, "leaves_only": True}, [[["animal", "dog"]], [["animal", "cat"]]], "tie:has finer values"),
    (
        "tree", {"values": TREE, "multiple": True},
        [[["animal", "dog"], ["plant"]], [["animal", "dog"], ["plant", "oak"]], [["plant", "oak"]]],
        [["animal", "dog"], ["plant", "oak"]],
    ),
    (
        "tree", {"values": TREE, "multiple": True}, [[["animal", "dog"]], [["animal", "dog"], ["plant"]]],
        "tie:half of the labelers chose plant",
    ),
    ("text", {}, ["a cat", "a cat", "nothing alike"], "a cat"),
    ("text", {}, ["the cats", "the cat", "a cat"], "the cat"),  # the medoid
    ("text", {}, ["abc", "xyz"], "tie:2 different answers are equally near"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "config", "given_votes", "expected"), CASES, ids=lambda case: str(case)[:40])
def test_rules(kind: str, config: dict[str, Any], given_votes: list[Any], expected: Any) -> None:
    outcome = settle(schema([question(kind, **config)]), votes(kind, *given_votes))
    if isinstance(expected, str) and expected.startswith("tie:"):
        assert outcome.state == "tie"
        assert outcome.confidence is None
        (tie,) = outcome.evidence["ties"]
        assert expected[4:] in tie["why"]
        assert tie["where"] == "answers.q"
        assert sum(len(vote["labelers"]) for vote in tie["votes"]) == len(given_votes)
        assert answer(outcome) is None
    else:
        assert outcome.state == "resolved", outcome.evidence
        assert answer(outcome) == expected


def test_values_from_data_are_checked_against_the_item() -> None:
    one = schema([{"name": "q", "kind": "choices", "config": {"values_from": "tags", "min": 1}}])
    bodies = votes("choices", ["x"], ["x", "y"], ["x"])
    assert answer(settle(one, bodies, {"tags": ["x", "y"]})) == ["x"]
    assert answer(settle(one, bodies)) == ["x"], "unknown data is nobody's mistake"


def test_a_required_question_without_answers_is_a_tie() -> None:
    """Complete annotations always have one; a carried one may not, when its value was removed from the schema."""
    outcome = settle(schema([choice()]), votes("choice", "a", None, None))
    assert outcome.state == "tie"
    assert "required" in outcome.evidence["ties"][0]["why"]


def test_evidence_says_who_said_what() -> None:
    outcome = settle(schema([choice()]), votes("choice", "a", "b", "a"))
    assert outcome.confidence == pytest.approx(2 / 3, abs=1e-6)
    assert outcome.evidence["n"] == 3
    assert outcome.evidence["labelers"] == ["l0", "l1", "l2"]
    assert outcome.evidence["answers"] == [
        {"question": "q", "value": "a", "support": 0.666667,
         "votes": [{"value": "a", "labelers": ["l0", "l2"]}, {"value": "b", "labelers": ["l1"]}]}
    ]  # fmt: skip


def test_one_labeler_is_taken_at_his_word() -> None:
    body = said("ann", {"q": ("choice", "b")})
    outcome = settle(schema([choice()]), [body])
    assert (outcome.state, outcome.body, outcome.confidence) == ("resolved", body.body, None)
    assert outcome.evidence["n"] == 1


def test_nothing_to_resolve_is_an_error() -> None:
    with pytest.raises(Invalid, match="no annotation"):
        settle(schema([choice()]), [])


CONDITIONAL = [
    choice("why", "xyz", ask_if=[{"question": "q", "any_of": ["a"]}]),  # before what it depends on
    choice("q", "ab"),
]


def test_only_those_who_were_asked_vote() -> None:
    one = schema(CONDITIONAL)
    bodies = [
        said("1", {"q": ("choice", "a"), "why": ("choice", "x")}),
        said("2", {"q": ("choice", "a"), "why": ("choice", "x")}),
        said("3", {"q": ("choice", "a"), "why": ("choice", "y")}),
        said("4", {"q": ("choice", "b")}),
    ]
    outcome = settle(one, bodies)
    assert (answer(outcome), answer(outcome, "why")) == ("a", "x")
    # whoever answered b is not asked why, whatever stands in the body
    bodies[3] = said("4", {"q": ("choice", "b"), "why": ("choice", "y")})
    assert answer(settle(one, bodies), "why") == "x"


def test_a_question_that_the_label_does_not_ask_is_left_out() -> None:
    bodies = [said(n, {"q": ("choice", "b")}) for n in "12"]
    bodies.append(said("3", {"q": ("choice", "a"), "why": ("choice", "x")}))
    outcome = settle(schema(CONDITIONAL), bodies)
    assert outcome.state == "resolved"
    assert answer(outcome, "why") is None


def test_what_depends_on_a_tie_waits() -> None:
    bodies = [said("1", {"q": ("choice", "a"), "why": ("choice", "x")}), said("2", {"q": ("choice", "b")})]
    outcome = settle(schema(CONDITIONAL), bodies)
    assert outcome.state == "tie"
    assert [tie["where"] for tie in outcome.evidence["ties"]] == ["answers.q"]
    assert outcome.evidence["waiting"] == [{"question": "why"}]


def test_a_kind_that_is_gone_is_compared_as_it_stands() -> None:
    one = schema([choice()])
    gone = one.model_copy(update={"questions": (one.questions[0].model_copy(update={"kind": "plugin"}),)})
    bodies = votes("plugin", {"x": 1}, {"x": 1}, {"x": 2})
    assert answer(settle(gone, bodies)) == {"x": 1}


KINDS: dict[str, tuple[dict[str, Any], st.SearchStrategy[Any]]] = {
    "choice": ({"values": list("abc")}, st.sampled_from("abc")),
    "yes_no": ({}, st.booleans()),
    "choices": (
        {"values": list("abc"), "max": 2},
        st.lists(st.sampled_from("abc"), unique=True, max_size=2).map(sorted),
    ),
    "rating": ({}, st.integers(1, 5)),
    "number": ({}, st.floats(-1e6, 1e6)),
    "text": ({}, st.text("ab", min_size=1, max_size=4)),
    "tree": (
        {"values": TREE},
        st.sampled_from([[["animal"]], [["animal", "dog"]], [["animal", "cat"]], [["plant", "oak"]]]),
    ),
}


@given(data=st.data(), kind=st.sampled_from(sorted(KINDS)), count=st.integers(1, 6))
def test_unanimity_wins_with_full_confidence(data: st.DataObject, kind: str, count: int) -> None:
    config, values = KINDS[kind]
    value = data.draw(values)
    outcome = settle(schema([question(kind, **config)]), votes(kind, *[value] * count))
    assert outcome.state == "resolved"
    assert answer(outcome) == value
    assert outcome.confidence == (1.0 if count > 1 else None)


@given(data=st.data(), kind=st.sampled_from(sorted(KINDS)))
def test_order_does_not_matter(data: st.DataObject, kind: str) -> None:
    config, values = KINDS[kind]
    given_votes = data.draw(st.lists(st.none() | values, min_size=2, max_size=6))
    bodies = votes(kind, *given_votes)
    shuffled = data.draw(st.permutations(bodies))
    one = schema([question(kind, **config)])
    assert settle(one, bodies) == settle(one, list(shuffled))


@given(data=st.data(), kind=st.sampled_from(sorted(KINDS)))
def test_who_said_it_does_not_matter(data: st.DataObject, kind: str) -> None:
    """The same votes under other names give the same label."""
    config, values = KINDS[kind]
    given_votes = data.draw(st.lists(st.none() | values, min_size=2, max_size=6))
    renamed = list(data.draw(st.permutations(given_votes)))
    one = schema([question(kind, **config)])
    first, second = settle(one, votes(kind, *given_votes)), settle(one, votes(kind, *renamed))
    assert (first.state, first.body, first.confidence) == (second.state, second.body, second.confidence)


@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=8))
def test_nominal_by_counting(given_votes: list[str]) -> None:
    """Against the definition: a tie exactly when two values share the first place."""
    counts = sorted((given_votes.count(value) for value in "abc"), reverse=True)
    outcome = settle(schema([choice()]), votes("choice", *given_votes))
    assert (outcome.state == "tie") == (counts[0] == counts[1])
    if outcome.state == "resolved":
        assert given_votes.count(answer(outcome)) == counts[0]
        assert outcome.confidence == round(counts[0] / len(given_votes), 6)


def test_all_small_votes_are_decided_or_tied() -> None:
    """Exhaustively: nothing in between, and the value was somebody's."""
    one = schema([question("choice", values=list("ab"))])
    for count in range(2, 5):
        for combination in itertools.product(["a", "b", None], repeat=count):
            outcome = settle(one, votes("choice", *combination))
            given_values = [vote for vote in combination if vote]
            empty = combination.count(None)
            if 2 * empty > count:
                assert (outcome.state, answer(outcome)) == ("resolved", None)
            elif 2 * empty == count or given_values.count("a") == given_values.count("b"):
                assert outcome.state == "tie"
            else:
                assert answer(outcome) == max("ab", key=given_values.count)
