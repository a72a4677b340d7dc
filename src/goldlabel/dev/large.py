"""A project with much data, to see how pages look then: thousands of items, forty people, long names."""

import random

from goldlabel.demo.build import answer, enlist
from goldlabel.demo.people import Person
from goldlabel.demo.samples import Sample, messages
from goldlabel.work.workspace import Workspace
from goldlabel.workspace.local import LocalWorkspace

NAME = "large"
TITLE = "Messages to the help desk of a railway, all regions and seasons, third attempt after the pilot"
ITEMS, EACH = 6000, 45
"""So many items; so many that each person has answered."""
FIRST = ("Maximiliane-Charlotte", "Bo", "Ngozi", "Юлия", "李", "Fatima", "Óscar", "Priya")
LAST = ("von Hohenlohe-Langenburg", "Li", "Adeyemi-Okonkwo", "Иванова", "Sørensen")
CREW = tuple(
    Person(f"{first} {last}", f"person-{n:02}@a-rather-long-domain.example", 0.7 + 0.007 * n)
    for n, (first, last) in enumerate((first, last) for last in LAST for first in FIRST)
)


def build(opened: Workspace) -> None:
    """Two opinions each on the first items; the rest waits. Nothing when it is there already."""
    face = LocalWorkspace(opened)
    if any(project.name == NAME for project in face.projects):
        return
    project = face.create(NAME, template="text_classification", title=TITLE, overlap=2)
    samples, rng = _samples(), random.Random(1)
    project.add([{"key": one.key, **one.data, "region": rng.choice("NESW")} for one in samples])
    enlist(opened, NAME, CREW)
    for person in CREW:
        answer(project, person, samples, 1, EACH)
    project.resolve()
    project.release(title="the pilot, for the annual report of the department of passengers' rights")


def _samples() -> list[Sample]:
    """The demo's messages over and over, each with a key of its own."""
    base = messages(1, 1000)
    return [
        Sample(f"2026-{n % 12 + 1:02}/desk/message-{n:06}", one.data, one.truth, one.doubts)
        for n, one in ((n, base[n % len(base)]) for n in range(ITEMS))
    ]
