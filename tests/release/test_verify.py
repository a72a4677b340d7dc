"""`verify` finds every kind of tampering; `diff` and the datasheet on releases made by hand, without a database."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goldlabel.catalog import builtins
from goldlabel.core.problem import Invalid, NotFound
from goldlabel.core.read import read_schema
from goldlabel.core.record import Labeled, Record
from goldlabel.core.schema import Schema
from goldlabel.release import datasheet, diff, files, verify
from goldlabel.release.facts import OTHER, facts
from goldlabel.release.files import ITEMS, MANIFEST, SHEET, SHEET_TEXT, Files, Writer, pretty, sealed
from tests.consensus.helpers import said

KINDS = builtins()
PROJECT = {
    "name": "p", "title": "P", "schema_version": 1, "guideline_version": 1, "items": 4,
    "left_out": dict.fromkeys(datasheet.LEFT_OUT, 0), "not_counted": {}, "high_water": {},
}  # fmt: skip


def schema(*questions: dict[str, Any]) -> Schema:
    return read_schema({"fields": [{"name": "text", "medium": "text"}], "questions": list(questions)}, KINDS).schema


STANCE = {"name": "stance", "kind": "choice", "config": {"values": ["for", "against"]}}


def record(key: str, value: Any, kind: str = "choice", question: str = "stance", text: str = "") -> Record:
    by = [said(who, {question: (kind, value)}) for who in ("person-1", "person-2")]
    for number, one in enumerate(by):
        one.seconds, one.created_at, one.schema_version, one.guideline_version = (
            2.5,
            1_700_000_000_000_000 + number,
            1,
            1,
        )
    label = Labeled(by[0].body, "consensus", "resolution", confidence=1.0)
    return Record({"text": text or key}, key, annotations=by, resolution=label)


def write(folder: Path, one: Schema, records: list[Record], project: dict[str, Any] | None = None) -> Path:
    folder.mkdir()
    writer = Writer(one)
    (folder / ITEMS).write_bytes(b"".join(map(writer.line, records)))
    (folder / files.SCHEMA).write_bytes(pretty(one.model_dump(mode="json", exclude_defaults=True)))
    (folder / files.GUIDELINE).write_text("Read twice.")
    with Files(folder) as content:
        sheet = datasheet.build(facts(one, KINDS, content.records(one)), project or PROJECT)
    (folder / SHEET).write_bytes(pretty(sheet))
    (folder / SHEET_TEXT).write_text(datasheet.text(sheet, one), encoding="utf-8")
    seal(folder)
    return folder


def seal(folder: Path) -> None:
    """A forger can compute hashes too."""
    with Files(folder) as content:
        (folder / MANIFEST).write_bytes(pretty(files.manifest(content)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "one", schema(STANCE), [record(f"k{n}", ("for", "against")[n % 2]) for n in range(4)])


def test_a_whole_one(folder: Path) -> None:
    assert verify(folder) == []
    with Files(folder) as content:
        found = [one.key for one in content.records()]
    assert found == ["k0", "k1", "k2", "k3"]


def replace(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


TAMPER: dict[str, tuple[Callable[[Path], Any], str]] = {
    "a label": (lambda f: replace(f, ITEMS, '"value":"for"', '"value":"against"'), "items.jsonl: is not the file"),
    "a letter for another": (lambda f: replace(f, files.GUIDELINE, "e", "a"), "guideline.md: is not the file"),
    "a row less": (lambda f: (f / ITEMS).write_bytes((f / ITEMS).read_bytes().split(b"\n", 1)[1]), "is not the file"),
    "the guideline": (lambda f: (f / files.GUIDELINE).write_text("Skim."), "guideline.md: is not the file"),
    "the schema": (lambda f: replace(f, files.SCHEMA, "stance", "position"), "schema.json: is not the file"),
    "a file more": (lambda f: (f / "notes.txt").write_text("x"), "notes.txt: is not part"),
    "a file less": (lambda f: (f / SHEET_TEXT).unlink(), "datasheet.md: is missing"),
    "no manifest": (lambda f: (f / MANIFEST).unlink(), "manifest.json: is missing"),
    "broken manifest": (lambda f: (f / MANIFEST).write_text("{"), "manifest.json: cannot be read"),
    "another format": (lambda f: replace(f, MANIFEST, "goldlabel release 1", "x"), 'is of the format "x"'),
    "the hash": (lambda f: replace(f, MANIFEST, '"hash": "', '"hash": "0'), "its hash is not that of its content"),
}


@pytest.mark.parametrize("what", TAMPER)
def test_tampering_shows(folder: Path, what: str) -> None:
    tamper, message = TAMPER[what]
    tamper(folder)
    assert any(message in str(problem) for problem in verify(folder)), verify(folder)


RESEALED: dict[str, tuple[Callable[[Path], Any], str]] = {
    "a label": (
        lambda f: replace(f, ITEMS, '"kind":"choice","value":"for"', '"kind":"choice","value":"against"'),
        "rows.questions.stance.values.against.count says 2, the rows give 3",
    ),
    "a source": (
        lambda f: replace(f, ITEMS, '"resolution":{"labeler":"consensus"', '"resolution":{"labeler":"gold"'),
        "rows.sources.consensus says 4, the rows give 3",
    ),
    "a row less": (
        lambda f: (f / ITEMS).write_bytes((f / ITEMS).read_bytes().split(b"\n", 1)[1]),
        "rows.items says 4, the rows give 3",
    ),
    "a number": (
        lambda f: replace(f, SHEET, '"annotations": 8', '"annotations": 9'),
        "rows.annotations says 9, the rows give 8",
    ),
    "agreement": (lambda f: replace(f, SHEET, '"agreement": 1.0', '"agreement": 0.5'), "agreement"),
    "seconds": (
        lambda f: replace(f, ITEMS, '"seconds":2.5', '"seconds":99.5'),
        "rows.seconds.max says 2.5, the rows give 99.5",
    ),
    "the text": (lambda f: replace(f, SHEET_TEXT, "4 labeled", "5 labeled"), "datasheet.md: does not say"),
    "a broken row": (lambda f: replace(f, ITEMS, '"key":"k1"', '"key":'), "items.jsonl line 2: is no JSON"),
    "no record": (lambda f: replace(f, ITEMS, '"purpose":"label"', '"purpose":"joke"'), "items.jsonl line 1"),
    "a broken sheet": (lambda f: (f / SHEET).write_text("[]"), "rows says None"),
}  # fmt: skip


@pytest.mark.parametrize("what", RESEALED)
def test_numbers_are_recomputed_even_when_the_hashes_fit(folder: Path, what: str) -> None:
    tamper, message = RESEALED[what]
    tamper(folder)
    seal(folder)
    assert any(message in str(problem) for problem in verify(folder)), [str(p) for p in verify(folder)]


def test_not_a_release(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        verify(tmp_path / "nowhere")
    (tmp_path / "file").write_text("hello")
    with pytest.raises(Invalid, match="neither"):
        verify(tmp_path / "file")
    (tmp_path / "empty").mkdir()
    assert "manifest.json: is missing" in {str(problem) for problem in verify(tmp_path / "empty")}


def test_a_zip_with_foreign_names_is_refused_not_unpacked(folder: Path, tmp_path: Path) -> None:
    packed = tmp_path / "r.zip"
    files.pack(folder, packed)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("../evil", "x")
    assert [problem.where for problem in verify(packed)] == ["../evil"]
    assert not (tmp_path.parent / "evil").exists()


@pytest.mark.parametrize("name", [*files.CONTENT, MANIFEST])
def test_a_damaged_zip_names_what_is_damaged(folder: Path, tmp_path: Path, name: str) -> None:
    packed = tmp_path / "r.zip"
    files.pack(folder, packed)
    with zipfile.ZipFile(packed) as archive:
        member = next(one for one in archive.infolist() if one.filename.endswith(name))
    content = bytearray(packed.read_bytes())
    head = member.header_offset
    start = head + 30 + int.from_bytes(content[head + 26 : head + 28], "little")
    start += int.from_bytes(content[head + 28 : head + 30], "little")
    for place in range(start, start + member.compress_size):
        content[place] ^= 0x55
    packed.write_bytes(content)
    problems = [str(problem) for problem in verify(packed)]
    assert any(name in one and "is damaged: " in one for one in problems), problems


def test_a_cut_zip_is_no_release(folder: Path, tmp_path: Path) -> None:
    packed = tmp_path / "r.zip"
    files.pack(folder, packed)
    packed.write_bytes(packed.read_bytes()[:-30])
    with pytest.raises(Invalid, match="or damaged"):
        verify(packed)


def test_the_hash_is_of_the_content(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "later"
    shutil.copytree(folder, copy)
    seal(copy)
    one, other = (json.loads((f / MANIFEST).read_text()) for f in (folder, copy))
    assert one == other == sealed(one)
    assert sealed({"b": 1, "a": 2})["hash"] == sealed({"a": 2, "b": 1, "hash": "old"})["hash"]


def test_distributions_of_every_scale(tmp_path: Path) -> None:
    tree = [{"name": "animal", "children": [{"name": "dog"}, {"name": "cat"}]}]
    one = schema(
        {"name": "yes", "kind": "yes_no"},
        {"name": "tree", "kind": "tree", "config": {"values": tree}},
        {"name": "number", "kind": "number"},
        {"name": "tag", "kind": "choice", "config": {"values_from": "tags"}},
    )
    values: list[tuple[str, str, Any]] = [
        ("yes", "yes_no", True), ("tree", "tree", [["animal", "dog"]]), ("number", "number", 2.5),
        ("number", "number", -1), ("tag", "choice", "free"),
    ]  # fmt: skip
    records = [record(f"k{n}", value, kind, name) for n, (name, kind, value) in enumerate(values)]
    found = facts(one, KINDS, records)["questions"]
    assert found["yes"]["answered"] == 1
    assert found["yes"]["values"]["true"]["count"] == 1
    nodes = found["tree"]["values"].items()
    assert {word: value["count"] for word, value in nodes} == {"animal": 1, "dog": 1, "cat": 0}
    assert found["number"]["numbers"] == {"count": 2, "min": -1, "max": 2.5, "mean": 0.75}
    assert found["tag"]["values"] == {"free": {"name": "free", "count": 1, "share": 1.0}}
    assert verify(write(tmp_path / "r", one, records)) == []


def test_values_without_end_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goldlabel.release.facts.LISTED", 3)
    one = schema({"name": "stance", "kind": "choice", "config": {"values_from": "tags"}})
    found = facts(one, KINDS, [record(f"k{n}", f"v{n}") for n in range(10)])["questions"]["stance"]["values"]
    assert {word: value["count"] for word, value in found.items()} == {"v0": 1, "v1": 1, "v2": 1, OTHER: 7}


def test_names_cannot_become_markup(tmp_path: Path) -> None:
    one = schema({"name": "<script>|x", "id": "stance", "kind": "choice", "config": {"values": ["for", "a|b"]}})
    folder = write(tmp_path / "r", one, [record("k", "for")], {**PROJECT, "title": "# <img>\n| a"})
    text = (folder / SHEET_TEXT).read_text()
    assert "<script>" not in text.replace("\\<script\\>", "")
    assert "# Datasheet: \\# \\<img\\> \\| a\n" in text


def test_diff_by_hand(folder: Path, tmp_path: Path) -> None:
    other = write(
        tmp_path / "two",
        schema(STANCE),
        [record("k0", "against"), record("k1", "against", text="new text"), record("k2", "for"), record("k9", "for")],
    )
    found = diff(folder, other)
    assert (found["added"], found["removed"]) == ({"count": 1, "keys": ["k9"]}, {"count": 1, "keys": ["k3"]})
    assert found["label_changed"]["keys"] == ["k0"]
    assert found["data_changed"]["keys"] == ["k1"]
    assert found["same"] == 1
    assert not found["schema_changed"]
    values = found["questions"]["stance"]["values"]
    assert {word: (value["a"], value["b"]) for word, value in values.items()} == {
        "for": (0.5, 0.5),
        "against": (0.5, 0.5),
    }


def test_regions_are_compared_by_what_they_say(tmp_path: Path) -> None:
    raw = {
        "fields": [{"name": "text", "medium": "text"}],
        "region_sets": [{"name": "e", "field": "text", "shapes": ["span"]}],
    }
    one = read_schema(raw, KINDS).schema
    spans = [{"id": id, "set": "e", "shape": "span", "value": {"start": n, "end": n + 2}} for n, id in enumerate("ab")]

    def labeled(regions: list[dict[str, Any]]) -> list[Record]:
        return [Record({"text": "t"}, "k", resolution=Labeled(said("", {}, regions).body, "consensus", "resolution"))]

    a = write(tmp_path / "a", one, labeled(spans))
    b = write(tmp_path / "b", one, labeled([{**span, "id": f"other{n}"} for n, span in enumerate(reversed(spans))]))
    c = write(tmp_path / "c", one, labeled(spans[:1]))
    assert (diff(a, b)["same"], diff(a, b)["label_changed"]["count"]) == (1, 0)
    assert diff(a, c)["label_changed"]["count"] == 1


def test_a_long_list_is_counted_not_listed(tmp_path: Path) -> None:
    one = schema(STANCE)
    a = write(tmp_path / "a", one, [record(f"k{n:03}", "for") for n in range(30)])
    b = write(tmp_path / "b", one, [record("z", "for")])
    found = diff(a, b, listed=4)["removed"]
    assert found == {"count": 30, "keys": ["k000", "k001", "k002", "k003"]}
