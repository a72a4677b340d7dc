"""`face.Workspace` on a server."""

from collections.abc import Mapping
from typing import Any

from goldlabel.client.http import Http
from goldlabel.client.project import RemoteProject
from goldlabel.core.problem import Invalid
from goldlabel.core.schema import Schema


class RemoteWorkspace:
    def __init__(self, http: Http, me: dict[str, Any]) -> None:
        self.http = http
        self.me = me

    @property
    def where(self) -> str:
        return self.http.url

    @property
    def projects(self) -> list[RemoteProject]:
        return [RemoteProject(self, one["name"]) for one in self.http.get("/api/projects") if not one["archived"]]

    def project(self, name: str) -> RemoteProject:
        found = RemoteProject(self, name)
        found.describe()
        return found

    def create(
        self,
        name: str,
        *,
        template: str | None = None,
        schema: Mapping[str, Any] | Schema | None = None,
        title: str = "",
        guideline: str | None = None,
        overlap: int | None = None,
    ) -> RemoteProject:
        if (template is None) == (schema is None):
            raise Invalid("a project needs exactly one of template and schema", where="schema")
        raw = schema.model_dump(mode="json") if isinstance(schema, Schema) else schema
        given: dict[str, Any] = {"name": name, "title": title, "template": template, "schema": raw}
        given |= {"guideline": guideline or "", "overlap": overlap}
        self.http.post("/api/projects", {key: value for key, value in given.items() if value is not None})
        return RemoteProject(self, name)

    def close(self) -> None:
        self.http.close()

    def __enter__(self) -> "RemoteWorkspace":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<workspace {self.where} as {self.me['name']}>"
