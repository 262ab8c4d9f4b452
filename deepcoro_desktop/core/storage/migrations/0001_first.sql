-- Studies, drafts, signed revisions, the audit chain, the reader's views, and wrong passphrases.

CREATE TABLE studies (
    study_uid TEXT NOT NULL PRIMARY KEY,
    path TEXT NOT NULL,
    patient_name TEXT NOT NULL,
    patient_id TEXT NOT NULL,
    study_datetime TEXT NOT NULL,
    description TEXT NOT NULL,
    clip_count INTEGER NOT NULL CHECK (clip_count >= 0),
    imported_at TEXT NOT NULL,
    birth_date TEXT NOT NULL DEFAULT '',
    indication TEXT NOT NULL DEFAULT '',
    ai_state TEXT NOT NULL DEFAULT 'none' CHECK (ai_state IN ('none', 'ready', 'failed')),
    urgent INTEGER NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1))
) STRICT;

CREATE TABLE drafts (
    study_uid TEXT NOT NULL PRIMARY KEY,
    document_id TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    document BLOB NOT NULL,
    saved_at TEXT NOT NULL
) STRICT;

CREATE TABLE signed_revisions (
    document_id TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    study_uid TEXT NOT NULL,
    predecessor INTEGER,
    reason TEXT NOT NULL,
    document BLOB NOT NULL,
    pdf BLOB NOT NULL,
    pdf_sha256 TEXT NOT NULL CHECK (length(pdf_sha256) = 64),
    signed_at TEXT NOT NULL,
    PRIMARY KEY (document_id, revision),
    CHECK ((revision = 1) = (predecessor IS NULL)),
    CHECK (predecessor IS NULL OR (predecessor = revision - 1 AND length(reason) > 0))
) STRICT;

-- REPLACE deletes a row without firing delete triggers unless recursive_triggers is on, so an insert that would meet a
-- row is refused before the conflict clause can act.
CREATE TRIGGER signed_revisions_insert BEFORE INSERT ON signed_revisions
WHEN EXISTS (SELECT 1 FROM signed_revisions WHERE document_id = NEW.document_id AND revision = NEW.revision)
    OR EXISTS (SELECT 1 FROM signed_revisions WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'signed revisions are never rewritten'); END;

CREATE TRIGGER signed_revisions_predecessor BEFORE INSERT ON signed_revisions
WHEN NEW.predecessor IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM signed_revisions WHERE document_id = NEW.document_id AND revision = NEW.predecessor
)
BEGIN SELECT RAISE(ABORT, 'an amendment needs its signed predecessor'); END;

CREATE TRIGGER signed_revisions_update BEFORE UPDATE ON signed_revisions
BEGIN SELECT RAISE(ABORT, 'signed revisions are never rewritten'); END;

CREATE TRIGGER signed_revisions_delete BEFORE DELETE ON signed_revisions
BEGIN SELECT RAISE(ABORT, 'signed revisions are never rewritten'); END;

CREATE TABLE audit (
    sequence INTEGER NOT NULL PRIMARY KEY CHECK (sequence >= 1),
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    mac TEXT NOT NULL CHECK (length(mac) = 64)
) STRICT;

CREATE TRIGGER audit_insert BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END;

CREATE TRIGGER audit_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END;

CREATE TRIGGER audit_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END;

CREATE TABLE view_overrides (
    study_uid TEXT NOT NULL,
    sop_instance_uid TEXT NOT NULL,
    view_id TEXT NOT NULL,
    set_at TEXT NOT NULL,
    PRIMARY KEY (study_uid, sop_instance_uid)
) STRICT;

CREATE TABLE lockout (
    key TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    last_failure_at TEXT NOT NULL
) STRICT;
