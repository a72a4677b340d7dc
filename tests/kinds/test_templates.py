"""Every template reads, its rows fit its fields, its pictures are pictures."""

from pathlib import Path

import pytest

from goldlabel import templates
from goldlabel.catalog import catalog
from goldlabel.core.check import Checker
from goldlabel.core.kind import Extent
from goldlabel.core.problem import NotFound
from goldlabel.core.read import read_schema
from goldlabel.core.write import write_schema
from goldlabel.workspace.values import body_of


def test_every_file_is_listed() -> None:
    found = {path.stem for path in Path(templates.__file__).parent.glob("*.yaml")} - {"scenes"}
    assert found == set(templates.names())


@pytest.mark.parametrize("name", templates.names())
def test_template(name: str) -> None:
    template = templates.load(name)
    schema = template.read()
    Checker(schema, catalog())
    assert template.title
    assert template.description.endswith(".")
    assert template.guideline.startswith("# ")
    assert 2 <= len(template.rows) <= 5
    assert read_schema(write_schema(schema), catalog()).schema == schema
    for row in template.rows:
        assert {field.source for field in schema.fields} <= row.keys()
        for field in schema.fields:
            assert catalog().media[field.medium].check(row[field.source]) == []
        for question in schema.questions:
            if source := question.config.get("values_from"):
                assert row[str(source)], "the values to choose from"


@pytest.mark.parametrize("name", [name for name in templates.names() if templates.load(name).names()])
def test_files(name: str) -> None:
    template = templates.load(name)
    media = {field.source: catalog().media[field.medium] for field in template.read().fields}
    for record in template.records():
        for source, file in record.media.items():
            facts = media[source].probe(file.open())
            assert facts["mime"] == file.mime
            assert facts.get("width", 400) >= 400
    assert template.files().keys() == set(template.names())


@pytest.mark.parametrize("name", [name for name in templates.names() if templates.load(name).example])
def test_example(name: str) -> None:
    template = templates.load(name)
    schema = template.read()
    extents: dict[str, Extent] = {}
    for field in schema.fields:
        medium, value = catalog().media[field.medium], template.rows[0][field.source]
        extents[field.id] = medium.extent(value, medium.probe(templates.content(str(value))) if medium.mimes else {})
    body = body_of(schema, template.example or {})
    assert Checker(schema, catalog()).check(body, template.rows[0], extents) == []


def test_together_they_use_every_kind() -> None:
    schemas = [templates.load(name).read() for name in templates.names()]
    assert {question.kind for schema in schemas for question in schema.questions} == set(catalog().answers)
    assert {shape for schema in schemas for group in schema.region_sets for shape in group.shapes} >= set(
        catalog().shapes
    ) - {""}
    assert {field.medium for schema in schemas for field in schema.fields} == set(catalog().media)


def test_unknown_names_say_what_there_is() -> None:
    with pytest.raises(NotFound, match="sentiment"):
        templates.load("../x")
    with pytest.raises(NotFound, match="street"):
        templates.picture("nope.png")
