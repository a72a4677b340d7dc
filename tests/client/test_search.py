"""Searching and filtering from Python, in a folder and over HTTP alike."""

import pytest

from goldlabel.core.problem import Invalid
from tests.client.faces import MOOD, Face


def test_items_are_searched_and_filtered(face: Face) -> None:
    project = face.workspace.create("search", schema=MOOD)
    project.add([{"key": "a", "text": "A zebra runs"}, {"key": "b", "text": "A horse"}, {"key": "c", "text": "Zebras"}])
    assert [item.key for item in project.items(search="zebra")] == ["a", "c"]
    assert [item.key for item in project.items(search="ZEBRA", where=[("key", "is", "c")])] == ["c"]
    assert [item.key for item in project.items(where=[("data.text", "contains", "horse")])] == ["b"]
    assert [item.key for item in project.items("done", search="zebra")] == []
    project.add([{"key": "d", "text": "zebra too"}])
    assert [item.key for item in project.items(search="zebra")] == ["a", "c", "d"]
    with pytest.raises(Invalid):
        list(project.items(where=[("nothing", "is", 1)]))
