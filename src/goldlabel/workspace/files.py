"""What an export made, put where its owner wants it."""

import gzip
import secrets
import shutil
import zipfile
from pathlib import Path

from goldlabel.core.problem import Conflict, Invalid


def deliver(file: Path, out: Path, *, move: bool = False) -> list[Path]:
    """Puts `file`, and what lies beside it under the same stem (a schema, media), at `out`; what was written.

    `out` may be the file's new name (`.gz` packs it), an existing folder, or, for a ZIP of many files, the name
    of a new folder. Each file appears whole or not at all. Raises Conflict for a folder that holds something.
    """
    out = out.expanduser()
    if file.suffix == ".zip" and out.suffix != ".zip":
        return [_unpack(file, out)]
    target = out / file.name if out.is_dir() else out
    written = [place(file, target, move=move)]
    stem, new_stem = _stem(file.name), _stem(target.name)
    for beside in sorted(file.parent.iterdir()):
        if beside != file and beside.name.startswith(f"{stem}."):
            name = new_stem + beside.name[len(stem) :]
            written.append(place(beside, target.with_name(name), move=move))
    return written


def _stem(name: str) -> str:
    """Without `.gz` and the last ending, as readers look for what lies beside a file."""
    return Path(name.removesuffix(".gz")).stem


def place(file: Path, target: Path, *, move: bool = False) -> Path:
    """Copies or moves a file or folder to a name; it appears there whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        if file.is_dir():
            if target.exists():
                raise Conflict(f"{target} exists; choose a new name")
            shutil.copytree(file, draft)
        elif target.suffix == ".gz" and file.suffix != ".gz":
            with file.open("rb") as source, gzip.open(draft, "wb", compresslevel=5) as packed:
                shutil.copyfileobj(source, packed, 1 << 20)
        elif move:
            shutil.move(file, draft)
        else:
            shutil.copyfile(file, draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True) if not draft.is_dir() else shutil.rmtree(draft)
    return target


def _unpack(packed: Path, out: Path) -> Path:
    """Our own ZIP, `<name>/…` inside, as the folder `out`."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Conflict(f"{out} exists; choose a new folder")
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
    try:
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(draft)  # names are our own, made by the format; zipfile drops .. and roots anyway
        inside = list(draft.iterdir())
        if len(inside) != 1:
            raise Invalid(f"{packed.name} does not hold one folder")
        if out.exists():
            out.rmdir()
        inside[0].replace(out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return out
