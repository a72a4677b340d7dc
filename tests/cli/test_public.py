"""The public face: what `import goldlabel as gl` offers."""

import typing

import pytest

import goldlabel as gl


def test_all_is_sorted_and_everything_in_it_is_there() -> None:
    assert gl.__all__ == sorted(gl.__all__)
    assert dir(gl) == gl.__all__
    for name in gl.__all__:
        assert getattr(gl, name) is not None, name


def test_what_is_offered_is_what_types_see() -> None:
    source = typing.cast(str, gl.__loader__.get_source("goldlabel"))  # type: ignore[union-attr]
    block = source.split("if TYPE_CHECKING:")[1].split("__all__")[0]
    for name in gl.__all__:
        assert name == "__version__" or name in block, name


def test_a_wrong_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="goldlabel has no 'opne'"):
        gl.opne  # type: ignore[attr-defined]  # noqa: B018


def test_scoring_and_aggregating_need_no_workspace() -> None:
    answers = {"item": [1, 1, 2, 2], "worker": ["a", "b", "a", "b"], "label": ["x", "x", "y", "x"]}
    assert gl.agreement.report(answers).agreement == 0.5
