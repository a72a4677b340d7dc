"""One text for many: words aligned to the middle transcript, then voted on, place by place."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from rapidfuzz.distance import Levenshtein

from goldlabel.consensus.parsed import Merged, Parsed
from goldlabel.consensus.result import Floats, Skill
from goldlabel.consensus.skills import share_skills
from goldlabel.consensus.words import joined, words_of

Keys = tuple[str, ...]
NOTHING = ""
TRUSTED = 0.005
"""No worker's error rate counts as smaller."""


@dataclass(frozen=True)
class Rover:
    """Skill-weighted ROVER on the medoid.

    Formula: the base is the transcript with the smallest weighted sum of word edit distances (each over the longer
    length) to all; every transcript is aligned to it with the fewest edits, which gives a column of candidates
    (words, or nothing) for each word of the base and for each gap. A column takes the candidate with the largest Σ
    weight, where a word also gets `spelling` · similarity² (1 − normalised edit distance over letters) of the weight
    of the other words: near misses vote for their neighbour. Aligning to the result once more lets insertions line
    up. A worker's weight is 1 / his word error rate against the result, drawn to everybody's by `prior` words; that
    and the texts alternate `rounds` times.
    Source: Fiscus 1997 (ROVER), medoid start and skill weights after CrowdSpeech (Pavlichenko et al. 2021).
    Cost: about rounds · answers · length² / 64. Not for free answers to a question (there is no common sequence of
    words): use `Medoid`.
    """

    rounds: int = 3
    spelling: float = 0.5
    prior: float = 50.0

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        clips = _clips(parsed)
        weight = np.ones(len(parsed.workers))
        right = total = np.zeros(len(weight))
        for _ in range(self.rounds):
            for clip in clips:
                clip.vote(weight, self.spelling)
            right, total = _tally(parsed, clips)
            everybody = 1 - (right.sum() + 1) / (total.sum() + 1.1)
            error = (total - right + self.prior * everybody) / (total + self.prior)
            weight = 1 / np.maximum(error, TRUSTED)
        for clip in clips:
            clip.vote(weight, self.spelling)
        return _merged(parsed, clips, weight, *_tally(parsed, clips))


@dataclass(frozen=True)
class Medoid:
    """The answer that is nearest to all others, skill-weighted: always a text that somebody gave.

    Distance: word edits over the longer length. Weights as in `Rover`. For captions, translations and free answers.
    """

    rounds: int = 3
    prior: float = 50.0

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        clips = _clips(parsed)
        weight = np.ones(len(parsed.workers))
        for _ in range(self.rounds):
            for clip in clips:
                clip.nearest(weight)
            right, total = _tally(parsed, clips)
            everybody = 1 - (right.sum() + 1) / (total.sum() + 1.1)
            weight = 1 / np.maximum((total - right + self.prior * everybody) / (total + self.prior), TRUSTED)
        for clip in clips:
            clip.nearest(weight)
        return _merged(parsed, clips, weight, *_tally(parsed, clips))


@dataclass(slots=True)
class _Clip:
    """The transcripts of one item; `texts` once each, `said` the number of the text of each row."""

    rows: range
    workers: list[int]
    raw: list[str]
    texts: list[Keys]
    said: list[int]
    written: list[tuple[str, ...]]
    """Per row, parallel to its text."""
    far: Floats
    gold: tuple[Keys, str] | None
    found: Keys = ()
    support: list[float] = field(default_factory=list[float])
    known: dict[tuple[Keys, int], list[Keys]] = field(default_factory=dict[tuple[Keys, int], list[Keys]])
    """Alignments of the last vote: by base and text, the words in each column."""

    def weights(self, weight: Floats) -> Floats:
        """Of the distinct texts."""
        return np.bincount(self.said, weight[self.workers], len(self.texts)).astype(np.float64)

    def nearest(self, weight: Floats) -> None:
        if self.gold:
            self.found, self.support = self.gold[0], [1.0] * len(self.gold[0])
            return
        own = self.weights(weight)
        costs = self.far @ own
        best = min(range(len(self.texts)), key=lambda at: (round(float(costs[at]), 12), self.texts[at]))
        self.found = self.texts[best]
        self.support = [1 - float(costs[best] / own.sum())] * len(self.found)

    def vote(self, weight: Floats, spelling: float) -> None:
        self.nearest(weight)
        if self.gold or len(self.texts) == 1:
            return
        own = self.weights(weight).tolist()
        before, self.known = self.known, {}
        for _ in range(2):
            found, self.support = _read(self._columns(self.found, own, before), spelling)
            if found == self.found:
                break
            self.found = found

    def _columns(
        self, base: Keys, own: Sequence[float], before: dict[tuple[Keys, int], list[Keys]]
    ) -> list[dict[Keys, float]]:
        """Gap, word, gap, word …, gap: the weight of what the texts have there."""
        out: list[dict[Keys, float]] = [defaultdict(float) for _ in range(2 * len(base) + 1)]
        for text, weight in enumerate(own):
            place = base, text
            self.known[place] = before.get(place) or align(base, self.texts[text])
            for column, words in zip(out, self.known[place], strict=True):
                column[words] += weight
        return out


