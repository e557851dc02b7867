-- Rows of the outbox are given numbers one transaction at a time: whoever reads on from a number misses nothing.
-- last: the number given last. forgotten: the last of those that are kept no longer. One row, and so one lock.
CREATE TABLE event_feed (
    id        INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    last      INTEGER NOT NULL CHECK (last >= 0),
    forgotten INTEGER NOT NULL CHECK (forgotten BETWEEN 0 AND last)
) STRICT;
INSERT INTO event_feed (id, last, forgotten) VALUES (1, 0, 0);

-- position: 1, 2, 3 ... without holes, and by the number in the case for each case.
CREATE TABLE published_events (
    position     INTEGER PRIMARY KEY NOT NULL CHECK (position > 0),
    case_id      TEXT NOT NULL REFERENCES cases (id),
    seq          INTEGER NOT NULL CHECK (seq > 0),
    at           INTEGER NOT NULL,
    trace_id     TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    UNIQUE (case_id, seq)
) STRICT;

-- secret: sealed. position: of the last event that was taken. A lease lets one dispatcher send at a time.
CREATE TABLE subscriptions (
    id              TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    url             TEXT NOT NULL,
    description     TEXT,
    secret          BLOB NOT NULL,
    created_at      INTEGER NOT NULL,
    created_by      TEXT NOT NULL REFERENCES staff (id),
    state           TEXT NOT NULL CHECK (state IN ('active', 'disabled')),
    position        INTEGER NOT NULL CHECK (position >= 0),
    delivered_at    INTEGER,
    failures        INTEGER NOT NULL CHECK (failures >= 0),
    failing_since   INTEGER,
    last_failure    TEXT,
    due_at          INTEGER NOT NULL,
    lease_holder    TEXT,
    lease_until     INTEGER NOT NULL,
    UNIQUE (organisation_id, url)
) STRICT;
CREATE INDEX subscriptions_due ON subscriptions (due_at) WHERE state = 'active';
