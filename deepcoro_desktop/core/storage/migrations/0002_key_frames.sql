-- Frames that the reader keeps for the report.

CREATE TABLE key_frames (
    study_uid TEXT NOT NULL,
    place INTEGER NOT NULL CHECK (place >= 0),
    sop_instance_uid TEXT NOT NULL,
    frame INTEGER NOT NULL CHECK (frame >= 0),
    PRIMARY KEY (study_uid, place),
    UNIQUE (study_uid, sop_instance_uid, frame)
) STRICT;