def align(base: Keys, text: Keys) -> list[Keys]:
    """The words of `text` over each gap and word of `base`, with the fewest edits."""
    out: list[Keys] = [()] * (2 * len(base) + 1)
    for step in Levenshtein.opcodes(base, text):
        if step.tag in ("equal", "replace"):
            for at in range(step.src_end - step.src_start):
                out[2 * (step.src_start + at) + 1] = (text[step.dest_start + at],)
        elif step.tag == "insert":
            out[2 * step.src_start] += text[step.dest_start : step.dest_end]
    return out


def _read(columns: Sequence[dict[Keys, float]], spelling: float) -> tuple[Keys, list[float]]:
    """The winners, one word after the other, and the share of the weight behind each."""
    found: list[str] = []
    support: list[float] = []
    for number, column in enumerate(columns):
        length = max(map(len, column)) if number % 2 == 0 else 1
        for at in range(length):
            votes: dict[str, float] = defaultdict(float)
            for words, weight in column.items():
                votes[words[at] if at < len(words) else NOTHING] += weight
            word = winner(votes, spelling)
            if word == NOTHING:
                break
            found.append(word)
            support.append(votes[word] / sum(votes.values()))
    return tuple(found), support


def winner(votes: dict[str, float], spelling: float) -> str:
    """Nothing wins by plurality over the best word; between words their neighbours in spelling count too."""
    words = [word for word in votes if word != NOTHING]
    if len(words) < 2:
        return max(votes, key=lambda word: (votes[word], word))

    def backed(word: str) -> float:
        near = sum(votes[one] * Levenshtein.normalized_similarity(word, one) ** 2 for one in words if one != word)
        return votes[word] + spelling * near

    empty = votes.get(NOTHING, 0.0)
    best = max(words, key=lambda word: (backed(word), word))
    return NOTHING if 2 * empty > sum(votes.values()) or empty > votes[best] else best


def _clips(parsed: Parsed) -> list[_Clip]:
    return [_clip(parsed, item) for item in range(len(parsed.items))]


def _clip(parsed: Parsed, item: int) -> _Clip:
    rows = parsed.rows_of(item)
    raw = [parsed.value[row] for row in rows]
    cut = [words_of(text) for text in raw]
    keys = [tuple(word.key for word in own) for own in cut]
    texts = sorted(set(keys))
    far = np.array([[Levenshtein.normalized_distance(a, b) for b in texts] for a in texts])
    gold = parsed.gold[item]
    known = (tuple(word.key for word in words_of(gold)), gold) if gold is not None else None
    at = {text: number for number, text in enumerate(texts)}
    written = [tuple(word.written for word in own) for own in cut]
    return _Clip(
        rows, parsed.worker[rows.start : rows.stop].tolist(), raw, texts, [at[one] for one in keys], written, far, known
    )


def _tally(parsed: Parsed, clips: Sequence[_Clip]) -> tuple[Floats, Floats]:
    """Per worker: words of the result that he has right (edits taken off), and words of the result."""
    right, total = np.zeros(len(parsed.workers)), np.zeros(len(parsed.workers))
    for clip in clips:
        length = max(len(clip.found), 1)
        edits = [min(Levenshtein.distance(text, clip.found), length) for text in clip.texts]
        for worker, text in zip(clip.workers, clip.said, strict=True):
            right[worker] += length - edits[text]
            total[worker] += length
    return right, total


def _merged(parsed: Parsed, clips: Sequence[_Clip], weight: Floats, right: Floats, total: Floats) -> Merged:
    skills: list[Skill] = share_skills(parsed.workers, parsed.count_by_worker(), right, total)
    confidence = np.array([float(np.mean(clip.support)) if clip.support else _silent(clip, weight) for clip in clips])
    texts = [_text(clip, weight) for clip in clips]
    evidence: list[Any] = [
        {"words": [[word, round(share, 6)] for word, share in zip(clip.found, clip.support, strict=True)]}
        for clip in clips
    ]
    return Merged(texts, confidence, skills, evidence)


def _silent(clip: _Clip, weight: Floats) -> float:
    """How sure it is that nothing is said: the share of the weight behind no words."""
    if clip.gold:
        return 1.0
    own = clip.weights(weight)
    return float(sum(w for w, text in zip(own, clip.texts, strict=True) if not text) / own.sum())


def _text(clip: _Clip, weight: Floats) -> str:
    """The found words as most weight wrote them; a whole transcript as it stands, when that is what was found."""
    if clip.gold:
        return clip.gold[1]
    forms: list[dict[str, float]] = [defaultdict(float) for _ in clip.found]
    for row, worker in enumerate(clip.workers):
        text = clip.texts[clip.said[row]]
        for step in Levenshtein.opcodes(clip.found, text):
            if step.tag == "equal":
                for at in range(step.src_end - step.src_start):
                    forms[step.src_start + at][clip.written[row][step.dest_start + at]] += float(weight[worker])
    chosen = tuple(
        max(form, key=lambda one: (form[one], one)) if form else key
        for key, form in zip(clip.found, forms, strict=True)
    )
    same = sorted(raw for raw, written in zip(clip.raw, clip.written, strict=True) if written == chosen)
    return same[0] if same else joined(chosen)
