-- What a reader measured in a study: one sheet, as JSON with its own version.

CREATE TABLE measurement_sheets (
    study_uid TEXT NOT NULL PRIMARY KEY,
    sheet BLOB NOT NULL,
    saved_at TEXT NOT NULL
) STRICT;
