"""Storages that the admin named: which there are for a project, and what lies in them."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query

from goldlabel.server.access import Access, may
from goldlabel.server.wire import Out, ProjectName
from goldlabel.work import storages

router = APIRouter(tags=["jobs"])
STORAGES = "/api/projects/{project}/storages"
Lead = Annotated[Access, may("imports")]


class EntryOut(Out):
    """`size`: in bytes; null for a folder."""

    name: str
    folder: bool
    size: int | None


class EntriesOut(Out):
    """`more`: not everything in the folder is listed; what is not can be named all the same."""

    entries: list[EntryOut]
    more: bool


@router.get(STORAGES)
async def list_storages(project: ProjectName, access: Lead) -> list[str]:
    """The names of those that this project's leads may import from."""
    return storages.names(access.context.workspace, project)


@router.get(f"{STORAGES}/{{storage}}")
async def list_storage(
    project: ProjectName, storage: str, access: Lead, folder: Annotated[str, Query(max_length=4000)] = ""
) -> EntriesOut:
    """What lies in a folder of it: folders first, up to 1,000 entries."""
    found, more = await asyncio.to_thread(
        storages.entries, access.context.workspace, project, storage, folder
    )  # fmt: skip
    return EntriesOut(entries=[EntryOut(name=one.name, folder=one.folder, size=one.size) for one in found], more=more)
