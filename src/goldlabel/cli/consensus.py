"""`goldlabel consensus`: from many answers to one label per item, offline."""

from pathlib import Path

from goldlabel.cli.common import counted, note, print_json, say
from goldlabel.cli.offline import Columns, Scale, aggregated, read_answers, read_file, rounded, stage, writable


def consensus(
    answers: Path,
    /,
    *,
    out: Path,
    scale: Scale = "nominal",
    method: str = "auto",
    gold: Path | None = None,
    probs: Path | None = None,
    classes: str | None = None,
    seed: int = 0,
    workers: Path | None = None,
    columns: Columns = Columns(),
) -> int:
    """One label per item with its confidence, from a table of answers: item, worker, label.

    Example: goldlabel consensus answers.csv --out labels.csv

    Parameters
    ----------
    answers
        A table with one answer per row: CSV, TSV, JSONL or Parquet, gzipped or not.
    out
        Where to: item, label, confidence.
    scale
        What a label is: text (nominal, ordinal), a number, a transcript (text), a/b/c (tree), JSON lists of names
        (set, ranking), left, right or tie with columns left and right (pairwise), JSON lists of places.
    method
        How; auto chooses by the evidence and says why.
    gold
        A table item, label of items whose label is known; they teach how good workers are.
    probs
        A table with item and one column per class: a model's probabilities, one more voice.
    classes
        Every label there is, between commas; of an ordinal scale from low to high.
    seed
        Makes chance repeatable.
    workers
        Where to write each worker's skill: worker, answers, skill, low, high.
    """
    from goldlabel.frames import write_table

    writable(out, answers, gold, probs)
    if workers is not None:
        writable(workers, answers, gold, probs, option="--workers", beside=out)
    read = read_answers(answers, scale, columns)
    voice = {"probabilities": read_file(probs, (), {"item": columns.item})} if probs is not None else {}
    result = aggregated(read, scale, method, columns, gold=gold, classes=classes, seed=seed, **voice)
    with stage(f"writing {out}"):
        table = result.table()
        write_table(out, {**table, "confidence": rounded(table["confidence"])})
        if workers is not None:
            write_table(workers, result.worker_table())
    mean = sum(table["confidence"]) / max(1, len(table["confidence"]))
    if columns.json:
        facts = {"out": str(out), "scale": scale, "method": result.method, "why": result.why}
        print_json({**facts, "mean_confidence": round(mean, 4), **read.facts})
    else:
        facts = read.facts
        people = f"{counted(facts['answers'], 'answer')} of {counted(facts['workers'], 'worker')}"
        say(f"{out}: {counted(len(result.items), 'item')} from {people}, mean confidence {mean:.3f}")
        note(f"{result.method}: {result.why}")
    return int(read.told)
