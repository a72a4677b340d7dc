"""Records as flat rows for tables: key, data columns, one column per question by name, regions as JSON.

Which columns the data has is known only at the end, so rows go through a temporary file of JSON lines beside
the
target; memory stays flat. A question named like a data column becomes `label.<name>`.
"""

import csv
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec

from goldlabel.core.record import Labeled, Record, Report
from goldlabel.core.schema import Question, Schema
from goldlabel.formats.base import WriteOptions
from goldlabel.formats.parts import origin, sink
from goldlabel.formats.parts.choose import chosen
from goldlabel.formats.parts.names import SchemaNames
from goldlabel.formats.parts.plain import is_object

_encode = msgspec.json.Encoder().encode
_SAFE = 2**53
_SQL = {
    "choice": "VARCHAR",
    "choices": "VARCHAR[]",
    "ranking": "VARCHAR[]",
    "tree": "VARCHAR[][]",
    "rating": "BIGINT",
    "text": "VARCHAR",
    "pairwise": "VARCHAR",
    "date": "VARCHAR",
    "yes_no": "BOOLEAN",
    "number": "DOUBLE",
}
ONE_BY_ONE = [
    ("labeler", "VARCHAR"), ("labeler_kind", "VARCHAR"), ("purpose", "VARCHAR"), ("counted", "BOOLEAN"),
    ("confidence", "DOUBLE"), ("seconds", "DOUBLE"), ("labeled_at", "TIMESTAMP"),
]  # fmt: skip
"""Of a row per annotation."""


@dataclass
class Column:
    """`id` in the temporary file, `name` in the output, `sql` its DuckDB type."""

    id: str
    name: str
    sql: str


@dataclass
class Spool:
    path: Path
    report: Report = field(default_factory=Report)
    data: dict[str, tuple[str, set[str]]] = field(default_factory=dict[str, tuple[str, set[str]]])
    """Data columns by name: id and the types seen."""
    used: set[str] = field(default_factory=set[str])
    """Ids of the further columns that have a value somewhere."""
    longest: int = 0
    names: SchemaNames | None = None
    many: bool = False
    typed: bool = False
    """Whether the table can tell empty text from none."""
    told: bool = False
    """Whether it says how labels were made."""

    def columns(self) -> list[Column]:
        """In the order of the output, with names that differ."""
        taken: set[str] = {"key"}
        out = [Column("k", "key", "VARCHAR")]
        for name, (id, types) in self.data.items():
            out.append(Column(id, _free(name, "data.", taken), _sql(types)))
        assert self.names is not None
        for number, names in enumerate(self.names.about()):
            title = _free(names.question.name, "label.", taken)
            out.append(Column(f"q{number}", title, _question_sql(names.question)))
            for part, sql in (("confidence", "DOUBLE"), ("agreement", "DOUBLE")):
                if f"q{number}.{part}" in self.used:
                    out.append(Column(f"q{number}.{part}", _free(f"{title}.{part}", "label.", taken), sql))
        for number, group in enumerate(self.names.schema.region_sets):
            out.append(Column(f"r{number}", _free(group.name, "label.", taken), "VARCHAR"))
        for number, group in enumerate(self.names.schema.relation_sets):
            out.append(Column(f"l{number}", _free(group.name, "label.", taken), "VARCHAR"))
        rest = [("agreement", "DOUBLE"), *(ONE_BY_ONE if self.many else [("confidence", "DOUBLE")])]
        rest += [("split", "VARCHAR"), ("meta", "VARCHAR")]
        if self.told:
            # All of them, so that a reader knows them again.
            out += [Column(f"o.{id}", _free(id, origin.PREFIX, taken), sql) for id, sql in origin.COLUMNS.items()]
            rest.remove(("confidence", "DOUBLE"))
        out += [Column(id, _free(id, "item.", taken), sql) for id, sql in rest if id in self.used]
        return out


def _free(name: str, prefix: str, taken: set[str]) -> str:
    """A name unlike those taken; DuckDB and Excel do not tell cases apart."""
    candidate, number = name, 2
    while candidate.casefold() in taken:
        candidate = f"{prefix}{name}" if number == 2 else f"{prefix}{name}_{number}"
        number += 1
    taken.add(candidate.casefold())
    return candidate


def _sql(types: set[str]) -> str:
    if types <= {"int"} and types:
        return "BIGINT"
    if types and types <= {"int", "float"}:
        return "DOUBLE"
    return "BOOLEAN" if types == {"bool"} else "VARCHAR"


def _question_sql(question: Question) -> str:
    if question.kind == "number" and question.config.get("integer"):
        return "BIGINT"
    return _SQL.get(question.kind, "VARCHAR")


@contextmanager
def spooled(
    schema: Schema, records: Iterable[Record], out: Path, options: WriteOptions, *, typed: bool = False
) -> Generator[Spool]:
    """All rows in a temporary file beside `out` while the block runs."""
    with sink.scratch(out) as path:
        spool = Spool(path, names=SchemaNames(schema), many=options.which == "annotations", typed=typed)
        with path.open("wb") as stream:
            for record in records:
                spool.report.records += 1
                _put(spool, record, options.which, stream)
        yield spool


