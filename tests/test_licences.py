"""Everything that we ship or require is under a licence that a user of an Apache-2.0 product can live with.

A new licence goes on the list only after someone has read it. A package that states none is listed by name.
"""

import json
import re
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "HPND", "ISC", "MIT", "MIT-0", "MIT-CMU",
    "PSF-2.0", "Python-2.0", "Unlicense", "Zlib",
}  # fmt: skip
# What packages write when they do not write SPDX.
SAME_AS = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    # pypdfium2: PDFium under both; the libraries in it are BSD, MIT, FTL, IJG, Zlib, ICU (read 2026-11).
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "The MIT License": "MIT",
    "Python Software Foundation License": "PSF-2.0",
}
# LGPL-3.0: used unmodified as a library of its own, only with the extra `postgres`.
EXCEPTIONS = {"psycopg": "LGPL-3.0-only", "psycopg-binary": "LGPL-3.0-only", "psycopg-pool": "LGPL-3.0-only"}


def allowed(expression: str) -> bool:
    """SPDX expressions of AND and OR: one side of an OR is enough, all sides of an AND must do."""
    expression = expression.strip()
    if expression.startswith("(") and expression.endswith(")") and "(" not in expression[1:]:
        expression = expression[1:-1]
    if " AND " in expression and "(" not in expression:
        return all(allowed(part) for part in expression.split(" AND "))
    if " OR " in expression:
        return any(allowed(part) for part in expression.split(" OR "))
    return SAME_AS.get(expression, expression) in ALLOWED


def stated(dist: Distribution) -> str:
    """What the package states: the SPDX field, else the free field if short, else the classifiers."""
    meta = dist.metadata
    for expression in meta.get_all("License-Expression") or []:
        return expression
    free = "".join(meta.get_all("License") or []).strip()
    classified = [
        name.rsplit(" :: ", 1)[1]
        for name in meta.get_all("Classifier") or []
        if name.startswith("License :: ") and name != "License :: OSI Approved"
    ]
    if free and "\n" not in free and len(free) < 60 and (allowed(free) or not classified):
        return free
    return " AND ".join(classified) or "not stated"


def closure(name: str, extras: set[str]) -> dict[str, Distribution]:
    """The installed distributions that `name` needs at run time on this machine."""
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, str]] = set()
    todo = [(canonicalize_name(name), extra) for extra in {"", *extras}]
    while todo:
        package, extra = todo.pop()
        if (package, extra) in seen:
            continue
        seen.add((package, extra))
        found[package] = distribution(package)
        for line in found[package].requires or []:
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({"extra": extra}):
                todo += [(canonicalize_name(need.name), wanted) for wanted in {"", *need.extras}]
    return found


def test_python_packages() -> None:
    packages = closure("goldlabel", {"postgres"})
    assert len(packages) > 30, "the closure is not what gets installed"
    bad = {
        name: stated(dist)
        for name, dist in packages.items()
        if not allowed(stated(dist)) and EXCEPTIONS.get(name) != stated(dist)
    }
    assert not bad


def test_exceptions_are_used_and_stay_out_of_the_core() -> None:
    assert set(EXCEPTIONS) <= set(closure("goldlabel", {"postgres"}))
    assert not set(EXCEPTIONS) & set(closure("goldlabel", set()))


def test_web_packages() -> None:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))
    shipped = {
        re.sub(r".*node_modules/", "", place): package
        for place, package in lock["packages"].items()
        if place and not package.get("dev")
    }
    assert {"react", "react-dom"} <= set(shipped)
    bad = {name: package.get("license", "not stated") for name, package in shipped.items()}
    assert not {name: licence for name, licence in bad.items() if not allowed(licence)}


@pytest.mark.parametrize(
    ("expression", "verdict"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("MIT OR GPL-2.0-only", True),
        ("(MIT OR Apache-2.0)", True),
        ("MIT AND GPL-2.0-only", False),
        ("not stated", False),
        ("(MIT OR GPL-2.0-only) AND LGPL-3.0-only", False),
    ],
)
def test_the_rule_itself(expression: str, verdict: bool) -> None:
    assert allowed(expression) is verdict
