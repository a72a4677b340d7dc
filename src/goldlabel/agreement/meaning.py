"""What each coefficient says, in a sentence, and when the α of a report misleads."""

from collections.abc import Sequence

import numpy as np

from goldlabel.agreement.measures import Found, Measures
from goldlabel.core.naming import counted

SAYS = {
    "alpha": "Krippendorff's α: 1 all the same, 0 as by chance, below 0 systematic disagreement",
    "alpha_positions": "α over positions: each character or moment is a unit, what covers it or nothing its value",
    "alpha_labels": "α of the labels of what two workers or more marked, matched by place",
    "percent": "share of pairs of answers that are equal; not corrected for chance",
    "fleiss_kappa": "Fleiss' κ: as α, chance from each item's class shares",
    "cohen_kappa": "Cohen's κ of the two workers: chance from each one's own class shares",
    "weighted_kappa": "Cohen's κ with squared steps of the two workers",
    "ac1": "Gwet's AC1: steady when one class is nearly all",
    "ac2": "Gwet's AC2 with squared steps: steady when one class is nearly all",
    "icc_1_1": "ICC(1,1): one answer of anybody, one way",
    "icc_2_1": "ICC(2,1): one answer, absolute agreement, workers a sample",
    "icc_3_1": "ICC(3,1): one answer, consistency, just these workers",
    "icc_1_k": "ICC(1,k): the mean of an item's answers, one way",
    "icc_2_k": "ICC(2,k): the mean of an item's answers, absolute agreement",
    "icc_3_k": "ICC(3,k): the mean of an item's answers, consistency",
    "kendall_w": "Kendall's W: 1 the same order by all, 1 / workers by chance",
    "wer": "word error rate between workers: edits by mean length; 0 is best",
    "cer": "character error rate between workers: edits by mean length; 0 is best",
    "f1": "F1 between workers: same label, IoU of at least one half",
    "f1_exact": "F1 between workers: same label, same place",
    "mean_iou": "mean overlap of what was matched, whatever its label",
}
RELIABLE = 0.667
"""Krippendorff (2013): below, not even tentative conclusions from single answers."""
MAIN = 0.8
"""A class with this share of the answers makes chance agreement large."""
FEW = 20


def notes(made: Measures, found: Sequence[Found]) -> list[str]:
    """Sentences for people: what this report's α must not be taken for."""
    sizes = made.units.sizes[made.units.sizes > 1]
    by_name = {one.name: one.value for one in found}
    alpha, agreed = by_name["alpha"], by_name.get("percent")
    if not len(sizes):
        return ["Nothing was answered by two workers: agreement cannot be seen."]
    out: list[str] = []
    if alpha is None and agreed == 1:
        out.append("All answers are the same: α is not defined without variation; percent agreement says it all.")
    if len(sizes) < FEW:
        some = counted(len(sizes), "item")
        out.append(f"Only {some} with two answers: the interval is rough, α may change much with more.")
    if alpha is not None and alpha < RELIABLE:
        out += _prevalence(made, agreed)
        if sizes.mean() >= 3:
            out.append(
                f"Low α is not bad labels where several answers are resolved into one (here {sizes.mean():.1f} per "
                "item): judge the resolved labels by a random audit, not by α."
            )
    return out


def _prevalence(made: Measures, agreed: float | None) -> list[str]:
    counts = np.bincount(made.units.code, minlength=len(made.units.classes))
    share = counts.max(initial=0) / max(int(counts.sum()), 1)
    if made.kind.name not in ("nominal", "ordinal", "pairwise") or share < MAIN or agreed is None:
        return []
    name = made.units.classes[int(counts.argmax())]
    return [
        f"{share:.0%} of the answers are {name!r}, so chance alone agrees often and α falls though {agreed:.0%} of the "
        "pairs are equal (prevalence paradox): see AC1 or AC2, and α by value."
    ]
