"""A colour as an answer: `{"red": 255, "green": 128, "blue": 0}`."""

import math
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from goldlabel.core.kind import Answer, Example, Scale, Target
from goldlabel.core.model import Json, Model
from goldlabel.core.problem import Problem

Channel = Annotated[int, Field(strict=True, ge=0, le=255)]


class ColourConfig(Model):
    """`grey`: only shades of grey are taken."""

    grey: bool = False


class ColourValue(Model):
    red: Channel
    green: Channel
    blue: Channel


class Colour(Answer[ColourConfig, ColourValue]):
    """A colour. Distance: straight through the RGB cube, black to white being 1."""

    name, version, scale, Config, Value = "colour", 2, Scale.text, ColourConfig, ColourValue

    def check(self, value: ColourValue, config: ColourConfig, target: Target) -> list[Problem]:
        if config.grey and not value.red == value.green == value.blue:
            return [Problem("", "must be a shade of grey")]
        return []

    def distance(self, a: ColourValue, b: ColourValue, config: ColourConfig) -> float:
        gap = (a.red - b.red, a.green - b.green, a.blue - b.blue)
        return min(1.0, math.hypot(*gap) / math.hypot(255, 255, 255))

    def summary(self, value: ColourValue, config: ColourConfig) -> str:
        return f"#{value.red:02x}{value.green:02x}{value.blue:02x}"

    def upgrade(self, raw: Json, version: int) -> Json:
        """Version 1 was text: `#ff8000`."""
        if version == 1 and isinstance(raw, str) and len(raw) == 7:
            return {name: int(raw[at : at + 2], 16) for name, at in (("red", 1), ("green", 3), ("blue", 5))}
        return raw

    def older(self) -> Sequence[tuple[int, Json, ColourValue]]:
        return [(1, "#ff8000", ColourValue(red=255, green=128, blue=0))]

    def examples(self) -> Sequence[Example[ColourConfig, ColourValue]]:
        make = ColourValue
        return [
            Example(ColourConfig(), valid=[make(red=255, green=128, blue=0), make(red=0, green=0, blue=0)]),
            Example(
                ColourConfig(grey=True),
                valid=[make(red=7, green=7, blue=7), make(red=200, green=200, blue=200)],
                invalid=[make(red=255, green=128, blue=0)],
            ),
        ]
