"""What single answer kinds do beyond the promises that all keep."""

import pytest
from pydantic import BaseModel, ValidationError

from goldlabel.answers.choice import ChoiceConfig
from goldlabel.answers.choices import Choices, ChoicesConfig, ChoicesValue
from goldlabel.answers.date import Date, DateConfig, DateValue
from goldlabel.answers.number import Number, NumberConfig, NumberValue
from goldlabel.answers.ranking import Ranking, RankingConfig, RankingValue
from goldlabel.answers.rating import Rating, RatingConfig, RatingValue
from goldlabel.answers.text import Text, TextConfig, TextValue
from goldlabel.answers.tree import Tree, TreeConfig, TreeValue
from goldlabel.core.kind import Target, short
from goldlabel.core.schema import Value

ABC = tuple(Value(id=id, name=id) for id in "abc")


def test_choices_majority_within_min_and_max() -> None:
    kind = Choices()
    given = [ChoicesValue(("a", "b")), ChoicesValue(("b",)), ChoicesValue(("c", "b", "a"))]
    assert kind.combine(given, [1, 1, 1], ChoicesConfig(values=ABC)).root == ("a", "b")
    assert kind.combine(given, [1, 1, 1], ChoicesConfig(values=ABC, max=1)).root == ("b",)
    apart = [ChoicesValue(("a",)), ChoicesValue(("b",)), ChoicesValue(("c",))]
    assert kind.combine(apart, [1, 1, 1], ChoicesConfig(values=ABC)).root == ()
    assert kind.combine(apart, [1, 2, 1], ChoicesConfig(values=ABC, min=1)).root == ("b",)
    assert kind.clean(ChoicesValue(("c", "a")), ChoicesConfig(values=ABC), Target()).root == ("a", "c")


def test_tree_goes_as_deep_as_most_agree() -> None:
    dog, cat = Value(id="dog", name="Dog"), Value(id="cat", name="Cat")
    animal = Value(id="animal", name="Animal", children=(dog, cat))
    config, kind = TreeConfig(values=(animal, Value(id="plant", name="Plant"))), Tree()
    given = [TreeValue((("animal", "dog"),)), TreeValue((("animal", "cat"),)), TreeValue((("plant",),))]
    assert kind.combine(given, [1, 1, 1], config).root == (("animal",),)
    assert kind.combine(given, [5, 1, 1], config).root == (("animal", "dog"),)
    assert kind.distance(given[0], given[1], config) == 0.5


def test_numbers_keep_their_form() -> None:
    for raw, stored in (
        (4, "4"),
        (4.0, "4"),
        (4.5, "4.5"),
        (-0.0, "0"),
        (1e300, "1e+300"),
        (2**53 * 4, "3.602879701896397e+16"),
    ):
        assert NumberValue.model_validate(raw).model_dump_json() == stored.replace("+", "+")
    for raw in ("4", True, None, float("nan"), float("inf"), 10**400):
        with pytest.raises(ValidationError):
            NumberValue.model_validate(raw)
    kind = Number()
    assert kind.distance(NumberValue(1.7e308), NumberValue(-1.7e308), NumberConfig()) < float("inf")
    assert kind.combine([NumberValue(1), NumberValue(2)], [1, 1], NumberConfig()).root == 1.5
    assert kind.combine([NumberValue(1), NumberValue(2)], [1, 1], NumberConfig(integer=True)).root == 1
    assert kind.key(NumberValue(0.1 + 0.2), NumberConfig()) == "0.3"


def test_rating_scale() -> None:
    assert Rating().distance(RatingValue(1), RatingValue(5), RatingConfig()) == 1
    assert Rating().distance(RatingValue(0), RatingValue(1), RatingConfig(min=0, max=10)) == 0.1
    assert Rating().combine([RatingValue(v) for v in (1, 2, 5, 5)], [1] * 4, RatingConfig()).root == 2
    for raw in (3.5, "3", True, 10**5000):
        with pytest.raises(ValidationError):
            RatingValue.model_validate(raw)


def test_text_counts_code_points() -> None:
    kind = Text()
    assert kind.distance(TextValue("👍🏽"), TextValue("👍"), TextConfig()) == 0.5
    assert kind.check(TextValue("👍" * 10), TextConfig(max_length=10), Target()) == []
    assert kind.check(TextValue("abc\n"), TextConfig(pattern="abc", multiline=True), Target())


def test_no_pattern_can_hang() -> None:
    """`(a+)+$` takes Python's own `re` years here."""
    assert Text().check(TextValue("a" * 5000 + "!"), TextConfig(pattern="(a+)+"), Target())
    with pytest.raises(ValidationError, match="pattern"):
        TextConfig(pattern="(a")


@pytest.mark.parametrize(
    ("model", "raw", "message"),
    [
        (ChoiceConfig, {}, "values to choose from"),
        (ChoiceConfig, {"values": [{"id": "a", "name": "a"}], "values_from": "x"}, "either values or"),
        (ChoiceConfig, {"values": [{"id": "a", "name": "a"}, {"id": "a", "name": "b"}]}, "stand twice: a"),
        (ChoicesConfig, {"values": [{"id": "a", "name": "a"}], "min": 2}, "only 1 values"),
        (RatingConfig, {"min": 5, "max": 1}, "above min"),
        (RatingConfig, {"labels": ["a", "b", "c"]}, r"every step \(5\)"),
        (NumberConfig, {"min": 5, "max": 1}, "above min"),
        (TextConfig, {"min_length": 9, "max_length": 3}, "below min_length"),
    ],
)
def test_configs_refuse_what_cannot_be_answered(model: type[BaseModel], raw: object, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        model.model_validate(raw)


def test_long_words_stay_apart() -> None:
    a, b = short("x" * 500 + "a"), short("x" * 500 + "b")
    assert a != b
    assert len(a) == len(b) == 200


def test_a_ranking_places_everything_once() -> None:
    kind, config = Ranking(), RankingConfig(values=(Value(id="a", name="A"), Value(id="b", name="B")))

    def wrong(*ids: str) -> list[str]:
        return [problem.message for problem in kind.check(RankingValue(ids), config, Target())]

    assert wrong("b", "a") == []
    assert wrong("a", "a") == ["stand twice: a", "have no place yet: b"]
    assert wrong("a", "b", "c") == ['no value "c" is offered here']
    three = RankingValue(("a", "b", "c"))
    assert kind.distance(three, RankingValue(("c", "b", "a")), config) == 1
    assert kind.distance(three, RankingValue(("b", "a", "c")), config) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    "given",
    [
        "2026-02-30",
        "2026-1-5",
        "24.11.2026",
        "2026-11-24T25:00",
        "2026-11-24 09:30",
        "",
        "\u0662\u0660\u0662\u0666-11-24",
    ],
)
def test_no_date(given: str) -> None:
    value, problems = Date().parse(given, DateConfig(), Target())
    assert value is None
    assert "must be a day such as 2026-11-24" in problems[0].message


def test_bounds_of_a_date_that_are_days_mean_all_of_them() -> None:
    config = DateConfig(earliest="2026-01-01", latest="2026-01-31", time=True)

    def wrong(day: str) -> list[str]:
        return [problem.message for problem in Date().check(DateValue(day), config, Target())]

    assert wrong("2026-01-01T00:00") == wrong("2026-01-31T23:59") == []
    assert wrong("2025-12-31T23:59") == ["must not be before 2026-01-01"]
    assert wrong("2026-02-01T00:00") == ["must not be after 2026-01-31"]
    assert wrong("2026-01-05") == ["needs a time"]
