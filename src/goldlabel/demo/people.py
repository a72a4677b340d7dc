"""Simulated people: right most of the time, each wrong in their own way, the same for the same seed.

What a person says about an item depends on the seed, the person and the item's key alone, not on the order in
which items come.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goldlabel.core.schema import Question, Schema
from goldlabel.demo.samples import Sample
from goldlabel.demo.streets import HEIGHT, WIDTH


@dataclass(frozen=True, slots=True)
class Person:
    """`care` is the share of plain questions that this person gets right."""

    name: str
    email: str
    care: float


PEOPLE: tuple[Person, ...] = (
    Person("Ana Ruiz", "ana@demo.example", 0.97),
    Person("Ben Okoye", "ben@demo.example", 0.92),
    Person("Chiara Lindt", "chiara@demo.example", 0.88),
)


def says(person: Person, schema: Schema, sample: Sample, seed: int) -> tuple[dict[str, Any], float]:
    """The person's labels by names, and the seconds that they took."""
    rng = random.Random(f"{seed}/{person.email}/{sample.key}")
    seconds = round(rng.lognormvariate(2.2, 0.5) + 3 * sum(_size(part) for part in sample.truth.values()), 1)
    labels: dict[str, Any] = {}
    for name, value in sample.truth.items():
        group = next((group for group in schema.region_sets if group.name == name), None)
        if group is None:
            labels[name] = _answer(person, rng, _question(schema, name), value, sample.doubts.get(name))
        elif "span" in group.shapes:
            labels[name] = _spans(person, rng, schema, sample, value)
        else:
            labels[name] = _boxes(person, rng, _question(schema, "class"), value)
    if labels.get("condition") == "Healthy":
        labels.pop("severity", None)
    elif "condition" in labels:
        labels.setdefault("severity", 1)
    return labels, seconds


def _size(part: Any) -> int:
    return len(part) if isinstance(part, list) else 1  # pyright: ignore[reportUnknownArgumentType]


def _question(schema: Schema, name: str) -> Question:
    return next(question for question in schema.questions if question.name == name)


def _answer(
    person: Person, rng: random.Random, question: Question, right: Any, doubts: Sequence[str] | None = None
) -> Any:
    if question.kind == "rating":
        low, high = int(question.config.get("min", 1)), int(question.config.get("max", 5))  # type: ignore[arg-type]
        step = rng.choice([-1, 1]) if rng.random() > person.care - 0.15 else 0
        return min(high, max(low, right + step))
    if doubts:
        return rng.choice(list(doubts))
    if rng.random() < person.care:
        return right
    values: Any = question.config["values"]
    return rng.choice([value["name"] for value in values])


def _spans(person: Person, rng: random.Random, schema: Schema, sample: Sample, right: Any) -> list[dict[str, Any]]:
    """Some names are overlooked, some borders lie a word too far; types err."""
    text, question = sample.data["text"], _question(schema, "type")
    out: list[dict[str, Any]] = []
    for number, entity in enumerate(right):
        if rng.random() > person.care + 0.02:
            continue
        start, end = entity["span"]
        if rng.random() > person.care:
            for word in ("The ", "the ", "Mr. ", "Dr. "):
                if text[:start].endswith(word):
                    start -= len(word)
        kind = _answer(person, rng, question, entity["type"], sample.doubts.get(f"type:{number}"))
        out.append({"span": [start, end], "type": kind})
    return out


def _boxes(person: Person, rng: random.Random, question: Question, right: Any) -> list[dict[str, Any]]:
    """Edges are a few pixels off, small things are overlooked, classes err now and then."""
    out: list[dict[str, Any]] = []
    wobble = 1.0 + 14 * (1 - person.care)
    for entity in right:
        x, y, width, height = entity["box"]
        if rng.random() > person.care + (0.02 if width * height > 2500 else -0.06):
            continue
        left, top = x + rng.gauss(0, wobble), y + rng.gauss(0, wobble)
        wide = max(4.0, x + width + rng.gauss(0, wobble) - left)
        high = max(4.0, y + height + rng.gauss(0, wobble) - top)
        left, top = max(0.0, left), max(0.0, top)
        box = [round(left, 1), round(top, 1), round(min(wide, WIDTH - left), 1), round(min(high, HEIGHT - top), 1)]
        confused = entity["class"] in ("Car", "Bus") and rng.random() > person.care + 0.02
        name = {"Car": "Bus", "Bus": "Car"}[entity["class"]] if confused else entity["class"]
        out.append({"box": box, "class": name})
    return out
