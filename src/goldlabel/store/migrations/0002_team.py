"""What a team needs around labeling: drafts by version, guidelines read, review, numbers, comments, search, people."""

UP = """
-- draft: the versions it was made under, and what there was on an earlier revision of the item
ALTER TABLE draft ADD COLUMN schema_version @int;
ALTER TABLE draft ADD COLUMN item_revision @int;
ALTER TABLE draft ADD COLUMN before @text;
-- guideline: which versions everybody is asked to acknowledge, and who has
CREATE TABLE guideline_ask (
    project @int NOT NULL REFERENCES project (id), version @int NOT NULL, asked_by @int, asked_at @int NOT NULL,
    PRIMARY KEY (project, version)
) @clustered;
CREATE TABLE guideline_read (
    project @int NOT NULL REFERENCES project (id), person @int NOT NULL REFERENCES person (id),
    version @int NOT NULL, at @int NOT NULL, PRIMARY KEY (project, person, version)
) @clustered;
-- review: who decided what (undone or not), who has which item open, what authors are asked again
CREATE TABLE review (
    id @id, project @int NOT NULL REFERENCES project (id), item @int NOT NULL REFERENCES item (id),
    labeler @int NOT NULL, act @text NOT NULL, note @text NOT NULL DEFAULT '', resolution @int, annotation @int,
    created_at @int NOT NULL, undone_at @int
);
CREATE INDEX review_project ON review (project, id);
CREATE INDEX review_item ON review (item);
CREATE TABLE review_claim (
    item @int PRIMARY KEY REFERENCES item (id), project @int NOT NULL, labeler @int NOT NULL, until @int NOT NULL
);
CREATE TABLE sent_back (
    review @int PRIMARY KEY REFERENCES review (id), project @int NOT NULL, item @int NOT NULL REFERENCES item (id),
    labeler @int NOT NULL, slot @int NOT NULL, annotation @int NOT NULL, revision @int NOT NULL, note @text NOT NULL,
    created_at @int NOT NULL, ended_at @int
);
CREATE INDEX sent_back_open ON sent_back (project, labeler) WHERE ended_at IS NULL;
CREATE INDEX sent_back_item ON sent_back (item) WHERE ended_at IS NULL;
CREATE INDEX resolution_review ON resolution (project, state, coalesce(confidence, 1), item)
    WHERE current = 1 AND source = 'consensus';
-- overview: answers per hour and labeler (folded in the background), slow numbers as last measured, notifications
CREATE TABLE hourly (
    project @int NOT NULL, hour @int NOT NULL, labeler @int NOT NULL, answers @int NOT NULL, seconds @real NOT NULL,
    PRIMARY KEY (project, hour, labeler)
) @clustered;
CREATE TABLE measure (
    project @int NOT NULL, name @text NOT NULL, at @int NOT NULL, value @text NOT NULL, PRIMARY KEY (project, name)
) @clustered;
CREATE TABLE notification (
    id @id, person @int NOT NULL REFERENCES person (id), project @int REFERENCES project (id), kind @text NOT NULL,
    about @text NOT NULL, created_at @int NOT NULL, read_at @int
);
CREATE INDEX notification_person ON notification (person, id);
CREATE INDEX notification_unread ON notification (person) WHERE read_at IS NULL;
-- comments to the lead: threads on items with what was said, skips of one labeler, to be taken back
CREATE TABLE comment_thread (
    id @id, project @int NOT NULL, item @int NOT NULL REFERENCES item (id), person @int NOT NULL REFERENCES person (id),
    addressee @int, pin @text, replies @int NOT NULL DEFAULT 0, created_at @int NOT NULL, last_at @int NOT NULL,
    last_by @int NOT NULL, seen_at @int NOT NULL, resolved_at @int, resolved_by @int
);
CREATE INDEX comment_thread_project ON comment_thread (project, id);
CREATE INDEX comment_thread_open ON comment_thread (project, id) WHERE resolved_at IS NULL;
CREATE INDEX comment_thread_item ON comment_thread (item);
CREATE INDEX comment_thread_person ON comment_thread (person, project, id);
CREATE INDEX comment_thread_addressee ON comment_thread (addressee, project, id) WHERE addressee IS NOT NULL;
CREATE TABLE comment (
    id @id, thread @int NOT NULL REFERENCES comment_thread (id), person @int NOT NULL REFERENCES person (id),
    body @text NOT NULL, created_at @int NOT NULL
);
CREATE INDEX comment_of_thread ON comment (thread, id);
CREATE INDEX slot_of_skipper ON slot (labeler, project, id) WHERE state = 'skipped';
-- data table: the text index with how far each project is in it, and saved views
@search_table;
@search_index;
CREATE TABLE search_state (project @int PRIMARY KEY, upto @int NOT NULL, done @int NOT NULL);
CREATE TABLE search_todo (project @int NOT NULL, item @int NOT NULL, PRIMARY KEY (project, item)) @clustered;
CREATE TABLE saved_view (
    id @id, project @int NOT NULL REFERENCES project (id), person @int NOT NULL REFERENCES person (id),
    name @text NOT NULL, body @text NOT NULL, shared @int NOT NULL, created_at @int NOT NULL, updated_at @int NOT NULL
);
CREATE INDEX saved_view_project ON saved_view (project, person);
-- people: who is paused or has had enough, items kept for somebody, what a session is, who did what in the log
ALTER TABLE member ADD COLUMN paused_at @int;
ALTER TABLE member ADD COLUMN per_day @int;
ALTER TABLE member ADD COLUMN in_all @int;
ALTER TABLE slot ADD COLUMN assigned_at @int;
CREATE INDEX slot_assigned ON slot (labeler, round, id) WHERE state = 'assigned';
ALTER TABLE session ADD COLUMN address @text NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN agent @text NOT NULL DEFAULT '';
CREATE INDEX audit_log_actor ON audit_log (actor, id);
CREATE INDEX audit_log_action ON audit_log (action, id)
"""
