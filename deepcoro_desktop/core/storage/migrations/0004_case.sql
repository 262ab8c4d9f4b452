-- What belongs to a case beside its pictures: who reads it, which clips are known, the reader's corrections, documents.

ALTER TABLE studies ADD COLUMN assignee TEXT NOT NULL DEFAULT '';

CREATE TABLE instances (
    study_uid TEXT NOT NULL,
    sop_instance_uid TEXT NOT NULL,
    PRIMARY KEY (study_uid, sop_instance_uid)
) STRICT;

CREATE TABLE patient_facts (
    study_uid TEXT NOT NULL PRIMARY KEY,
    facts TEXT NOT NULL,
    set_at TEXT NOT NULL
) STRICT;

CREATE TABLE colours (
    study_uid TEXT NOT NULL,
    sop_instance_uid TEXT NOT NULL,
    colours TEXT NOT NULL CHECK (colours IN ('rgb', 'ybr')),
    set_at TEXT NOT NULL,
    PRIMARY KEY (study_uid, sop_instance_uid)
) STRICT;

CREATE TABLE attachments (
    attachment_id INTEGER NOT NULL PRIMARY KEY,
    study_uid TEXT NOT NULL,
    name TEXT NOT NULL CHECK (length(name) > 0),
    media_type TEXT NOT NULL,
    content BLOB NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    added_at TEXT NOT NULL,
    UNIQUE (study_uid, sha256)
) STRICT;
