"""The demo's projects: what is shown, and what is right, from which simulated people then stray.

Everything here was written or drawn for this purpose; nothing is anybody else's data.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

ENTITY = re.compile(r"\[([^\]]+)\]\(([A-Z|]+)\)")


@dataclass(frozen=True, slots=True)
class Sample:
    """An item with its right labels by names. `doubts`: by question, values that careful people might choose too."""

    key: str
    data: dict[str, Any]
    truth: dict[str, Any]
    doubts: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class Sampled:
    """A project of the demo, made from a template."""

    name: str
    title: str
    template: str
    make: Callable[[int, int], list[Sample]]
    formats: tuple[str, ...]
    """What its release is exported to."""
    pace: float = 1.0
    """How far its people have come beside those of the other projects."""


def _lines(name: str) -> list[str]:
    return (files(__package__ or __name__) / "data" / name).read_text("utf-8").splitlines()


def messages(seed: int, count: int) -> list[Sample]:
    """Support messages with their topic, and the topics that one might defend as well."""
    out: list[Sample] = []
    for number, line in enumerate(_lines("messages.tsv")[:count], 1):
        topics, text = line.split("\t")
        topic, *others = topics.split("/")
        doubts = {"topic": [topic, *others]} if others else {}
        out.append(Sample(f"message-{number:03}", {"text": text}, {"topic": topic}, doubts))
    return out


def news(seed: int, count: int) -> list[Sample]:
    """Sentences with their names; offsets are code points."""
    out: list[Sample] = []
    for number, line in enumerate(_lines("news.txt")[:count], 1):
        text, end = "", 0
        entities: list[dict[str, Any]] = []
        doubts: dict[str, list[str]] = {}
        for found in ENTITY.finditer(line):
            text += line[end : found.start()]
            kind, *others = found[2].split("|")
            entities.append({"span": [len(text), len(text) + len(found[1])], "type": kind})
            if others:
                doubts[f"type:{len(entities) - 1}"] = [kind, *others]
            text, end = text + found[1], found.end()
        out.append(Sample(f"news-{number:03}", {"text": text + line[end:]}, {"entities": entities}, doubts))
    return out


def streets(seed: int, count: int) -> list[Sample]:
    from goldlabel.demo.streets import street

    out: list[Sample] = []
    for number in range(1, count + 1):
        drawn = street(seed * 1000 + number)
        objects = [{"box": list(box), "class": name} for name, box in drawn.objects]
        key = f"street-{number:03}"
        out.append(Sample(key, {"image": f"{key}.jpg"}, {"objects": objects}, picture=drawn.picture))
    return out


def leaves(seed: int, count: int) -> list[Sample]:
    from goldlabel.demo.leaves import leaf

    out: list[Sample] = []
    for number in range(1, count + 1):
        drawn = leaf(seed * 1000 + number)
        truth = {"condition": drawn.condition} | ({"severity": drawn.severity} if drawn.severity else {})
        doubts = {"condition": ["Healthy", drawn.condition]} if drawn.severity == 1 else {}
        key = f"leaf-{number:03}"
        out.append(Sample(key, {"image": f"{key}.jpg"}, truth, doubts, drawn.picture))
    return out


PROJECTS: tuple[Sampled, ...] = (
    Sampled("support", "Support messages by topic", "text_classification", messages, ("jsonl", "parquet", "csv")),
    Sampled("news", "Names in the news", "entities", news, ("jsonl", "conll", "spacy"), 0.55),
    Sampled("streets", "Cars, buses, people", "object_detection", streets, ("jsonl", "coco"), 0.8),
    Sampled("leaves", "Condition of leaves", "image_classification", leaves, ("jsonl", "csv"), 1.15),
)


def write_folder(samples: list[Sample], folder: Path) -> Path:
    """The samples as somebody would hand them over: a table in JSON Lines, pictures beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [json.dumps({"key": sample.key, **sample.data}, ensure_ascii=False) for sample in samples]
    (folder / "items.jsonl").write_text("\n".join(rows) + "\n", "utf-8")
    for sample in samples:
        if sample.picture is not None:
            (folder / sample.data["image"]).write_bytes(sample.picture)
    return folder
