"""Is a release what it says? Every hash, and every number of the datasheet that follows from the rows, computed
again."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from goldlabel.catalog import catalog
from goldlabel.core.kind import Catalog
from goldlabel.core.problem import GoldlabelError, Problem
from goldlabel.core.schema import Schema
from goldlabel.formats.parts.plain import is_list, is_object
from goldlabel.release import datasheet
from goldlabel.release.facts import facts
from goldlabel.release.files import (
    CONTENT,
    FORMAT,
    GUIDELINE,
    ITEMS,
    MANIFEST,
    PICTURE,
    SCHEMA,
    SHEET,
    SHEET_TEXT,
    Damaged,
    Files,
    digest,
    sealed,
)

MANY = 50
"""So many differing numbers are listed; the rest is counted."""
UNREAD = ("is missing", "is damaged")


def verify(path: Path | str, kinds: Catalog | None = None) -> list[Problem]:
    """Everything that is wrong with a release (folder or ZIP); empty when it is whole and true.

    Raises NotFound when there is nothing at `path`, Invalid when that is neither.
    """
    with Files(Path(path)) as files:
        problems = _hashes(files)
        if not any(problem.where in CONTENT and problem.message.startswith(UNREAD) for problem in problems):
            problems += _numbers(files, kinds or catalog())
        return problems


def _hashes(files: Files) -> list[Problem]:
    present = set(files.names())
    problems = [Problem(name, "is missing") for name in (MANIFEST, *CONTENT) if name not in present]
    foreign = present - {MANIFEST, *CONTENT, *files.pictures()}
    problems += [Problem(name, "is not part of a release") for name in sorted(foreign)]
    if MANIFEST not in present:
        return problems
    try:
        said: Any = files.json(MANIFEST)
        listed = dict(said["files"])
        if said.get("format") != FORMAT:
            return [*problems, Problem(MANIFEST, f'is of the format "{said.get("format")}", not "{FORMAT}"')]
        if sealed(said)["hash"] != said.get("hash"):
            problems.append(Problem(MANIFEST, "its hash is not that of its content"))
    except (GoldlabelError, KeyError, TypeError, ValueError, AttributeError) as error:
        return [*problems, Problem(MANIFEST, f"cannot be read: {error}")]
    for name in CONTENT:
        if name in present:
            problems += _compare(files, name, listed.pop(name, None))
    problems += _pictures(files, listed)
    return problems + [Problem(MANIFEST, f"lists {name!r}, which is not part of a release") for name in listed]


def _pictures(files: Files, listed: dict[str, Any]) -> list[Problem]:
    """Those that the guideline shows, that lie there and that the manifest lists are the same; takes them out of
    `listed`."""
    problems: list[Problem] = []
    present = files.pictures()
    for name in present:
        problems += _compare(files, name, listed.pop(name, None))
    missing = {name for name in listed if PICTURE.fullmatch(name)}
    if GUIDELINE in files.names():
        with suppress(Damaged):
            text = files.read(GUIDELINE).decode("utf-8", "replace")
            missing |= {found.group() for found in PICTURE.finditer(text)} - set(present)
    for name in missing:
        listed.pop(name, None)
    return problems + [Problem(name, "is missing") for name in sorted(missing)]


def _compare(files: Files, name: str, said: Any) -> list[Problem]:
    if not isinstance(said, dict):
        return [Problem(MANIFEST, f"does not list {name}")]
    try:
        with files.open(name) as stream:
            sha256, size = digest(stream)
    except Damaged as error:
        return list(error.problems)
    if {"sha256": sha256, "size": size} != said:
        return [Problem(name, f"is not the file that was released (SHA-256 {sha256}, {size:,} bytes)")]
    return []


def _numbers(files: Files, kinds: Catalog) -> list[Problem]:
    try:
        schema, sheet = files.schema(), files.json(SHEET)
    except (GoldlabelError, ValidationError) as error:
        return [Problem(SCHEMA, f"cannot be read: {error}")]
    try:
        again = facts(schema, kinds, files.records(schema))
    except GoldlabelError as error:
        return [Problem(ITEMS, str(error))]
    said = sheet.get("rows") if is_object(sheet) else None
    found = list(differences(said, again, "rows"))
    problems = [Problem(SHEET, each) for each in found[:MANY]]
    if len(found) > MANY:
        problems.append(Problem(SHEET, f"{len(found) - MANY} further numbers differ"))
    return problems or _text(files, schema, sheet)


def _text(files: Files, schema: Schema, sheet: Any) -> list[Problem]:
    try:
        same = files.read(SHEET_TEXT).decode() == datasheet.text(sheet, schema)
    except Damaged as error:
        return list(error.problems)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return [Problem(SHEET, f"cannot be read: {type(error).__name__}: {error}")]
    return [] if same else [Problem(SHEET_TEXT, "does not say what the numbers say")]


def differences(said: Any, found: Any, where: str) -> Iterator[str]:
    """Sentences about where two JSON values differ."""
    if is_object(said) and is_object(found):
        for key in sorted({*said, *found}):
            yield from differences(said.get(key), found.get(key), f"{where}.{key}")
    elif is_list(said) and is_list(found) and len(said) == len(found):
        for index, (one, other) in enumerate(zip(said, found, strict=True)):
            yield from differences(one, other, f"{where}[{index}]")
    elif said != found:
        yield f"{where} says {_cut(said)}, the rows give {_cut(found)}"


def _cut(value: Any) -> str:
    told = repr(value)
    return told if len(told) <= 80 else told[:79] + "…"
