"""`goldlabel verify`: is a release or a certificate what it says?"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goldlabel.cli.common import Reporting, Usage, print_json, say
from goldlabel.cli.named_release import release_file

if TYPE_CHECKING:
    from goldlabel.core.problem import Problem


def verify(
    release: str,
    /,
    *,
    predictions: Path | None = None,
    labels: Path | None = None,
    at: Reporting = Reporting(),
) -> int:
    """Check a release: every hash, and every number of its datasheet computed again from the rows.

    Or a certificate: that the items are those that the seed draws, and that every number follows from the labels. With
    the predictions the whole run is done again. Each problem is listed; then the exit code is 1.

    Example: goldlabel verify reviews-1.zip

    Parameters
    ----------
    release
        A release's folder or ZIP, or PROJECT@NUMBER of the workspace; or a certificate's folder or certificate.json.
    predictions
        Of a certificate: the table item, label, confidence that was certified.
    labels
        Of a certificate: the expert's table item, label, to compare.
    """
    from goldlabel.learning.certify.certificate import CERTIFICATE
    from goldlabel.learning.certify.checking import is_certificate

    if is_certificate(Path(release).expanduser()):
        return _certificate(Path(release).expanduser(), predictions, labels, at)
    if predictions is not None or labels is not None:
        raise Usage("--predictions and --labels are about certificates; this is none")
    from goldlabel.release.files import CONTENT, MANIFEST, Files
    from goldlabel.release.verify import verify as check

    folder = Path(release).expanduser()
    if folder.is_dir() and not any((folder / name).exists() for name in (MANIFEST, *CONTENT)):
        raise Usage(f"there is no certificate ({CERTIFICATE}) and no release ({MANIFEST}) in the folder {release}")
    with release_file(release, at) as path:
        problems = check(path)
        hash = ""
        if not problems:
            with Files(path) as files:
                hash = files.json(MANIFEST)["hash"]
    return _told(release, problems, hash, {"release": release}, at)


def _certificate(path: Path, predictions: Path | None, labels: Path | None, at: Reporting) -> int:
    from goldlabel.cli.certify import renamed
    from goldlabel.cli.offline import existing, stage
    from goldlabel.frames import read_table
    from goldlabel.learning.certify import OracleFile
    from goldlabel.learning.certify import verify as check

    for file in (predictions, labels):
        if file is not None:
            existing(file)
    told: dict[str, Any] = _document(path)
    oracle = OracleFile(labels, **_columns(told, "labels", labels)) if labels is not None else None
    table = None
    if predictions is not None:
        names = _columns(told, "predictions", predictions)
        table = renamed(read_table(predictions), names)
        if names["text"] not in table.names:
            table = replace(table, columns={name: one for name, one in table.columns.items() if name != "text"})
    with stage("running it again" if predictions is not None else "checking"):
        problems = check(path, table, oracle=oracle)
    if problems:
        told = {}
    elif not at.json:
        say(told["claim"])
    facts = {"certificate": str(path), "claim": told.get("claim"), "reached": told.get("reached")}
    return _told(str(path), problems, told.get("hash", ""), facts, at)


def _document(path: Path) -> dict[str, Any]:
    """Empty for what is none: the check says so."""
    import json

    from goldlabel.formats.parts.plain import is_object

    try:
        told: Any = json.loads((path / "certificate.json" if path.is_dir() else path).read_bytes())
    except ValueError:
        return {}
    return told if is_object(told) else {}


def _columns(told: dict[str, Any], table: str, path: Path) -> dict[str, str]:
    """The names that the certificate was made with, or the usual ones. Raises Usage for a file that has neither."""
    from goldlabel.formats.parts.plain import is_object
    from goldlabel.frames import read_table
    from goldlabel.frames.table import missing

    usual = {"item": "item", "label": "label"}
    if table == "predictions":
        usual |= {"confidence": "confidence", "text": "text"}
    kept = told.get("columns")
    given = kept.get(table) if is_object(kept) else None
    names = {name: str(given.get(name, name)) for name in usual} if is_object(given) else usual
    there = read_table(path).names
    for one in (names, usual):
        if all(given in there for name, given in one.items() if name != "text"):
            return one
    lacking = next(given for name, given in names.items() if name != "text" and given not in there)
    raise Usage(f"{path} {missing(lacking, there)}. Name the columns as when it was certified")


def _told(name: str, problems: "Sequence[Problem]", hash: str, facts: dict[str, Any], at: Reporting) -> int:
    if at.json:
        found = [{"where": problem.where, "message": problem.message} for problem in problems]
        print_json({**facts, "ok": not problems, "hash": hash or None, "problems": found})
        return int(bool(problems))
    for problem in problems:
        say(f"{problem.where}: {problem.message}")
    say(f"{name} is not what it says" if problems else f"{name} is whole and true: hash {hash}")
    return int(bool(problems))
