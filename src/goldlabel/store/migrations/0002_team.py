"""What a team needs around labeling: each part of the app adds its tables here until the version lands."""

UP = """
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
CREATE INDEX notification_unread ON notification (person) WHERE read_at IS NULL
"""
