"""CoNLL and spaCy: words, tags of every scheme, and offsets in text that is not English."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldlabel.core.annotation import Answer, Body, Region
from goldlabel.core.record import Labeled, Record
from goldlabel.core.schema import Schema
from goldlabel.formats import Source, WriteOptions, by_name, detect
from goldlabel.formats.conll import spans_of
from goldlabel.formats.parts.words import tokens
from tests.formats.helpers import losses, put, read, records, rejects

SCHEMA = Schema.model_validate(
    {
        "fields": [{"id": "t", "name": "text", "medium": "text", "source": "body"}],
        "region_sets": [{"id": "e", "name": "entities", "field": "t", "shapes": ["span"]}],
        "questions": [
            {"id": "mood", "name": "mood", "kind": "choice",
             "config": {"values": [{"id": "g", "name": "good"}, {"id": "b", "name": "bad"}]}},
            {
                "id": "type",
                "name": "type",
                "kind": "choice",
                "about": "e",
                "config": {"values": [{"id": "p", "name": "PER"}, {"id": "o", "name": "big org"}]},
            },
        ],
    }
)  # fmt: skip


def record(text: str, *spans: tuple[int, int, str], mood: str | None = None) -> Record:
    regions = [
        Region(id=f"r{n}", set="e", shape="span", value={"start": s, "end": e}) for n, (s, e, _) in enumerate(spans)
    ]
    answers = [Answer(question="type", kind="choice", value=t, region=f"r{n}") for n, (_, _, t) in enumerate(spans)]
    if mood:
        answers.append(Answer(question="mood", kind="choice", value=mood))
    return Record(
        {"body": text}, key="k", resolution=Labeled(Body(answers=tuple(answers), regions=tuple(regions)), "x")
    )


def found(given: Record) -> list[tuple[str, Any]]:
    """The text and type of each span."""
    text: Any = given.data.get("body", given.data.get("text"))
    body = given.annotations[0].body
    values: list[Any] = [region.value for region in body.regions]
    return [(text[v["start"] : v["end"]], a.value) for v, a in zip(values, body.answers, strict=True)]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("I-A I-A O I-B", [(0, 2, "A"), (3, 4, "B")]),  # IOB1
        ("I-A B-A I-B", [(0, 1, "A"), (1, 2, "A"), (2, 3, "B")]),
        ("B-A I-A B-A O", [(0, 2, "A"), (2, 3, "A")]),  # IOB2
        ("B-A E-A S-A S-A O B-B I-B E-B", [(0, 2, "A"), (2, 3, "A"), (3, 4, "A"), (5, 8, "B")]),  # BIOES
        ("B-A L-A U-B U-B", [(0, 2, "A"), (2, 3, "B"), (3, 4, "B")]),  # BILOU
        ("A A O B", [(0, 2, "A"), (3, 4, "B")]),  # no prefixes
        ("B-ORG-GOV I-ORG-GOV", [(0, 2, "ORG-GOV")]),
        ("O O", []),
    ],
)
def test_tag_schemes(tags: str, expected: list[tuple[int, int, str]]) -> None:
    assert spans_of(tags.split()) == expected


CONLL2003 = """-DOCSTART- -X- -X- O

EU NNP B-NP B-ORG
rejects VBZ B-VP O
German JJ B-NP B-MISC
call NN I-NP I-MISC

Peter NNP B-NP B-PER
Blackburn NNP I-NP I-PER

-DOCSTART- -X- -X- O

