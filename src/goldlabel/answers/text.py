"""Free text."""

from collections.abc import Sequence
from functools import cached_property
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from ..core.kind import Answer, Example, Scale, Target, short
from ..core.model import Model, Plain, unstorable
from ..core.problem import Problem


class TextConfig(Model):
    """Lengths in code points. `pattern` must match the whole text; look-around and back references are not known.

    `min_length` 0 accepts an empty text as an answer: "nothing to read here".
    """

    multiline: bool = False
    min_length: int = Field(default=1, ge=0, le=1_000_000)
    max_length: int = Field(default=10_000, ge=1, le=1_000_000)
    pattern: str | None = Field(default=None, min_length=1, max_length=1000)

    @model_validator(mode="after")
    def _usable(self) -> "TextConfig":
        if self.max_length < self.min_length:
            raise ValueError("max_length must not be below min_length")
        try:
            _ = self.whole
        except Exception as error:  # pydantic's SchemaError has no public base
            reason = str(error).splitlines()[-1].strip()
            raise ValueError(f"pattern is no regular expression that can be used here: {reason}") from None
        return self

    @cached_property
    def whole(self) -> TypeAdapter[str] | None:
        """Matches in linear time (Rust's regex), so that no pattern can hang the server."""
        if self.pattern is None:
            return None
        return TypeAdapter(Annotated[str, Field(pattern=rf"\A(?:{self.pattern})\z")])


class TextValue(Plain[str]):
    """The text as typed, never normalised."""


class Text(Answer[TextConfig, TextValue]):
    """Free text. Distance: Levenshtein over code points / the longer length. Combined by the medoid."""

    name, scale, Config, Value = "text", Scale.text, TextConfig, TextValue

    def check(self, value: TextValue, config: TextConfig, target: Target) -> list[Problem]:
        text = value.root
        out: list[Problem] = []
        if found := unstorable(text):
            return [found]
        if len(text) < config.min_length or (config.min_length and not text.strip()):
            out.append(Problem("", f"needs at least {config.min_length} characters"))
        if len(text) > config.max_length:
            out.append(Problem("", f"has {len(text)} characters; at most {config.max_length} are taken"))
        if not config.multiline and ("\n" in text or "\r" in text):
            out.append(Problem("", "must be one line"))
        if config.whole is not None and not out:
            try:
                config.whole.validate_python(text)
            except ValidationError:
                out.append(Problem("", f"does not have the form {config.pattern}"))
        return out

    def distance(self, a: TextValue, b: TextValue, config: TextConfig) -> float:
        from rapidfuzz.distance import Levenshtein

        return Levenshtein.normalized_distance(a.root, b.root)

    def summary(self, value: TextValue, config: TextConfig) -> str:
        return short(" ".join(value.root.split()))

    def key(self, value: TextValue, config: TextConfig) -> str:
        return short(value.root)

    def examples(self) -> Sequence[Example[TextConfig, TextValue]]:
        make = TextValue
        return [
            Example(
                TextConfig(max_length=20),
                valid=[make("a caption"), make("naïve café 🐈"), make("12")],
                invalid=[make(""), make("   "), make("two\nlines"), make("x" * 21), make("NUL \x00")],
            ),
            Example(
                TextConfig(pattern=r"[A-Z]{2}-\d+", multiline=True),
                valid=[make("AB-12"), make("XY-7")],
                invalid=[make("AB-"), make("AB-1 "), make("AB-12\nAB-13")],
            ),
            Example(TextConfig(min_length=0, multiline=True), valid=[make(""), make("one\r\ntwo")]),
        ]
