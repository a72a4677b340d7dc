"""Rankings and dates: long and hostile input, names for ids, bounds that are a day."""

import time

import pytest
from pydantic import ValidationError

from goldlabel.answers.date import Date, DateConfig
from goldlabel.answers.ranking import Ranking, RankingConfig
from goldlabel.catalog import catalog
from goldlabel.core.kind import Target
from goldlabel.core.model import Json
from goldlabel.core.read import read_schema
from goldlabel.workspace.values import body_of

FROM_ITEM = RankingConfig(values_from="results")


def said(raw: Json, offered: list[Json]) -> list[str]:
    _, problems = Ranking().parse(raw, FROM_ITEM, Target(data={"results": offered}))
    return [problem.message for problem in problems]


def test_a_long_ranking_is_checked_in_a_moment() -> None:
    ids: list[Json] = [f"r{number}" for number in range(2000)]
    began = time.perf_counter()
    assert said([*reversed(ids)], ids) == []
    assert time.perf_counter() - began < 2  # reading the list again for each id takes a minute


def test_hostile_rankings_are_told_in_few_words() -> None:
    made: list[Json] = [f"x{number}" for number in range(20_000)]
    flood = said(made, ["a", "b"])
    assert len(flood) == 6
    assert flood[-1] == "have no place yet: a, b"
    assert said(["a", "b", "b"], ["a", "b"]) == ["stand twice: b"]
    assert max(map(len, said(["y" * 100_000, "y" * 100_000], ["a", "b"]))) < 500


def test_a_ranking_is_given_by_names_and_keeps_its_order() -> None:
    config = {"values": ["Red one", "Blue one"]}
    schema = read_schema(
        {
            "fields": [{"name": "text", "medium": "text"}],
            "questions": [{"name": "order", "kind": "ranking", "config": config}],
        },
        catalog(),
    ).schema
    (answer,) = body_of(schema, {"order": ["Blue one", "Red one"]}).answers
    assert answer.value == ["blue_one", "red_one"]


def test_a_latest_day_means_all_of_it() -> None:
    config = DateConfig(time=True, earliest="2026-01-01T09:00", latest="2026-01-01")
    assert [problem.message for problem in Date().parse("2026-01-01T10:00", config, Target())[1]] == []
    with pytest.raises(ValidationError, match="latest must not be before earliest"):
        DateConfig(earliest="2026-01-02T09:00", latest="2026-01-01")