x NN B-NP O
"""


def test_conll_2003(tmp_path: Path) -> None:
    path = put(tmp_path, "eng.txt", CONLL2003.replace("\n", "\r\n"))
    with Source(path) as source:
        assert detect(source).name == "conll"
    got = records(read(path))
    assert [(r.data["text"], r.where) for r in got] == [
        ("EU rejects German call", "eng.txt line 3"),
        ("Peter Blackburn", "eng.txt line 8"),
        ("x", "eng.txt line 13"),
    ]
    assert found(got[0]) == [("EU", "ORG"), ("German call", "MISC")]
    whole = records(read(path, documents=True))
    assert [r.data["text"] for r in whole] == ["EU rejects German call\nPeter Blackburn", "x"]
    assert found(whole[0])[-1] == ("Peter Blackburn", "PER")
    assert found(records(read(path, "conll", column=2))[0])[0] == ("EU", "NP")


def test_a_broken_line_costs_its_sentence(tmp_path: Path) -> None:
    got = read(put(tmp_path, "a.conll", "a B-X\nb O\n\nc O\nalone\nd O\n\ne\x00 O\n\nf B-X\n"))
    assert [r.data["text"] for r in records(got)] == ["a b", "f"]
    assert [(r.where, r.message[:32]) for r in rejects(got)] == [
        ("a.conll line 5", "has 1 columns, no tag in column "),
        ("a.conll line 8", "contains a NUL character; remove"),
    ]


def test_losses_of_conll(tmp_path: Path) -> None:
    given = record(
        "Dr. Ann-Lee works at Acme Inc today", (4, 7, "p"), (21, 29, "o"), (21, 25, "p"), (17, 18, "p"), mood="g"
    )
    report = by_name("conll").write(SCHEMA, [given, record(" \n ")], tmp_path / "a.conll", WriteOptions())
    assert {what: count for (what, _), count in report.losses.items()} == {
        "answers to mood": 1,
        "overlapping span": 1,
        "span": 1,
        "item without words": 1,
    }
    assert (tmp_path / "a.conll").read_text().split("\n")[:10] == [
        "Dr O", ". O", "Ann B-PER", "- O", "Lee O", "works O", "at O", "Acme B-big_org", "Inc I-big_org", "today O",
    ]  # fmt: skip
    report = by_name("conll").write(SCHEMA, [record("unhappy days", (2, 7, "p"))], tmp_path / "b.conll", WriteOptions())
    assert {what for what, _ in report.losses} == {"span off word borders"}
    assert found(records(read(tmp_path / "b.conll", schema=SCHEMA))[0]) == [("unhappy", "p")]


def test_words() -> None:
    def words(text: str) -> list[str]:
        return [text[a:b] for a, b in tokens(text)]

    assert words("Don't stop, O’Neil!") == ["Don't", "stop", ",", "O’Neil", "!"]
    assert words("cafe\u0301 naïve") == ["cafe\u0301", "naïve"]
    assert words("ok👍🏽 👨‍👩‍👧 🇩🇪🇫🇷 ❤️x") == ["ok", "👍🏽", "👨‍👩‍👧", "🇩🇪", "🇫🇷", "❤️", "x"]
    assert words("שָׁלוֹם עולם") == ["שָׁלוֹם", "עולם"]
    assert words("a\r\nb\u00a0c") == ["a", "b", "c"]


pieces = st.sampled_from(
    [
        "Ann",
        "e\u0301a",
        "שָׁלוֹם",
        "עולם",
        "👍🏽",
        "👨‍👩‍👧",
        "❤️",
        "🇩🇪",
        "東京",
        "\r\n",
        "\n",
        " ",
        " ",
        "\u00a0",
        ",",
        "don't",
        "\u200f",
        "x_1",
        "#",
        "-DOCSTART-",
        "O",
    ]
)


@given(st.data())
def test_conll_round_trip(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    text = "".join(data.draw(st.lists(pieces, max_size=12)))
    words = tokens(text)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(words)), max_size=6)))
    pairs = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    spans = [(words[a][0], words[b - 1][1], data.draw(st.sampled_from(["p", "o"]))) for a, b in pairs]
    out = tmp_path_factory.mktemp("conll") / "a.conll"
    report = by_name("conll").write(SCHEMA, [record(text, *spans), record("end")], out, WriteOptions())
    assert {what for what, _ in report.losses} <= {"item without words"}
    got = read(out, "conll", SCHEMA)
    assert not rejects(got)
    assert not losses(got)
    back = records(got)
    assert len(back) == (2 if words else 1)
    if words:
        assert back[0].data["body"] == " ".join(text[a:b] for a, b in words)
        expected = [
            (" ".join(text[a:b] for a, b in words[x:y]), kind)
            for (x, y), (_, _, kind) in zip(pairs, spans, strict=True)
        ]
        assert found(back[0]) == expected


def test_spacy_reads_its_docbin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spacy = pytest.importorskip("spacy")
    from spacy.tokens import DocBin

    text = "👍🏽 Ann at Acme Inc, אבג"
    given = [
        record(text, (3, 6, "p"), (10, 18, "o"), mood="g"),
        record(text, (10, 14, "p"), (10, 18, "o")),
        record("unhappy", (2, 7, "p")),
    ]
    report = by_name("spacy").write(SCHEMA, given, tmp_path / "a.spacy", WriteOptions())
    assert {what: count for (what, _), count in report.losses.items()} == {"span off word borders": 1}
    vocab = spacy.blank("xx").vocab
    docs = list(DocBin().from_disk(tmp_path / "a.spacy").get_docs(vocab))
    assert [(e.text, e.label_) for e in docs[0].ents] == [("Ann", "PER"), ("Acme Inc", "big org")]
    assert docs[0].cats == {"good": 1.0, "bad": 0.0}
    assert docs[0].text == text
    assert [(s.text, s.label_) for s in docs[1].spans["entities"]] == [("Acme Inc", "big org"), ("Acme", "PER")]
    assert [(e.text, e.start_char) for e in docs[2].ents] == [("unhappy", 0)]
    monkeypatch.setattr("goldlabel.formats.spacy.SHARD", 2)
    report = by_name("spacy").write(SCHEMA, given, tmp_path / "b.spacy", WriteOptions())
    assert report.files == ["part-00001.spacy", "part-00002.spacy"]


def test_without_spacy_the_way_out_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from goldlabel.core.problem import Invalid

    monkeypatch.setitem(sys.modules, "spacy.tokens", None)
    with pytest.raises(Invalid, match="pip install spacy"):
        by_name("spacy").write(SCHEMA, [], tmp_path / "a.spacy", WriteOptions())