def _put(spool: Spool, record: Record, which: str, stream: BinaryIO) -> None:
    row: dict[str, Any] = {"k": record.key}
    for name, value in record.data.items():
        known = spool.data.get(name)
        if known is None:
            known = spool.data[name] = (f"d{len(spool.data)}", set[str]())
        if value is not None:
            known[1].add(_type(value))
        row[known[0]] = value
    if record.split is not None:
        row["split"] = record.split
    if record.meta:
        row["meta"] = _encode(record.meta).decode()
    given = chosen(record, which, spool.report, relations=True)
    for label in given or [None]:
        line = row if label is None else row | _labels(spool, label)
        if not spool.many:
            line = line | {f"o.{part}": value for part, value in origin.origin(record, label).items()}
            spool.told = spool.told or (label is not None and origin.tells(label))
        spool.used.update(line.keys() - spool.used)
        content = _encode(line)
        spool.longest = max(spool.longest, len(content))
        stream.write(content)
        stream.write(b"\n")
    spool.report.annotations += len(given)


def _type(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int" if -_SAFE < value < _SAFE else "big"
    return "float" if isinstance(value, float) else "str" if isinstance(value, str) else "json"


def _labels(spool: Spool, given: Labeled) -> dict[str, Any]:
    names = spool.names
    assert names is not None
    out: dict[str, Any] = {}
    evidence = given.note.get("agreement")
    support = origin.support(given)
    for number, known in enumerate(names.about()):
        answer = given.body.answer(known.question.id)
        if answer is None:
            continue
        value = known.named(answer.value)
        out[f"q{number}"] = value if known.question.kind in _SQL else _encode(value).decode()
        if value == "" and not spool.typed:
            spool.report.lose(f"empty answers to {known.question.name}", "an empty cell is no answer")
        if answer.confidence is not None:
            out[f"q{number}.confidence"] = answer.confidence
        if is_object(evidence) and isinstance(part := cast(Any, evidence).get(known.question.id), (int, float)):
            out[f"q{number}.agreement"] = part
        elif known.question.id in support:
            out[f"q{number}.agreement"] = support[known.question.id]
    for number, group in enumerate(names.schema.region_sets):
        regions = [region_json(given, region, names) for region in given.body.regions if region.set == group.id]
        out[f"r{number}"] = _encode(regions).decode()
    for number, group in enumerate(names.schema.relation_sets):
        joined = [relation_json(given, one, names) for one in given.body.relations if one.set == group.id]
        out[f"l{number}"] = _encode(joined).decode()
    if isinstance(evidence, (int, float)):
        out["agreement"] = evidence
    if given.confidence is not None:
        out["confidence"] = given.confidence
    if spool.many:
        out |= {
            "labeler": given.labeler, "labeler_kind": given.labeler_kind, "purpose": str(given.purpose),
            "counted": given.counted, "seconds": given.seconds,
        }  # fmt: skip
        if given.created_at is not None:
            out["labeled_at"] = origin.moment(given.created_at)
    return out


def region_json(given: Labeled, region: Any, names: SchemaNames) -> dict[str, Any]:
    """A region as it stands in a cell: id, shape, value, and its answers by names."""
    out: dict[str, Any] = {"id": region.id, "shape": region.shape, "value": region.value}
    if region.keyframes:
        out["keyframes"] = [one.model_dump(mode="json", exclude_none=True) for one in region.keyframes]
    return out | _about(given, region, names)


def relation_json(given: Labeled, relation: Any, names: SchemaNames) -> dict[str, Any]:
    """A relation as it stands in a cell: its ends by the ids of their regions, and its answers by names."""
    ends = {"id": relation.id, "from_id": relation.from_id, "to_id": relation.to_id}
    return ends | _about(given, relation, names)


def _about(given: Labeled, part: Any, names: SchemaNames) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for answer in given.body.answers:
        if answer.region == part.id:
            known = names.questions.get(answer.question)
            answers[known.question.name if known else answer.question] = (
                known.named(answer.value) if known else answer.value
            )
    out: dict[str, Any] = {} if part.confidence is None else {"confidence": part.confidence}
    return out | ({"answers": answers} if answers else {})


def write_csv(schema: Schema, records: Iterable[Record], out: Path, options: WriteOptions, delimiter: str) -> Report:
    """RFC 4180: CRLF rows, quotes where needed, UTF-8. Absent and empty are both an empty cell."""
    with spooled(schema, records, out, options) as spool, sink.whole_file(out) as temporary:
        columns = spool.columns()
        with spool.path.open("rb") as lines, sink.text_out(temporary, out.name) as stream:
            writer = csv.writer(stream, delimiter=delimiter)
            writer.writerow([column.name for column in columns])
            ids = [column.id for column in columns]
            for line in lines:
                row = msgspec.json.decode(line)
                writer.writerow([_cell(row.get(id)) for id in ids])
    spool.report.files = [out.name]
    return spool.report


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return _encode(value).decode() if isinstance(value, (list, dict)) else value
