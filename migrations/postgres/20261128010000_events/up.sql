-- Rows of the outbox are given numbers one transaction at a time: whoever reads on from a number misses nothing.
-- last: the number given last. forgotten: the last of those that are kept no longer. One row, and so one lock.
CREATE TABLE event_feed (
    id        BIGINT PRIMARY KEY CHECK (id = 1),
    last      BIGINT NOT NULL CHECK (last >= 0),
    forgotten BIGINT NOT NULL CHECK (forgotten BETWEEN 0 AND last)
);
INSERT INTO event_feed (id, last, forgotten) VALUES (1, 0, 0);

-- position: 1, 2, 3 ... without holes, and by the number in the case for each case.
CREATE TABLE published_events (
    position     BIGINT PRIMARY KEY CHECK (position > 0),
    case_id      TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    seq          BIGINT NOT NULL CHECK (seq > 0),
    at           BIGINT NOT NULL,
    trace_id     TEXT COLLATE "C" NOT NULL,
    published_at BIGINT NOT NULL,
    UNIQUE (case_id, seq)
);

-- secret: sealed. position: of the last event that was taken. A lease lets one dispatcher send at a time.
CREATE TABLE subscriptions (
    id              TEXT COLLATE "C" PRIMARY KEY,
    organisation_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    url             TEXT COLLATE "C" NOT NULL,
    description     TEXT,
    secret          BYTEA NOT NULL,
    created_at      BIGINT NOT NULL,
    created_by      TEXT COLLATE "C" NOT NULL REFERENCES staff (id),
    state           TEXT COLLATE "C" NOT NULL CHECK (state IN ('active', 'disabled')),
    position        BIGINT NOT NULL CHECK (position >= 0),
    delivered_at    BIGINT,
    failures        BIGINT NOT NULL CHECK (failures >= 0),
    failing_since   BIGINT,
    last_failure    TEXT COLLATE "C",
    due_at          BIGINT NOT NULL,
    lease_holder    TEXT COLLATE "C",
    lease_until     BIGINT NOT NULL,
    UNIQUE (organisation_id, url)
);
CREATE INDEX subscriptions_due ON subscriptions (due_at) WHERE state = 'active';
