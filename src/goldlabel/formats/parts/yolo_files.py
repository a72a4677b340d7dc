"""How YOLO data sets lie in folders: which names the classes have, and which label file belongs to which picture.

Ultralytics (`data.yaml`, `images/train` beside `labels/train`), Roboflow (`train/images` beside `train/labels`),
Darknet (`obj.data`, `obj.names`, labels beside the pictures) and loose folders (`Images`, `Annotations`) are one
case: a picture and a text file are a pair if their paths differ only in such folders' names and the ending.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from goldlabel.core.problem import Invalid, TooLarge
from goldlabel.formats.parts import limits
from goldlabel.formats.parts.pictures import SPLITS, images_in, split_of
from goldlabel.formats.parts.plain import is_list, is_object
from goldlabel.formats.parts.source import File, Source

_ROLES = frozenset(
    {"images", "image", "imgs", "img", "jpegimages", "labels", "label", "annotations", "annotation", "txt"}
)
_NAMES = ("obj.names", "classes.names", "coco.names", "classes.txt", "labels.txt", "names.txt", "_darknet.labels")
_NO_LABELS = frozenset(
    {*_NAMES, "train.txt", "val.txt", "valid.txt", "test.txt", "trainval.txt", "predefined_classes.txt"}
)


@dataclass
class Layout:
    names: dict[int, str] = field(default_factory=dict[int, str])
    """Names of the classes by number; empty when the data set does not say."""
    task: str | None = None
    keypoints: int = 0
    """Numbers per line that are keypoints (`kpt_shape`), after class and box."""
    pairs: list[tuple[File, File | None]] = field(default_factory=list[tuple[File, File | None]])
    splits: dict[str, str] = field(default_factory=dict[str, str])
    """Split of a picture by its path, where a list of the data set says so."""
    stray: list[str] = field(default_factory=list[str])
    """Label files without a picture."""

    def split(self, file: File) -> str | None:
        return self.splits.get(file.name) or split_of(file.name)


def layout(source: Source) -> Layout:
    out = Layout()
    _yaml(source, out)
    if not out.names:
        _names(source, out)
    labels = {_stem(file.name): file for file in reversed(_label_files(source))}
    for picture in images_in(source):
        label = labels.pop(_stem(picture.name), None)
        out.pairs.append((picture, label))
    out.stray = sorted(file.name for file in labels.values())
    _lists(source, out)
    return out


def _stem(name: str) -> str:
    """The path without ending and without folders that only say what the files are."""
    *folders, base = name.split("/")
    return "/".join([*(f for f in folders if f.lower() not in _ROLES), base.rsplit(".", 1)[0]])


def _label_files(source: Source) -> list[File]:
    return [
        file
        for file in source.files
        if file.ending == ".txt" and file.base.lower() not in _NO_LABELS and "readme" not in file.base.lower()
    ]


def _text(file: File) -> str:
    try:
        return file.read(limits.MAX_VALUE).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(f"is not UTF-8 (byte {error.object[error.start]:#04x})", where=file.name) from None


def _yaml(source: Source, out: Layout) -> None:
    """`data.yaml` (Ultralytics, "Dataset format"): names as a list or by number; `kpt_shape` for poses."""
    for file in source.ending_in((".yaml", ".yml")):
        try:
            content: Any = yaml.safe_load(_text(file))
        except (yaml.YAMLError, TooLarge, RecursionError) as error:
            raise Invalid(f"is not readable YAML: {str(error)[:200]}", where=file.name) from None
        if not is_object(content) or "names" not in content:
            continue
        names = content["names"]
        if is_list(names):
            out.names = {number: str(name) for number, name in enumerate(names)}
        elif is_object(names):
            try:
                out.names = {int(number): str(name) for number, name in names.items()}
            except ValueError:
                raise Invalid("names must be a list, or numbers with names", where=file.name) from None
        shape = content.get("kpt_shape")
        if is_list(shape) and len(shape) == 2 and all(isinstance(n, int) for n in shape):
            out.keypoints = shape[0] * shape[1]
        task = content.get("task")
        out.task = task if task in ("detect", "segment", "obb") else None
        return


def _names(source: Source, out: Layout) -> None:
    file = next((file for name in _NAMES for file in source.files if file.base.lower() == name), None)
    if file is not None:
        lines = [line.strip() for line in _text(file).splitlines()]
        while lines and not lines[-1]:
            lines.pop()
        out.names = dict(enumerate(lines))


def _lists(source: Source, out: Layout) -> None:
    """Darknet's `train.txt` and `valid.txt`: paths of pictures on somebody's machine, matched by their ends."""
    lists = [(SPLITS.get(f.base.lower().removesuffix(".txt")), f) for f in source.files if f.base.lower() in _NO_LABELS]
    ends: dict[str, list[str]] = {}
    for picture, _ in out.pairs:
        ends.setdefault(picture.base, []).append(picture.name)
    for split, file in lists:
        if split is None:
            continue
        for line in _text(file).splitlines():
            path = line.strip().replace("\\", "/")
            for name in ends.get(path.rsplit("/", 1)[-1], []):
                if path == name or path.endswith(f"/{name}") or name.endswith(path.removeprefix("./")):
                    out.splits[name] = split


def lines_of(file: File) -> Iterator[tuple[str, list[str]]]:
    """Place and words of each line that is not empty."""
    for number, line in enumerate(_text(file).splitlines(), 1):
        words = line.split()
        if words:
            yield f"{file.name} line {number}", words


def looks_like_yolo(source: Source) -> bool:
    """Whether pictures have text files beside them whose lines are a class number and then numbers."""
    names = {file.base.lower() for file in source.files}
    if "obj.data" in names:
        return True
    labels = _label_files(source)
    if not labels or not images_in(source):
        return False
    stems = {_stem(file.name) for file in images_in(source)}
    paired = [file for file in labels if _stem(file.name) in stems]
    lines = [
        line.split() for file in paired[:5] for line in file.head(4096).decode("utf-8", "replace").splitlines()[:9]
    ]
    fits = sum(len(words) >= 5 and words[0].isdigit() and all(_is_number(word) for word in words) for words in lines)
    return bool(paired) and fits * 3 >= len(lines)


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True
