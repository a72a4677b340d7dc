"""What the demo shows is the same each time, and the simulated people are plausible."""

import io
from typing import Any

import pytest
from PIL import Image

from goldlabel.catalog import catalog
from goldlabel.core.check import Checker
from goldlabel.core.kind import Extent
from goldlabel.core.read import read_schema
from goldlabel.demo.people import PEOPLE, says
from goldlabel.demo.samples import PROJECTS, Sample, Sampled
from goldlabel.templates import load
from goldlabel.workspace.values import body_of

COUNT = 8


@pytest.fixture(scope="module", params=PROJECTS, ids=lambda made: made.name)
def made(request: pytest.FixtureRequest) -> tuple[Sampled, Any, list[Sample]]:
    schema = read_schema(load(request.param.template).schema, catalog()).schema
    return request.param, schema, request.param.make(1, COUNT)


def extents(sample: Sample) -> dict[str, Extent]:
    if sample.picture is None:
        return {}
    width, height = Image.open(io.BytesIO(sample.picture)).size
    return {"image": Extent(width=width, height=height)}


def test_the_same_seed_gives_the_same_samples(made: tuple[Sampled, Any, list[Sample]]) -> None:
    project, _, samples = made
    assert project.make(1, COUNT) == samples
    assert len({sample.key for sample in samples}) == COUNT
    other = project.make(2, COUNT)
    assert (other == samples) == (samples[0].picture is None)


def test_the_right_labels_fit_the_template(made: tuple[Sampled, Any, list[Sample]]) -> None:
    _, schema, samples = made
    checker = Checker(schema, catalog())
    for sample in samples:
        assert checker.check(body_of(schema, sample.truth), sample.data, extents(sample)) == [], sample.key


def test_people_say_what_fits_and_the_same_again(made: tuple[Sampled, Any, list[Sample]]) -> None:
    _, schema, samples = made
    checker = Checker(schema, catalog())
    for person in PEOPLE:
        for sample in samples:
            labels, seconds = says(person, schema, sample, 1)
            assert says(person, schema, sample, 1) == (labels, seconds)
            assert checker.check(body_of(schema, labels), sample.data, extents(sample)) == [], (person.name, sample.key)
            assert 0 < seconds < 300


def test_people_disagree_but_not_much(made: tuple[Sampled, Any, list[Sample]]) -> None:
    """On things that leave no doubt, the more careful are right more often; nobody is always right."""
    project, schema, _ = made
    samples = project.make(1, 24)
    right = {person.name: 0 for person in PEOPLE}
    for person in PEOPLE:
        for sample in samples:
            labels, _ = says(person, schema, sample, 1)
            right[person.name] += _same(labels, sample.truth)
    assert all(0.2 * len(samples) < count for count in right.values()), right
    assert min(right.values()) < len(samples)
    assert right["Ana Ruiz"] > right["Chiara Lindt"], right


def _same(labels: dict[str, Any], truth: dict[str, Any]) -> bool:
    """Equal but for where exactly boxes lie."""
    if "objects" in truth:
        return [one["class"] for one in labels["objects"]] == [one["class"] for one in truth["objects"]]
    return labels == truth


def test_offsets_count_code_points() -> None:
    news = next(made for made in PROJECTS if made.name == "news").make(1, 44)
    sample = next(sample for sample in news if "🎶" in sample.data["text"])
    said = [sample.data["text"][slice(*entity["span"])] for entity in sample.truth["entities"]]
    assert said == ["José Ñúñez", "Alfonsina y el mar", "Teatro Colón", "Buenos Aires"]
    assert all("[" not in sample.data["text"] and "](" not in sample.data["text"] for sample in news)


def test_pictures_show_what_is_said_to_be_there() -> None:
    """The box of each thing holds other colours than the same place in an empty street."""
    streets = next(made for made in PROJECTS if made.name == "streets").make(1, 6)
    for sample in streets:
        assert sample.picture is not None
        picture = Image.open(io.BytesIO(sample.picture)).convert("RGB")
        assert picture.size == (800, 500)
        for thing in sample.truth["objects"]:
            x, y, width, height = thing["box"]
            assert 0 <= x < x + width <= 800
            assert 0 <= y < y + height <= 500
            part = picture.crop((int(x), int(y), int(x + width), int(y + height)))
            low, high = zip(*part.getextrema(), strict=True)
            assert max(h - lo for h, lo in zip(high, low, strict=True)) > 60, (sample.key, thing)
