"""Rows of JSON that are an item's bare data, not records in goldlabel's own form."""

from collections.abc import Iterable
from typing import Any

from goldlabel.formats.parts.own import is_record
from goldlabel.formats.parts.plain import is_object


def bare_rows(found: Iterable[Any]) -> list[dict[str, Any]]:
    """The objects among the values; none at all where some are records, which say themselves what they hold."""
    objects = [value for value in found if is_object(value)]
    return [] if any(is_record(value) for value in objects) else objects
