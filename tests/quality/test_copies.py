"""Near-copies beside comparing all with all, and copies with different labels."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from goldlabel.core.problem import Invalid
from goldlabel.quality.errors import find_conflicts, group_of, image_copies, text_copies, vector_copies
from goldlabel.quality.errors.copies import exact_copies, joined
from goldlabel.quality.errors.words import normal

SENTENCE = "The quick brown fox jumps over the lazy dog while the cat watches from the warm windowsill"


def groups_by_all_pairs(count: int, alike: Any) -> list[list[int]]:
    home = list(range(count))
    for a in range(count):
        for b in range(a + 1, count):
            if alike(a, b):
                old, new = home[b], home[a]
                home = [new if one == old else one for one in home]
    out: dict[int, list[int]] = {}
    for at, one in enumerate(home):
        out.setdefault(one, []).append(at)
    return sorted(own for own in out.values() if len(own) > 1)


def jaccard(a: str, b: str) -> float:
    one, other = ({text[at : at + 4] for at in range(len(text) - 3)} for text in (normal(a), normal(b)))
    return len(one & other) / len(one | other) if one and other else float(normal(a) == normal(b) != "")


class TestTexts:
    def test_case_spaces_and_small_changes(self) -> None:
        texts = [
            SENTENCE,
            SENTENCE.upper(),
            SENTENCE + "  ",
            SENTENCE.replace("lazy", "lame"),
            "Something else",
            "",
            "",
        ]
        assert text_copies(texts) == [[0, 1, 2, 3]]

    def test_short_texts_must_read_the_same(self) -> None:
        assert text_copies(["ok", "OK", "no", "on"]) == [[0, 1]]

    def test_as_comparing_all_with_all(self) -> None:
        rng = np.random.default_rng(0)
        words = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"]
        texts: list[str] = []
        for _ in range(60):
            own = rng.choice(words, 12).tolist()
            texts += [" ".join(own), " ".join([*own[:-1], str(rng.choice(words))])]
        expected = groups_by_all_pairs(len(texts), lambda a, b: jaccard(texts[a], texts[b]) >= 0.8)
        assert sorted(text_copies(texts)) == expected
        assert expected

    def test_a_crowd_of_copies_is_one_group(self) -> None:
        assert text_copies([f"{SENTENCE} {at}" for at in range(300)]) == [list(range(300))]


class TestVectors:
    @settings(max_examples=25)
    @given(st.integers(0, 10_000), st.integers(0, 30))
    def test_as_comparing_all_with_all(self, seed: int, count: int) -> None:
        x = np.random.default_rng(seed).normal(size=(count, 2))

        def alike(a: int, b: int) -> bool:
            return bool(x[a] @ x[b] / np.linalg.norm(x[a]) / np.linalg.norm(x[b]) >= 0.99)

        assert sorted(vector_copies(x.reshape(count, 2), 0.99)) == groups_by_all_pairs(count, alike)

    def test_blocks_make_the_whole(self, monkeypatch: pytest.MonkeyPatch) -> None:
        x = np.random.default_rng(0).normal(size=(50, 2))
        whole = vector_copies(x, 0.999)
        monkeypatch.setattr("goldlabel.quality.errors.copies.BLOCK", 7)
        assert vector_copies(x, 0.999) == whole != []

    def test_zeros_are_like_nothing_and_nan_is_refused(self) -> None:
        assert vector_copies([[0.0, 0.0], [0.0, 0.0]]) == []
        with pytest.raises(Invalid, match="finite"):
            vector_copies([[np.nan, 0.0]])


class TestImages:
    def picture(self, seed: int, size: int = 200) -> Image.Image:
        rng = np.random.default_rng(seed)
        image = Image.new("RGB", (size, size), tuple(rng.integers(0, 255, 3).tolist()))
        draw = ImageDraw.Draw(image)
        for _ in range(12):
            x, y, w, h = rng.integers(0, size, 4).tolist()
            draw.rectangle((x, y, x + w, y + h), fill=tuple(rng.integers(0, 255, 3).tolist()))
        return image

    def test_rescaled_and_compressed_are_copies_others_not(self, tmp_path: Path) -> None:
        images: list[Any] = [self.picture(seed) for seed in range(30)]
        for at in range(5):
            images[at].resize((90, 120)).save(tmp_path / f"{at}.jpg", quality=40)
            images.append(tmp_path / f"{at}.jpg")
        assert image_copies(images) == [[at, 30 + at] for at in range(5)]

    def test_flat_pictures_of_another_grey_are_no_copies(self) -> None:
        flat = [Image.new("L", (20, 20), grey) for grey in (0, 128, 255, 130)]
        assert image_copies(flat) == [[1, 3]]

    def test_no_picture(self, tmp_path: Path) -> None:
        (tmp_path / "a.png").write_text("no picture")
        with pytest.raises(Invalid, match=r"a\.png"):
            image_copies([tmp_path / "a.png"])
        with pytest.raises(Invalid, match="picture 0"):
            image_copies([b"nothing"])


class TestConflicts:
    TABLE: dict[str, list[Any]] = {  # noqa: RUF012
        "item": ["a", "b", "c", "d", "e"],
        "label": ["pos", "pos", "neg", "neg", "pos"],
        "text": [SENTENCE, SENTENCE + "!", SENTENCE.upper(), "another text of its own", "yet one more, different"],
    }

    def test_copies_labeled_differently(self) -> None:
        found = find_conflicts(self.TABLE, text="text")
        assert found.table() == {
            "group": [1, 1, 1],
            "item": ["a", "b", "c"],
            "label": ["pos", "pos", "neg"],
            "suggested": ["pos", "pos", "pos"],
        }

    def test_a_tie_suggests_nothing_and_agreement_is_no_conflict(self) -> None:
        table = {**self.TABLE, "label": ["pos", "neg", None, "x", "x"], "text": ["same"] * 2 + ["other"] * 3}
        found = find_conflicts({**table, "item": [1, 2, 3, 4, 5]}, value="text")
        assert [one.items for one in found.groups] == [[1, 2], [3, 4, 5]]
        assert [one.majority for one in found.conflicting if one.items == [1, 2]] == [None]
        agreed = find_conflicts({**self.TABLE, "label": ["pos"] * 5}, text="text")
        assert len(agreed.groups) == 1
        assert agreed.conflicting == []

    def test_vectors(self) -> None:
        x = [[1, 0], [1, 0.001], [0, 1], [1, 1], [2, 2]]
        found = find_conflicts(self.TABLE, vectors=x)
        assert [one.items for one in found.groups] == [["a", "b"], ["d", "e"]]
        assert [one.items for one in found.conflicting] == [["d", "e"]]

    def test_called_wrongly(self) -> None:
        with pytest.raises(Invalid, match="give one of text, image, value, vectors"):
            find_conflicts(self.TABLE)
        with pytest.raises(Invalid, match="give one of"):
            find_conflicts(self.TABLE, text="text", value="text")
        with pytest.raises(Invalid, match="above 0, at most 1"):
            find_conflicts(self.TABLE, text="text", threshold=3)
        with pytest.raises(Invalid, match="2 rows for 5 items"):
            find_conflicts(self.TABLE, vectors=[[1], [2]])


def test_groups() -> None:
    assert joined(6, [(4, 1), (1, 0), (2, 3)]) == [[0, 1, 4], [2, 3]]
    assert joined(3, []) == []
    assert group_of(6, [[0, 1, 4], [2, 3]]).tolist() == [0, 0, 2, 2, 0, 5]
    assert exact_copies([b"x", b"y", b"x"]) == [[0, 2]]
    assert exact_copies(["x", "y", "x", 1]) == [[0, 2]]
