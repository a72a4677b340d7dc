"""Conversations: what chat APIs and their data sets write is taken, what nobody could read is refused by its place."""

from typing import Any

import pytest

from goldlabel.media.conversation import MOST, Conversation

MEDIUM = Conversation()
TOLD: list[Any] = [
    [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi"}],
    [{"from": "human", "value": "Hello"}, {"from": "gpt", "value": "Hi"}],
    [{"speaker": "Ann", "text": "Hello"}, {"speaker": "Bob", "text": " Hi "}],
    [
        {"role": "user", "content": [{"type": "text", "text": "Hello"}, {"type": "image_url", "image_url": {}}]},
        {"role": "assistant", "content": None, "tool_calls": [{"function": {"name": "look"}}]},
        {"role": "tool", "content": "Hi"},
    ],
]


@pytest.mark.parametrize("value", TOLD)
def test_turns_as_they_are_written(value: Any) -> None:
    assert MEDIUM.check(value) == []
    assert MEDIUM.words(value) == "Hello\nHi"


@pytest.mark.parametrize(
    ("value", "where", "message"),
    [
        ("user: hello", "", "must be a list of turns"),
        ([], "", "is empty"),
        ([{"role": "user", "content": "  "}], "", "is empty"),
        (["hello"], "[0]", "says nobody who speaks"),
        ([{"role": "user", "content": "a"}, {"content": "b"}], "[1]", "says nobody who speaks"),
        ([{"role": "user", "content": "a"}, {"role": "user"}], "[1]", "says nothing"),
        ([{"role": "user", "content": 7}], "[0]", "says nothing"),
        ([{"role": "user", "content": "a\x00"}], "", "NUL"),
        ([{"role": "u", "content": "a"}] * (MOST + 1), "", "has 10,001 turns"),
    ],
)
def test_what_is_none_is_refused_by_its_place(value: Any, where: str, message: str) -> None:
    (found,) = MEDIUM.check(value)
    assert found.where.startswith(where)
    assert message in found.message
