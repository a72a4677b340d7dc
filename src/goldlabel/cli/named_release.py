"""A release by its path or as PROJECT@NUMBER."""

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from goldlabel.cli.common import Usage, Where, opened


@contextmanager
def release_file(named: str, at: Where) -> Generator[Path]:
    """Where the release lies while the block runs. Raises Usage for what is neither."""
    path = Path(named).expanduser()
    if path.exists():
        yield path
        return
    project, mark, number = named.rpartition("@")
    if not mark or not number.isdigit():
        raise Usage(f"there is no file or folder {named}; name a release's folder or ZIP, or PROJECT@NUMBER")
    with opened(at) as workspace, tempfile.TemporaryDirectory(prefix="goldlabel-") as folder:
        yield workspace.project(project).save_release(int(number), Path(folder) / f"{project}-{number}.zip")
