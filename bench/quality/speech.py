"""Transcripts: seven per clip against what was read, with `aggregate(answers, "text")` as anybody calls it."""

import re
import time
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from bench.quality.data import answers, truth
from bench.quality.rows import Row
from goldlabel.consensus import aggregate

SET = "speech_dev_clean"
KNOWN = {
    "single answer": 16.3,
    "medoid": 6.1,
    "ROVER (shipped)": 6.05,
    "RASA": 6.94,
    "T5-large (trained on it)": 4.87,
    "weighted ROVER": 5.17,
}
BAR = 5.2


def rows() -> Iterator[Row]:
    right = truth(SET)
    for method in ("auto", "medoid"):
        start = time.perf_counter()
        result = aggregate(answers(SET), "text", method)
        seconds = time.perf_counter() - start
        found = dict(zip(result.items, result.labels, strict=True))
        edits = sum(Levenshtein.distance(words(found.get(item, "")), words(text)) for item, text in right.items())
        wer = 100 * edits / sum(len(words(text)) for text in right.values())
        name = SET if method == "auto" else f"{SET}, {method}"
        bar = BAR if method == "auto" else None
        yield Row("speech", name, "WER %", wer, bar, dict(KNOWN), higher=False, seconds=seconds, note=result.why)


def words(text: str) -> list[str]:
    """Lower case, letters and apostrophes, as the published outputs were scored."""
    return re.sub(r"[^a-z' ]+", " ", text.lower()).split()
