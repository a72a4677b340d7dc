"""One file per noun. Every route names its permission by the dependency `may(…)`."""

from fastapi import APIRouter


def all_routers() -> list[APIRouter]:
    """In the order in which addresses are matched: hot ones first, the web app's catch-all last."""
    from goldlabel.server.routes import (
        audit,
        auth,
        catalog,
        items,
        jobs,
        label,
        me,
        media,
        members,
        mine,
        people,
        projects,
        releases,
        resolve,
        schema,
        system,
        tokens,
        uploads,
    )

    modules = (
        label, items, mine, media, me, auth, projects, schema, uploads, jobs, resolve, releases, members, people,
        tokens, catalog, audit, system,
    )  # fmt: skip
    return [module.router for module in modules]
