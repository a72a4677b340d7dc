"""Where an import reads from, as clients say it: one of three ways, each checked to be this project's."""

from pydantic import Field

from goldlabel.core.problem import Invalid
from goldlabel.server.access import Access
from goldlabel.server.wire import Given
from goldlabel.work import storages, uploads


class FromWhere(Given):
    """Exactly one of `upload` (its id), `url` and `storage` (its name, with the `path` of a file or folder in it)."""

    upload: str | None = Field(default=None, max_length=64)
    url: str | None = Field(default=None, max_length=4000)
    storage: str | None = Field(default=None, max_length=200)
    path: str = Field(default="", max_length=4000)

    def origin(self, access: Access, project: str) -> dict[str, str]:
        """Raises Invalid unless exactly one is given, NotFound for what this project does not have."""
        if [self.upload, self.url, self.storage].count(None) != 2:
            raise Invalid("needs exactly one of upload, url and storage", where="upload")
        workspace = access.context.workspace
        if self.upload is not None:
            uploads.find(workspace, self.upload, access.project_id)
            return {"upload": self.upload}
        if self.storage is not None:
            storages.check(workspace, project, self.storage, self.path)
            return {"storage": self.storage, "path": self.path}
        return {"url": self.url or ""}
