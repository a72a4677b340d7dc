"""One file per noun. Every route names its permission by the dependency `may(…)`."""

from fastapi import APIRouter


def all_routers() -> list[APIRouter]:
    """In the order in which addresses are matched: hot ones first, the web app's catch-all last."""
    from goldlabel.server.routes import (
        audit,
        auth,
        catalog,
        comments,
        guideline,
        imports,
        instance,
        items,
        jobs,
        label,
        me,
        media,
        members,
        mine,
        overview,
        people,
        projects,
        releases,
        resolve,
        review,
        schema,
        storages,
        system,
        table,
        tokens,
        uploads,
    )

    modules = (
        label, items, table, mine, overview, comments, media, me, auth, projects, schema, guideline, uploads, storages,
        imports, jobs, resolve, review, releases, members, people, tokens, catalog, audit, instance, system,
    )  # fmt: skip
    return [module.router for module in modules]
