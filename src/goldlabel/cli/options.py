"""Files and NAME=VALUE pairs that commands are given."""

import json
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from goldlabel.cli.common import DEFAULT_WORKSPACE, Usage, Where
from goldlabel.core.problem import Invalid

if TYPE_CHECKING:
    from goldlabel.core.model import Model


def pairs(given: Sequence[str] | None, what: str) -> dict[str, str]:
    """NAME=VALUE, NAME=VALUE … as a dict. Raises Usage for one without `=`."""
    out: dict[str, str] = {}
    for part in given or ():
        name, equals, value = part.partition("=")
        if not equals or not name:
            raise Usage(f"{what} takes NAME=VALUE, not {part!r}")
        out[name.strip()] = value.strip()
    return out


def known(given: dict[str, str], options: "type[Model]", what: str) -> dict[str, str]:
    """The same pairs. Raises Usage for a name that the options do not have."""
    names = sorted(options.model_fields)
    for name in given:
        if name not in names:
            meant = get_close_matches(name, names, 1)
            hint = f"did you mean {meant[0]}? " if meant else ""
            raise Usage(f"{what} {name}: there is no such option; {hint}there are {', '.join(names)}")
    return given


def writable(format: str) -> str:
    """The same name. Raises Usage for a format that cannot be written."""
    from goldlabel.formats import FORMATS

    names = [one.name for one in FORMATS if one.writes]
    if format not in names:
        raise Usage(f'no format "{format}" can be written; there are {", ".join(names)}')
    return format


def read_options() -> "type[Model]":
    from goldlabel.formats import ReadOptions

    return ReadOptions


def read_schema_file(path: Path) -> tuple[dict[str, Any], str]:
    """(schema, guideline) of a YAML or JSON file; the guideline is empty unless the file is a whole template."""
    raw = read_document(path)
    if "fields" not in raw and isinstance(raw.get("schema"), dict):
        return raw["schema"], str(raw.get("guideline") or "")
    return raw, ""


def read_document(path: Path) -> dict[str, Any]:
    """An object from YAML or JSON. Raises Usage for a missing file, Invalid with the place of a mistake."""
    import yaml

    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Usage(f"there is no file {path}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"cannot be read as UTF-8 text: {error}", where=str(path)) from None
    try:
        raw: Any = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (json.JSONDecodeError, yaml.YAMLError) as error:
        raise Invalid(" ".join(str(error).split()), where=str(path)) from None
    if not isinstance(raw, dict):
        raise Invalid("must hold an object", where=str(path))
    return cast(dict[str, Any], raw)


def shown(at: Where) -> str:
    """The workspace as it must stand in a command that we print."""
    return "" if at.workspace == DEFAULT_WORKSPACE else f" --workspace {at.workspace}"
