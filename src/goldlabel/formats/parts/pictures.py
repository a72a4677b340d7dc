"""Image files in a source: which ones there are, their splits, and their size without decoding them."""

import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from goldlabel.core.record import MediaFile
from goldlabel.formats.parts.source import File, Source
from goldlabel.media.image import ENDINGS

SPLITS = {
    "train": "train", "training": "train",
    "val": "val", "valid": "val", "validation": "val", "dev": "val",
    "test": "test", "testing": "test",
}  # fmt: skip
FOLDERS = frozenset({"images", "image", "imgs", "img", "jpegimages", "data"})
_SIDEWAYS = (5, 6, 7, 8)
"""EXIF orientations (tag 274, EXIF 2.32, 4.6.4 A) that turn a picture by 90 degrees."""


def images_in(source: Source) -> list[File]:
    return [file for file in source.files if file.ending in ENDINGS]


def upright_size(opened: Callable[[], BinaryIO]) -> tuple[int, int] | None:
    """Width and height in pixels as shown, EXIF orientation applied; from the header. None for a broken
    file.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with opened() as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(stream) as image:
                width, height = image.size
                turned = image.getexif().get(274) in _SIDEWAYS
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None
    return (height, width) if turned else (width, height)


def media_of(file: File, size: tuple[int, int] | None = None) -> MediaFile:
    """The file as media, read when somebody asks for its bytes."""
    width, height = size or (None, None)
    return MediaFile(file.base, file.read, ENDINGS.get(file.ending), None, width, height)


def split_of(name: str) -> str | None:
    """The split that a path speaks of, by its first folder with such a name."""
    return next((SPLITS[part.lower()] for part in name.split("/")[:-1] if part.lower() in SPLITS), None)


def class_of(name: str) -> str | None:
    """The class that the folders of a file speak of: what is left without splits and `images`, joined by
    `/`.
    """
    parts = [part for part in name.split("/")[:-1] if part.lower() not in SPLITS and part.lower() not in FOLDERS]
    return "/".join(parts) or None


def classes_in(found: Iterable[File]) -> Iterator[str]:
    seen: set[str] = set()
    for file in found:
        name = class_of(file.name)
        if name is not None and name not in seen:
            seen.add(name)
            yield name


class Pictures:
    """Finds the file of an image: by its name, in the folder of its split if there are several."""

    def __init__(self, source: Source) -> None:
        self._by_base: dict[str, list[File]] = {}
        for file in images_in(source):
            self._by_base.setdefault(file.base, []).append(file)

    def find(self, name: str, split: str | None) -> File | None:
        name = name.replace("\\", "/")
        same = self._by_base.get(name.rsplit("/", 1)[-1], [])
        exact = [file for file in same if file.name == name or file.name.endswith(f"/{name}")]
        fits = exact or same
        if split is not None and len(fits) > 1:
            fits = [file for file in fits if split_of(file.name) == split]
        return fits[0] if len(fits) == 1 or (fits and fits[0].name == name) else None
