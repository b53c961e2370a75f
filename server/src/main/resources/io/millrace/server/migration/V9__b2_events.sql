-- Event notifications of B2 that were accepted: their ids, so that one that comes again is left out
CREATE TABLE b2_event (
    event_id TEXT NOT NULL PRIMARY KEY,
    received_millis BIGINT NOT NULL
);

CREATE INDEX b2_event_received ON b2_event (received_millis);

-- Those that are not yet handed on, in the order of their arrival
CREATE TABLE b2_event_inbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    bucket TEXT NOT NULL,
    object_key TEXT NOT NULL,
    object_size BIGINT NOT NULL,
    event_millis BIGINT NOT NULL,
    received_millis BIGINT NOT NULL
);
