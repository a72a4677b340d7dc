"""`goldlabel add`: data in."""

from typing import Annotated, Any, Literal

from cyclopts import Parameter

from goldlabel.cli.common import Reporting, Usage, counted, note, opened, print_json, print_losses, progress, say
from goldlabel.cli.options import known, pairs, read_options, shown

SHOWN_REJECTS = 20
NOTHING = (
    "no item was found in it: it is empty, holds a header alone, or is of another format; "
    "name that with --format (`goldlabel convert --formats` lists them)"
)


def add(
    project: str,
    /,
    *sources: str,
    format: str | None = None,
    key: str | None = None,
    labels: Annotated[list[str] | None, Parameter(negative=())] = None,
    purpose: Literal["label", "suggestion", "gold"] = "label",
    labeler: str | None = None,
    priority: float = 0.5,
    option: Annotated[list[str] | None, Parameter(negative=())] = None,
    at: Reporting = Reporting(),
) -> int:
    """Bring data in: files, folders, ZIPs, web addresses; with labels if they have some.

    Rows with a key that is there already: unchanged ones are skipped, changed ones are asked anew.
    Bad rows are kept apart with their reason, the rest goes in; then the exit code is 1.

    Example: goldlabel add reviews reviews.csv --key id --labels stars=rating --labeler "old system"

    Parameters
    ----------
    project
        Its name.
    sources
        Files, folders, ZIPs, http(s) addresses, or storage://NAME/PATH in a storage that the admin named.
    format
        One of `goldlabel convert --formats`; found out by itself.
    key
        The column that names an item.
    labels
        COLUMN=QUESTION: a column that holds labels; may be given several times.
    purpose
        What labels that come along are: count as answers, are shown as suggestions, or are known to be right.
    labeler
        Who such labels are from.
    priority
        0 to 1; higher is labeled first.
    option
        NAME=VALUE for the format, e.g. encoding=cp1252, sheet=Tuesday, whole_files=true.
    """
    if not sources:
        raise Usage("name at least one file, folder or address to add")
    options: dict[str, Any] = known(pairs(option, "--option"), read_options(), "--option") | (
        {"labeler": labeler} if labeler else {}
    )
    columns = pairs(labels, "--labels")
    results: list[dict[str, Any]] = []
    with opened(at) as workspace:
        found = workspace.project(project)
        for source in sources:
            with progress(at, f"add {source}") as tell:
                job = found.add(
                    source, format=format, key=key, labels=columns or None, purpose=purpose, priority=priority,
                    options=options, progress=tell,
                )  # fmt: skip
            results.append({"source": source, "job": job.id, **job.result})
            if not at.json:
                _report(source, job.id, job.result)
                if _nothing(job.result):
                    note(f"  {NOTHING}")
                rejects = found.rejects(job.id)
                for _, reject in zip(range(SHOWN_REJECTS), rejects, strict=False):
                    note(f"  {reject['where']}: {reject['message']}")
                if job.result.get("rejected", 0) > SHOWN_REJECTS:
                    note(f"  all of them: goldlabel jobs --rejects {job.id}{shown(at)}")
    if at.json:
        print_json(results)
    return int(any(result.get("rejected") or _nothing(result) for result in results))


def _nothing(result: dict[str, Any]) -> bool:
    """Neither an item nor a label came in, nor was one there already, nor was anything refused."""
    return not any(result.get(name) for name in ("added", "changed", "unchanged", "duplicates", "rejected", "labels"))


def _report(source: str, job: int, result: dict[str, Any]) -> None:
    words = {"added": "added", "changed": "changed", "unchanged": "unchanged", "duplicates": "twice in it"}
    parts = [f"{result[name]:,} {word}" for name, word in words.items() if result.get(name)]
    if labels := result.get("labels"):
        parts.append(f"with {counted(labels, 'label')}")
    say(f"{source}: {', '.join(parts) or 'nothing added'} (job {job})")
    if rejected := result.get("rejected"):
        note(f"{source}: {counted(rejected, 'row')} could not be taken")
    print_losses(result.get("losses") or [])
