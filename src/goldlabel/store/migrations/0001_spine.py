"""The first tables: people, projects, items, the queue, annotations, resolutions, releases, jobs."""

UP = """
CREATE TABLE labeler (
    id @id, kind @text NOT NULL, name @text NOT NULL, person @int, project @int, family @text,
    version @text NOT NULL DEFAULT '', created_at @int NOT NULL
);
CREATE UNIQUE INDEX labeler_name ON labeler (coalesce(project, 0), kind, name, version);

CREATE TABLE person (
    id @id, email @text NOT NULL UNIQUE, name @text NOT NULL, password @text, admin @int NOT NULL DEFAULT 0,
    labeler @int NOT NULL REFERENCES labeler (id), disabled_at @int, created_at @int NOT NULL,
    settings @text NOT NULL DEFAULT '{}'
);
CREATE TABLE session (
    hash @text PRIMARY KEY, person @int NOT NULL REFERENCES person (id), created_at @int NOT NULL,
    expires_at @int NOT NULL
);
CREATE INDEX session_person ON session (person);
CREATE TABLE token (
    id @id, person @int NOT NULL REFERENCES person (id), hash @text NOT NULL UNIQUE, name @text NOT NULL,
    scope @text NOT NULL DEFAULT 'all', project @int, created_at @int NOT NULL, expires_at @int, used_at @int
);
CREATE INDEX token_person ON token (person);
CREATE TABLE invite (
    id @id, hash @text NOT NULL UNIQUE, kind @text NOT NULL, email @text, person @int, project @int, role @text,
    admin @int NOT NULL DEFAULT 0, created_by @int, created_at @int NOT NULL, expires_at @int NOT NULL, used_at @int
);

CREATE TABLE project (
    id @id, name @text NOT NULL UNIQUE, title @text NOT NULL, settings @text NOT NULL, schema_version @int NOT NULL,
    guideline_version @int NOT NULL, created_by @int, created_at @int NOT NULL, archived_at @int
);
CREATE TABLE schema_version (
    project @int NOT NULL REFERENCES project (id), version @int NOT NULL, body @text NOT NULL,
    changes @text NOT NULL, created_by @int, created_at @int NOT NULL, PRIMARY KEY (project, version)
);
CREATE TABLE guideline_version (
    project @int NOT NULL REFERENCES project (id), version @int NOT NULL, body @text NOT NULL,
    created_by @int, created_at @int NOT NULL, PRIMARY KEY (project, version)
);
CREATE TABLE member (
    project @int NOT NULL REFERENCES project (id), person @int NOT NULL REFERENCES person (id), role @text NOT NULL,
    created_at @int NOT NULL, PRIMARY KEY (project, person)
);
CREATE INDEX member_person ON member (person);

CREATE TABLE sequence (name @text PRIMARY KEY, last @int NOT NULL);
CREATE TABLE item (
    id @int PRIMARY KEY, project @int NOT NULL REFERENCES project (id), key @text NOT NULL, revision @int NOT NULL,
    hash @text NOT NULL, data @text NOT NULL, meta @text NOT NULL, created_at @int NOT NULL
);
CREATE UNIQUE INDEX item_key ON item (project, key);
CREATE INDEX item_project ON item (project, id);
CREATE TABLE item_revision (
    item @int NOT NULL REFERENCES item (id), revision @int NOT NULL, hash @text NOT NULL, data @text NOT NULL,
    meta @text NOT NULL, created_at @int NOT NULL, PRIMARY KEY (item, revision)
);
CREATE TABLE item_field (
    project @int NOT NULL, field @text NOT NULL, value @text NOT NULL, item @int NOT NULL REFERENCES item (id),
    PRIMARY KEY (project, field, value, item)
) @clustered;
CREATE INDEX item_field_item ON item_field (item);
CREATE TABLE media (
    project @int NOT NULL REFERENCES project (id), hash @text NOT NULL, name @text NOT NULL, mime @text NOT NULL,
    size @int NOT NULL, info @text NOT NULL, source @text, created_at @int NOT NULL, PRIMARY KEY (project, hash)
);
CREATE INDEX media_source ON media (project, source) WHERE source IS NOT NULL;
CREATE INDEX media_hash ON media (hash);

CREATE TABLE round (
    id @id, project @int NOT NULL REFERENCES project (id), kind @text NOT NULL, wanted @int NOT NULL,
    excludes @text NOT NULL DEFAULT '[]', active @int NOT NULL DEFAULT 1, created_at @int NOT NULL
);
CREATE INDEX round_project ON round (project, active);
CREATE TABLE queue (
    item @int NOT NULL REFERENCES item (id), round @int NOT NULL REFERENCES round (id), project @int NOT NULL,
    wanted @int NOT NULL, open @int NOT NULL, done @int NOT NULL DEFAULT 0, skips @int NOT NULL DEFAULT 0,
    state @text NOT NULL DEFAULT 'open', priority @real NOT NULL, band @int NOT NULL, seq @int NOT NULL,
    PRIMARY KEY (item, round)
) @clustered;
CREATE INDEX queue_open ON queue (round, band, seq) WHERE open > 0;
CREATE INDEX queue_state ON queue (round, state, item);
CREATE TABLE lane (round @int NOT NULL, band @int NOT NULL, seq @int NOT NULL, PRIMARY KEY (round, band)) @clustered;
CREATE TABLE looked (
    round @int NOT NULL, labeler @int NOT NULL, band @int NOT NULL, seq @int NOT NULL,
    PRIMARY KEY (round, labeler, band)
) @clustered;
CREATE TABLE slot (
    id @id, item @int NOT NULL REFERENCES item (id), round @int NOT NULL, project @int NOT NULL,
    labeler @int NOT NULL, slot @int, state @text NOT NULL, deadline @int NOT NULL, claimed_at @int NOT NULL,
    annotation @int, reason @text
);
CREATE UNIQUE INDEX slot_number ON slot (item, round, slot);
CREATE UNIQUE INDEX slot_labeler ON slot (item, round, labeler);
CREATE INDEX slot_leased ON slot (project, deadline) WHERE state = 'leased';
CREATE INDEX slot_skipped ON slot (project, item) WHERE state = 'skipped';

CREATE TABLE annotation (
    id @id, project @int NOT NULL, item @int NOT NULL REFERENCES item (id), round @int, labeler @int NOT NULL,
    purpose @text NOT NULL, revision @int NOT NULL, counted @int NOT NULL, item_revision @int NOT NULL,
    item_hash @text NOT NULL, schema_version @int NOT NULL, guideline_version @int NOT NULL, seconds @real,
    cost @real, confidence @real, saw @text, selected @text, based_on @int, created_at @int NOT NULL,
    updated_at @int NOT NULL
);
CREATE INDEX annotation_item ON annotation (item);
CREATE INDEX annotation_labeler ON annotation (labeler, project, id);
CREATE INDEX annotation_surplus ON annotation (project, item) WHERE counted = 0 AND purpose = 'label';
CREATE TABLE annotation_revision (
    annotation @int NOT NULL REFERENCES annotation (id), revision @int NOT NULL, body @text NOT NULL,
    schema_version @int NOT NULL, seconds @real, created_at @int NOT NULL, PRIMARY KEY (annotation, revision)
) @clustered;
CREATE TABLE answer (
    annotation @int NOT NULL REFERENCES annotation (id), question @text NOT NULL, region @text NOT NULL,
    project @int NOT NULL, kind @text NOT NULL, key @text NOT NULL, PRIMARY KEY (annotation, question, region)
) @clustered;
CREATE INDEX answer_key ON answer (project, question, key);
CREATE TABLE region (
    annotation @int NOT NULL REFERENCES annotation (id), id @text NOT NULL, project @int NOT NULL,
    region_set @text NOT NULL, shape @text NOT NULL, PRIMARY KEY (annotation, id)
) @clustered;
CREATE TABLE draft (slot @int PRIMARY KEY REFERENCES slot (id), body @text NOT NULL, updated_at @int NOT NULL);
CREATE TABLE idempotency (
    actor @int NOT NULL, key @text NOT NULL, request @text NOT NULL, response @text NOT NULL,
    created_at @int NOT NULL, PRIMARY KEY (actor, key)
) @clustered;
CREATE INDEX idempotency_age ON idempotency (created_at);

CREATE TABLE resolution (
    id @id, project @int NOT NULL, item @int NOT NULL REFERENCES item (id), revision @int NOT NULL,
    current @int NOT NULL, state @text NOT NULL, source @text NOT NULL, body @text NOT NULL, evidence @text NOT NULL,
    confidence @real, basis @text NOT NULL, item_revision @int NOT NULL, schema_version @int NOT NULL,
    guideline_version @int NOT NULL, by_labeler @int, created_at @int NOT NULL
);
CREATE UNIQUE INDEX resolution_item ON resolution (item, revision);
CREATE UNIQUE INDEX resolution_current ON resolution (item) WHERE current = 1;
CREATE INDEX resolution_state ON resolution (project, state, item) WHERE current = 1;

CREATE TABLE release (
    id @id, project @int NOT NULL REFERENCES project (id), number @int NOT NULL, title @text NOT NULL,
    hash @text NOT NULL, manifest @text NOT NULL, created_by @int, created_at @int NOT NULL, withdrawn_at @int
);
CREATE UNIQUE INDEX release_number ON release (project, number);

CREATE TABLE job (
    id @id, project @int, kind @text NOT NULL, params @text NOT NULL, state @text NOT NULL,
    cursor @text NOT NULL DEFAULT '{}', done @int NOT NULL DEFAULT 0, total @int, attempt @int NOT NULL DEFAULT 0,
    fence @int NOT NULL DEFAULT 0, owner @text, lease_until @int NOT NULL DEFAULT 0, cancel @int NOT NULL DEFAULT 0,
    result @text, error @text, created_by @int, created_at @int NOT NULL, started_at @int, ended_at @int
);
CREATE INDEX job_ready ON job (state, lease_until) WHERE state IN ('waiting', 'running');
CREATE INDEX job_project ON job (project, id);
CREATE TABLE job_log (
    id @id, job @int NOT NULL REFERENCES job (id), at @int NOT NULL, level @text NOT NULL, message @text NOT NULL
);
CREATE INDEX job_log_job ON job_log (job, id);
CREATE TABLE job_reject (
    id @id, job @int NOT NULL REFERENCES job (id), place @text NOT NULL, message @text NOT NULL, raw @text NOT NULL
);
CREATE INDEX job_reject_job ON job_reject (job, id);

CREATE TABLE tally (
    project @int NOT NULL, name @text NOT NULL, shard @int NOT NULL, value @int NOT NULL,
    PRIMARY KEY (project, name, shard)
) @clustered;
CREATE TABLE audit_log (
    id @id, at @int NOT NULL, actor @int, project @int, action @text NOT NULL, target @text NOT NULL,
    detail @text NOT NULL
);
CREATE INDEX audit_log_project ON audit_log (project, id)
"""
