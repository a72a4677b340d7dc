"""Label Studio's labeling config, as far as its tasks need it: which data each object shows, what controls offer."""

from dataclasses import dataclass, field
from xml.etree import ElementTree

from goldlabel.formats.parts.source import Source

CONFIG = ".label_config.xml"
_MEDIA = {"text": "text", "image": "image"}
_LIMIT = 1_000_000


@dataclass
class Control:
    tag: str
    """Lower case, as in the `type` of results."""
    to_name: str
    values: list[str] = field(default_factory=list[str])
    many: bool = False
    tree: list[ElementTree.Element] = field(default_factory=list[ElementTree.Element])


@dataclass
class Config:
    objects: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    """Medium and key in the data by the name of the object tag."""
    controls: dict[str, Control] = field(default_factory=dict[str, Control])


def find_config(source: Source) -> Config | None:
    """From an XML file of the folder or archive, or the one that lies beside a file written here."""
    texts: list[bytes] = []
    if source.kind == "file":
        stem = source.path.name.removesuffix(".gz").removesuffix(".json")
        beside = source.path.with_name(stem + CONFIG)
        texts = [beside.read_bytes()] if beside.is_file() and beside.stat().st_size < _LIMIT else []
    else:
        texts = [file.read() for file in source.ending_in((".xml",)) if b"<View" in file.head(4096)]
    return next((config for text in texts if (config := read_config(text)) is not None), None)


def read_config(text: bytes) -> Config | None:
    """None for what is no XML, too long, or could make the parser expand entities."""
    if len(text) >= _LIMIT or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        return None
    try:
        return parse(ElementTree.fromstring(text))
    except ElementTree.ParseError:
        return None


def parse(root: ElementTree.Element) -> Config:
    """Tags and attributes are matched without regard to case, as Label Studio does."""
    out = Config()
    for element in root.iter():
        tag = element.tag.lower()
        have = {name.lower(): value for name, value in element.attrib.items()}
        name = have.get("name")
        if name is None:
            continue
        if "toname" in have:
            parts = [part for part in element if part.tag.lower() in ("label", "choice")]
            values = [value for part in parts if (value := part.get("value"))]
            many = have.get("choice", "").lower() == "multiple"
            out.controls[name] = Control(tag, have["toname"].split(",")[0].strip(), values, many, list(parts))
        elif have.get("value", "").startswith("$"):
            out.objects[name] = (_MEDIA.get(tag, tag), have["value"][1:])
    return out
