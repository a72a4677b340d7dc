"""What the overview tells, as documented in OpenAPI."""

from typing import Any

from pydantic import Field

from goldlabel.server.wire import Out, Progress


class StepOut(Out):
    """A reason to act. `kind`: paused, import, failed, fell, ties, parked, comments, resolve, label, idle, release; the
    rest is what its sentence needs."""

    kind: str
    count: int | None = None
    more: bool = False
    job: int | None = None
    question: str | None = None
    version: int | None = None
    before: float | None = None
    now: float | None = None
    names: list[str] = Field(default_factory=list[str])
    number: int | None = None


class ForecastOut(Out):
    """In days from now; `early` to `late` holds the end 8 times in 10. `note`: done, too_little."""

    left: int
    per_day: float | None
    days: int
    likely: float | None
    early: float | None
    late: float | None
    note: str


class Times(Out):
    """Seconds for an answer: the middle half lies between `low` and `high`; over `n` of them."""

    n: int
    median: float | None
    low: float | None
    high: float | None


class ShareOut(Out):
    """How often the same as another labeler, with its 95 % interval; None under 10 pairs."""

    share: float | None
    low: float | None
    high: float | None
    pairs: int


class WhoOut(Out):
    """What one labeler did. `last_hour`: hours since 1970."""

    labeler: int
    name: str
    kind: str
    answers: int
    share: float
    week: int
    last_hour: int | None
    at_work: bool
    times: Times | None
    agreement: ShareOut | None


class SampleOut(Out):
    annotations: int
    of: int


class ValueCount(Out):
    value: str
    count: int


class Bin(Out):
    low: float
    high: float
    count: int


class Distribution(Out):
    """Of one question: `values` for categories, `bins` for numbers, `different` for texts."""

    question: str
    name: str
    kind: str
    answers: int
    values: list[ValueCount]
    others: int
    bins: list[Bin]
    different: int | None


class AlphaOut(Out):
    """Krippendorff's α with its 95 % interval, and the units it rests on."""

    value: float | None
    low: float | None
    high: float | None
    agreement: float | None
    units: int
    note: str


class VersionAlpha(AlphaOut):
    guideline: int


class QuestionAlpha(AlphaOut):
    question: str
    name: str
    metric: str
    versions: list[VersionAlpha]
    fell: tuple[int, int] | None


class SetAgreement(Out):
    """How often two labelers drew the same regions."""

    set: str
    name: str
    f1: float | None
    drawn: int


class AgreementOut(Out):
    """Measured on `items` of the `of` that two labelers or more answered lately."""

    items: int
    of: int
    questions: list[QuestionAlpha]
    sets: list[SetAgreement]


class MeasuredOut(Out):
    """Numbers from a sample, as they were `at`."""

    at: int
    sample: SampleOut
    distributions: list[Distribution]
    agreement: AgreementOut
    all_seconds: Times


class OverviewOut(Out):
    """`hours`: [hour since 1970, answers, labelers]; `before`: answers from earlier than these. `measured` is None
    until it was measured; `stale`: answers came in since, it is being measured again."""

    at: int
    progress: Progress
    wanted: int
    given: int
    next: list[StepOut]
    hours: list[tuple[int, int, int]]
    before: int
    forecast: ForecastOut
    people: list[WhoOut]
    measured: MeasuredOut | None
    stale: bool


class MyOverview(Out):
    """Your own part: `hours` as [hour since 1970, answers]."""

    at: int
    progress: Progress
    hours: list[tuple[int, int]]
    times: Times | None


class NotificationOut(Out):
    """`kind`: comment, written, assigned, sent_back, job_done, job_failed, guideline; `about`: what its words need."""

    id: int
    project: str | None
    title: str | None
    kind: str
    about: dict[str, Any]
    created_at: int
    read_at: int | None


class BellOut(Out):
    notifications: list[NotificationOut]
    unread: int
