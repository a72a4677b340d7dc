"""What a COCO data set asks: objects with a category (and attributes), labels of the image, captions."""

from typing import Any

from goldlabel.core.schema import DataField, Question, RegionSet, Schema, Value, slug
from goldlabel.formats.parts.coco_files import Group, attributes_of
from goldlabel.formats.parts.jsonstream import JsonStream
from goldlabel.formats.parts.lines import utf8
from goldlabel.formats.parts.plain import is_list, is_number, is_object
from goldlabel.formats.parts.source import File

SUPER = "supercategory: "
FEW = 20
"""Texts of an attribute up to which it is a choice."""


def kind_of(annotation: dict[str, Any]) -> str:
    """What an annotation is: panoptic, caption, keypoints, mask, crowd (a mask of many), region, label or unknown."""
    if "segments_info" in annotation:
        return "panoptic"
    if "caption" in annotation:
        return "caption"
    if annotation.get("keypoints"):
        return "keypoints"
    if is_object(annotation.get("segmentation")):
        return "crowd" if annotation.get("iscrowd") else "mask"
    if annotation.get("segmentation") or annotation.get("bbox"):
        return "region"
    return "label" if "category_id" in annotation else "unknown"


class Found:
    """Gathered from all files: categories of objects and of images, types of attributes."""

    def __init__(self) -> None:
        self.objects: dict[str, tuple[Any, str]] = {}
        self.labels: dict[str, tuple[Any, str]] = {}
        self.kinds: set[str] = set()
        self.attributes: dict[str, dict[Any, None]] = {}

    def file(self, file: File) -> None:
        categories: list[Any] = []
        kinds: set[str] = set()
        with utf8(file, None) as stream:
            document = JsonStream(stream, file.name)
            for key in document.members():
                if key == "categories":
                    categories = document.value()
                elif key == "annotations" and document.peek() == "[":
                    for _ in document.elements():
                        value = document.value()
                        if is_object(value):
                            kinds.add(self._annotation(value))
                else:
                    document.skip()
        self.kinds |= kinds
        target = self.labels if kinds == {"label"} else self.objects
        if kinds - {"caption", "panoptic"}:
            for part in categories if is_list(categories) else ():
                if is_object(part):
                    name = str(part.get("name", part.get("id")))[:100] or "unnamed"
                    target.setdefault(name, (part.get("id"), str(part.get("supercategory") or "")))

    def _annotation(self, value: dict[str, Any]) -> str:
        kind = kind_of(value)
        if kind in ("region", "keypoints", "mask"):
            for name, given in attributes_of(value).items():
                seen = self.attributes.setdefault(name, {})
                if len(seen) <= FEW:
                    seen[given] = None
        return kind


def implied(groups: list[Group]) -> Schema | None:
    """The schema of a data set; None when there are no COCO files."""
    if not groups:
        return None
    found = Found()
    for group in groups:
        for file in group.files:
            found.file(file)
    field = DataField(id="image", name="image", medium="image", source="image")
    taken = {"image"}
    sets: list[RegionSet] = []
    questions: list[Question] = []
    if found.objects and found.kinds & {"region", "keypoints", "mask", "crowd"}:
        taken.add("objects")
        shapes = ("box", "polygon", "mask") if "mask" in found.kinds else ("box", "polygon")
        sets.append(RegionSet(id="objects", name="objects", field="image", shapes=shapes))
        questions.append(_choice("category", "choice", "objects", found.objects, taken, required=True))
        questions += [_attribute(name, values, taken) for name, values in found.attributes.items()]
    if found.labels:
        questions.append(_choice("labels", "choices", "item", found.labels, taken, required=False))
    if "caption" in found.kinds:
        config: dict[str, Any] = {"multiline": True}
        questions.append(Question(id="caption", name="caption", kind="text", required=False, config=config))
    return Schema(fields=(field,), region_sets=tuple(sets), questions=tuple(questions))


def _choice(
    name: str, kind: str, about: str, categories: dict[str, tuple[Any, str]], taken: set[str], *, required: bool
) -> Question:
    """Values keep COCO's category numbers as their ids, so that a later export has the same ones."""
    numbers = [id for id, _ in categories.values()]
    keep = all(is_number(n) for n in numbers) and len(set(numbers)) == len(numbers)
    used: set[str] = set()
    values = [
        Value(
            id=str(id) if keep else slug(title, used),
            name="".join(char if char >= " " else " " for char in title),
            description=f"{SUPER}{parent}" if parent else "",
        ).model_dump(mode="json", exclude_defaults=True)
        for title, (id, parent) in categories.items()
    ]
    return Question(
        id=slug(name, taken), name=name, kind=kind, about=about, required=required, config=dict[str, Any](values=values)
    )


def _attribute(name: str, values: dict[Any, None], taken: set[str]) -> Question:
    kind, config = "text", dict[str, Any]()
    if all(isinstance(value, bool) for value in values):
        kind = "yes_no"
    elif all(is_number(value) for value in values):
        kind = "number"
    elif 1 < len(values) <= FEW and all(isinstance(value, str) and 0 < len(value) <= 100 for value in values):
        kind, used = "choice", set[str]()
        config["values"] = [{"id": slug(value, used), "name": value} for value in values]
    title = "".join(char if char >= " " else " " for char in name)[:100] or "attribute"
    return Question(id=slug(name, taken), name=title, kind=kind, about="objects", required=False, config=config)
