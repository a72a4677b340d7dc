"""What `ask_if` must mean, as data: questions, answers given, and which questions are then asked.

Hand-written; `core/condition.py` and the web app are both tested against it. A question is
`{id, about?, ask_if?}`; an answer `[question, value]` or `[question, value, region]`; regions map ids to sets;
`asked` lists `question` or `question@region`.
"""

from typing import Any

Vector = dict[str, Any]


def _vector(
    name: str,
    questions: list[Any],
    answers: list[Any],
    asked: list[str],
    regions: dict[str, str] | None = None,
) -> Vector:
    return {
        "name": name,
        "questions": questions,
        "answers": answers,
        "regions": regions or {},
        "asked": asked,
    }


def _if(question: str, about: str = "item", id: str = "b", **rule: Any) -> dict[str, Any]:
    return {"id": id, "about": about, "ask_if": [{"question": question} | rule]}


A: dict[str, Any] = {"id": "a"}
SHOWN, HIDDEN = ["a", "b"], ["a"]
ON: dict[str, Any] = {"id": "a", "about": "s"}

VECTORS: list[Vector] = [
    _vector("no condition", [A, {"id": "b"}], [], SHOWN),
    _vector("any_of: given", [A, _if("a", any_of=["x", "y"])], [["a", "y"]], SHOWN),
    _vector("any_of: another value", [A, _if("a", any_of=["x"])], [["a", "y"]], HIDDEN),
    _vector("any_of: not answered", [A, _if("a", any_of=["x"])], [], HIDDEN),
    _vector("none_of: another value", [A, _if("a", none_of=["x"])], [["a", "y"]], SHOWN),
    _vector("none_of: given", [A, _if("a", none_of=["x"])], [["a", "x"]], HIDDEN),
    _vector("none_of: not answered", [A, _if("a", none_of=["x"])], [], HIDDEN),
    _vector("answered: true", [A, _if("a", answered=True)], [["a", ""]], SHOWN),
    _vector("answered: true, but it is not", [A, _if("a", answered=True)], [], HIDDEN),
    _vector("answered: false", [A, _if("a", answered=False)], [], SHOWN),
    _vector("answered: false, but it is", [A, _if("a", answered=False)], [["a", 0]], HIDDEN),
    _vector("set: any member", [A, _if("a", any_of=["x"])], [["a", ["w", "x"]]], SHOWN),
    _vector("set: no member", [A, _if("a", any_of=["x"])], [["a", ["w"]]], HIDDEN),
    _vector("set: empty is answered", [A, _if("a", none_of=["x"])], [["a", []]], SHOWN),
    _vector("tree: the path itself", [A, _if("a", any_of=[["p", "q"]])], [["a", [["p", "q"]]]], SHOWN),
    _vector("tree: below it", [A, _if("a", any_of=[["p"]])], [["a", [["p", "q"]]]], SHOWN),
    _vector("tree: a bare word is a path of one", [A, _if("a", any_of=["p"])], [["a", [["p", "q"]]]], SHOWN),
    _vector("tree: above it", [A, _if("a", any_of=[["p", "q"]])], [["a", [["p"]]]], HIDDEN),
    _vector("tree: any of several", [A, _if("a", any_of=[["z"]])], [["a", [["p", "q"], ["z"]]]], SHOWN),
    _vector("tree: not in the middle", [A, _if("a", any_of=[["q"]])], [["a", [["p", "q"]]]], HIDDEN),
    _vector("yes_no: true", [A, _if("a", any_of=[True])], [["a", True]], SHOWN),
    _vector("yes_no: false is not true", [A, _if("a", any_of=[True])], [["a", False]], HIDDEN),
    _vector("1 is not true", [A, _if("a", any_of=[True])], [["a", 1]], HIDDEN),
    _vector("true is not 1", [A, _if("a", any_of=[1])], [["a", True]], HIDDEN),
    _vector("0 is not false", [A, _if("a", any_of=[False])], [["a", 0]], HIDDEN),
    _vector("numbers by value", [A, _if("a", any_of=[4])], [["a", 4.0]], SHOWN),
    _vector("a number is no text", [A, _if("a", any_of=["4"])], [["a", 4]], HIDDEN),
    _vector(
        "all conditions hold",
        [
            A,
            {"id": "c"},
            {"id": "b", "ask_if": [{"question": "a", "any_of": ["x"]}, {"question": "c", "answered": True}]},
        ],
        [["a", "x"], ["c", 1]],
        ["a", "c", "b"],
    ),
    _vector(
        "one of two does not",
        [
            A,
            {"id": "c"},
            {"id": "b", "ask_if": [{"question": "a", "any_of": ["x"]}, {"question": "c", "answered": True}]},
        ],
        [["a", "x"]],
        ["a", "c"],
    ),
    _vector(
        "an answer that is not asked does not count",
        [A, _if("a", any_of=["x"]), _if("b", id="c", any_of=["y"])],
        [["a", "z"], ["b", "y"]],
        ["a"],
    ),
    _vector(
        "and counts as not answered",
        [A, _if("a", any_of=["x"]), _if("b", id="c", answered=False)],
        [["a", "z"], ["b", "y"]],
        ["a", "c"],
    ),
    _vector(
        "a chain",
        [A, _if("a", any_of=["x"]), _if("b", id="c", any_of=["y"])],
        [["a", "x"], ["b", "y"]],
        ["a", "b", "c"],
    ),
    _vector(
        "region: its own answer decides",
        [ON, _if("a", about="s", any_of=["x"])],
        [["a", "x", "r1"], ["a", "y", "r2"]],
        ["a@r1", "b@r1", "a@r2"],
        {"r1": "s", "r2": "s"},
    ),
    _vector(
        "region: the item's answer decides",
        [A, _if("a", about="s", any_of=["x"])],
        [["a", "x"]],
        ["a", "b@r1", "b@r2"],
        {"r1": "s", "r2": "s"},
    ),
    _vector(
        "region: of its own set only",
        [{"id": "a", "about": "t"}, _if("a", about="s", any_of=["x"])],
        [["a", "x", "r2"]],
        ["a@r2"],
        {"r1": "s", "r2": "t"},
    ),
    _vector(
        "item: never by a region's answer",
        [ON, _if("a", any_of=["x"])],
        [["a", "x", "r1"]],
        ["a@r1"],
        {"r1": "s"},
    ),
    _vector("an unknown question is not answered", [A, _if("gone", answered=True)], [["gone", 1]], HIDDEN),
    _vector("unless that is what is wanted", [A, _if("gone", answered=False)], [], SHOWN),
]
