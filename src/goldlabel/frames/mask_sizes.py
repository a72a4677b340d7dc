"""Masks of one item are of one picture, so they have one size."""

from collections.abc import Sequence

from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import Answers
from goldlabel.frames.column import text_of
from goldlabel.frames.masks import Mask
from goldlabel.frames.regions import Regions


def one_size(answers: Answers, labels: Sequence[Regions]) -> None:
    """`labels`: `answers.labels`, parsed. Raises Invalid with the first row whose masks have another size than those
    before it about the same item. O(answers)."""
    sizes: list[set[tuple[int, int]]] = [{_size(one.place) for one in label} for label in labels]
    known: dict[int, tuple[int, int]] = {}
    for item, label, row in zip(answers.item.tolist(), answers.label.tolist(), answers.rows.tolist(), strict=True):
        for size in sorted(sizes[int(label)]):
            first = known.setdefault(item, size)
            if size != first:
                raise Invalid(
                    f"the masks of item {text_of(answers.items[item])} have different sizes: {size[0]} × {size[1]} "
                    f"pixels here, {first[0]} × {first[1]} before; answers to one item are about one picture",
                    where=answers.place(row),
                )


def _size(mask: Mask) -> tuple[int, int]:
    return mask.height, mask.width
