-- Identifiers are hyphenated UUIDs as TEXT: sorted by time all the same (version 7), and readable in any SQLite tool when
-- something has to be looked into. Moments are INTEGER microseconds since 1970 UTC: compared and indexed as they are.
-- Days are TEXT YYYY-MM-DD. A BLOB is sealed (docs/adr/0014): a format byte, a nonce, ciphertext and tag; or a keyed hash.

CREATE TABLE principals (
    id   TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE organisations (
    id           TEXT PRIMARY KEY NOT NULL,
    principal_id TEXT NOT NULL REFERENCES principals (id),
    name         TEXT NOT NULL,
    sector       TEXT NOT NULL CHECK (sector IN ('social', 'health', 'school', 'state', 'other'))
) STRICT;
CREATE INDEX organisations_principal ON organisations (principal_id);

CREATE TABLE units (
    id              TEXT PRIMARY KEY NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    name            TEXT NOT NULL
) STRICT;
CREATE INDEX units_organisation ON units (organisation_id);

CREATE TABLE staff (
    id       TEXT PRIMARY KEY NOT NULL,
    human_id TEXT NOT NULL,
    hsa_id   TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL,
    title    TEXT NOT NULL
) STRICT;

CREATE TABLE assignments (
    id         TEXT PRIMARY KEY NOT NULL,
    hsa_id     TEXT NOT NULL UNIQUE,
    staff_id   TEXT NOT NULL REFERENCES staff (id),
    unit_id    TEXT NOT NULL REFERENCES units (id),
    duty       TEXT NOT NULL CHECK (duty IN ('clinical', 'administrator', 'auditor')),
    valid_from INTEGER NOT NULL,
    ended_at   INTEGER CHECK (ended_at >= valid_from)
) STRICT;
CREATE INDEX assignments_unit ON assignments (unit_id);
CREATE INDEX assignments_staff ON assignments (staff_id);

-- The store's own keys, wrapped by a master key that is never in here.
CREATE TABLE store_keys (
    name      TEXT PRIMARY KEY NOT NULL CHECK (name IN ('register', 'index')),
    master_id TEXT NOT NULL,
    wrapped   BLOB NOT NULL CHECK (length(wrapped) = 61)
) STRICT;
CREATE TRIGGER store_keys_no_delete BEFORE DELETE ON store_keys
BEGIN SELECT RAISE(ABORT, 'store_keys are not deleted'); END;

-- number_index is the keyed hash of kind and number: it finds a person and tells nobody which number that is.
CREATE TABLE people (
    id           TEXT PRIMARY KEY NOT NULL,
    number_index BLOB NOT NULL UNIQUE CHECK (length(number_index) = 32),
    details      BLOB NOT NULL
) STRICT;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;

-- The whole aggregate is one sealed document; the other columns are what lists and look-ups need. No document: destroyed.
CREATE TABLE cases (
    id                       TEXT PRIMARY KEY NOT NULL,
    version                  INTEGER NOT NULL CHECK (version > 0),
    status                   TEXT NOT NULL CHECK (status IN ('need_identified', 'offered', 'preparing', 'summoned',
                                 'meeting_held', 'active', 'under_revision', 'paused', 'closed', 'refused', 'declined',
                                 'voided')),
    kind                     TEXT NOT NULL CHECK (kind IN ('open_care', 'discharge', 'lss_linked')),
    person_id                TEXT NOT NULL REFERENCES people (id),
    responsible_unit         TEXT NOT NULL REFERENCES units (id),
    responsible_organisation TEXT NOT NULL REFERENCES organisations (id),
    created_at               INTEGER NOT NULL,
    updated_at               INTEGER NOT NULL,
    schema_number            INTEGER NOT NULL CHECK (schema_number > 0),
    document                 BLOB,
    -- Whether somebody in it is protected: each access is marked in the log.
    alarm                    INTEGER NOT NULL CHECK (alarm IN (0, 1)),
    -- When its consents run out, so that it has to rest.
    lapses_at                INTEGER
) STRICT;
CREATE INDEX cases_person ON cases (person_id);
CREATE INDEX cases_unit ON cases (responsible_unit);
CREATE INDEX cases_organisation ON cases (responsible_organisation);
CREATE INDEX cases_lapsing ON cases (lapses_at) WHERE lapses_at IS NOT NULL;

-- One key a case, wrapped by a master key. Without it, everything sealed of the case is noise: that is how one is destroyed.
CREATE TABLE case_keys (
    case_id      TEXT PRIMARY KEY NOT NULL REFERENCES cases (id),
    master_id    TEXT,
    wrapped      BLOB CHECK (length(wrapped) = 61),
    created_at   INTEGER NOT NULL,
    destroyed_at INTEGER,
    decision     TEXT,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL) AND (wrapped IS NULL) = (master_id IS NULL)
        AND (wrapped IS NULL) = (decision IS NOT NULL))
) STRICT;
CREATE TRIGGER case_keys_no_delete BEFORE DELETE ON case_keys
BEGIN SELECT RAISE(ABORT, 'case_keys are not deleted'); END;
CREATE TRIGGER case_keys_no_return BEFORE UPDATE ON case_keys WHEN OLD.destroyed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a destroyed key does not come back'); END;

-- position: the order in which rows came, over all cases. Batches of rows are sealed by it.
CREATE TABLE case_events (
    position  INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id   TEXT NOT NULL REFERENCES cases (id),
    seq       INTEGER NOT NULL CHECK (seq > 0),
    at        INTEGER NOT NULL,
    type      TEXT NOT NULL,
    sealed    BLOB NOT NULL,
    trace_id  TEXT NOT NULL,
    prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
    hash      TEXT NOT NULL CHECK (length(hash) = 64),
    UNIQUE (case_id, seq)
) STRICT;
CREATE TRIGGER case_events_no_update BEFORE UPDATE ON case_events
BEGIN SELECT RAISE(ABORT, 'case_events is append-only'); END;
CREATE TRIGGER case_events_no_delete BEFORE DELETE ON case_events
BEGIN SELECT RAISE(ABORT, 'case_events is append-only'); END;

CREATE TABLE case_parties (
    case_id         TEXT NOT NULL REFERENCES cases (id),
    ordinal         INTEGER NOT NULL,
    role            TEXT NOT NULL,
    organisation_id TEXT,
    unit_id         TEXT,
    staff_id        TEXT,
    person_id       TEXT,
    PRIMARY KEY (case_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_parties_staff ON case_parties (staff_id, unit_id, role) WHERE staff_id IS NOT NULL;
CREATE INDEX case_parties_unit ON case_parties (unit_id, role) WHERE unit_id IS NOT NULL;
CREATE INDEX case_parties_organisation ON case_parties (organisation_id, role) WHERE organisation_id IS NOT NULL;
CREATE INDEX case_parties_person ON case_parties (person_id, role) WHERE person_id IS NOT NULL;

CREATE TABLE case_deadlines (
    case_id         TEXT NOT NULL REFERENCES cases (id),
    ordinal         INTEGER NOT NULL,
    key             TEXT NOT NULL,
    due_at          INTEGER NOT NULL,
    subject         TEXT,
    organisation_id TEXT NOT NULL,
    unit_id         TEXT,
    staff_id        TEXT,
    administrators  INTEGER NOT NULL CHECK (administrators IN (0, 1)),
    PRIMARY KEY (case_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_deadlines_staff ON case_deadlines (staff_id, due_at) WHERE staff_id IS NOT NULL;
CREATE INDEX case_deadlines_unit ON case_deadlines (unit_id, due_at) WHERE unit_id IS NOT NULL;
CREATE INDEX case_deadlines_organisation ON case_deadlines (organisation_id, due_at);

CREATE TABLE case_facts (
    case_id         TEXT NOT NULL REFERENCES cases (id),
    ordinal         INTEGER NOT NULL,
    measure         TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    on_day          TEXT NOT NULL CHECK (length(on_day) = 10),
    count           INTEGER NOT NULL CHECK (count >= 0),
    PRIMARY KEY (case_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_facts_organisation ON case_facts (organisation_id, on_day);

CREATE TABLE plan_versions (
    case_id        TEXT NOT NULL REFERENCES cases (id),
    number         INTEGER NOT NULL CHECK (number > 0),
    content        BLOB NOT NULL,
    content_hash   TEXT NOT NULL CHECK (length(content_hash) = 64),
    established_at INTEGER NOT NULL,
    PRIMARY KEY (case_id, number)
) STRICT;
CREATE TRIGGER plan_versions_no_update BEFORE UPDATE ON plan_versions
BEGIN SELECT RAISE(ABORT, 'plan_versions is append-only'); END;
CREATE TRIGGER plan_versions_no_delete BEFORE DELETE ON plan_versions
BEGIN SELECT RAISE(ABORT, 'plan_versions is append-only'); END;

-- case_id without a reference: an attempt on a case that does not exist is logged too. client: the system that called.
-- alarm: the case is about somebody whose details are protected. leaf: the hash of all else in the row, but seq.
CREATE TABLE access_log (
    seq             INTEGER PRIMARY KEY AUTOINCREMENT,
    id              TEXT NOT NULL UNIQUE,
    at              INTEGER NOT NULL,
    actor_kind      TEXT NOT NULL CHECK (actor_kind IN ('staff', 'citizen', 'system', 'operator', 'unknown')),
    staff_id        TEXT,
    person_id       TEXT,
    assignment_id   TEXT,
    unit_id         TEXT,
    organisation_id TEXT,
    client          TEXT,
    action          TEXT NOT NULL CHECK (action IN ('read', 'list', 'search', 'write')),
    operation       TEXT NOT NULL,
    case_id         TEXT,
    subject_id      TEXT,
    purpose         BLOB,
    outcome         TEXT NOT NULL CHECK (outcome IN ('done', 'replayed', 'refused', 'not_found', 'conflict', 'forbidden',
                        'no_assignment')),
    code            TEXT,
    trace_id        TEXT NOT NULL,
    alarm           INTEGER NOT NULL CHECK (alarm IN (0, 1)),
    leaf            BLOB NOT NULL CHECK (length(leaf) = 32)
) STRICT;
CREATE INDEX access_log_subject ON access_log (subject_id, at) WHERE subject_id IS NOT NULL;
CREATE INDEX access_log_case ON access_log (case_id, at) WHERE case_id IS NOT NULL;
CREATE INDEX access_log_organisation ON access_log (organisation_id, at) WHERE organisation_id IS NOT NULL;
CREATE TRIGGER access_log_no_update BEFORE UPDATE ON access_log
BEGIN SELECT RAISE(ABORT, 'access_log is append-only'); END;
CREATE TRIGGER access_log_no_delete BEFORE DELETE ON access_log
BEGIN SELECT RAISE(ABORT, 'access_log is append-only'); END;

-- A seal closes a batch of rows of one stream: the root of a Merkle tree (RFC 9162) over them. head is the hash of the tree
-- head, which names the head before; the signed head itself is in a file outside. leaves: 32 bytes for each row.
CREATE TABLE seals (
    number   INTEGER PRIMARY KEY NOT NULL CHECK (number > 0),
    stream   TEXT NOT NULL CHECK (stream IN ('access_log', 'case_events')),
    first    INTEGER NOT NULL CHECK (first > 0),
    last     INTEGER NOT NULL CHECK (last >= first),
    root     TEXT NOT NULL CHECK (length(root) = 64),
    previous TEXT NOT NULL CHECK (length(previous) = 64),
    at       INTEGER NOT NULL,
    head     TEXT NOT NULL CHECK (length(head) = 64),
    leaves   BLOB NOT NULL CHECK (length(leaves) = 32 * (last - first + 1))
) STRICT;
CREATE INDEX seals_stream ON seals (stream, last);
CREATE TRIGGER seals_no_update BEFORE UPDATE ON seals
BEGIN SELECT RAISE(ABORT, 'seals is append-only'); END;
CREATE TRIGGER seals_no_delete BEFORE DELETE ON seals
BEGIN SELECT RAISE(ABORT, 'seals is append-only'); END;

-- That the log is reviewed, and what was found; kept as long as the log itself.
CREATE TABLE log_reviews (
    id              TEXT PRIMARY KEY NOT NULL,
    at              INTEGER NOT NULL,
    organisation_id TEXT NOT NULL REFERENCES organisations (id),
    staff_id        TEXT NOT NULL REFERENCES staff (id),
    assignment_id   TEXT NOT NULL REFERENCES assignments (id),
    period_from     INTEGER NOT NULL,
    period_to       INTEGER NOT NULL CHECK (period_to > period_from),
    sampled         INTEGER NOT NULL CHECK (sampled >= 0),
    unexplained     INTEGER NOT NULL CHECK (unexplained BETWEEN 0 AND sampled),
    finding         BLOB NOT NULL
) STRICT;
CREATE INDEX log_reviews_organisation ON log_reviews (organisation_id, at);
CREATE TRIGGER log_reviews_no_update BEFORE UPDATE ON log_reviews
BEGIN SELECT RAISE(ABORT, 'log_reviews is append-only'); END;
CREATE TRIGGER log_reviews_no_delete BEFORE DELETE ON log_reviews
BEGIN SELECT RAISE(ABORT, 'log_reviews is append-only'); END;

-- Numbered per case under the case's version, so that no event can appear behind one already read.
CREATE TABLE outbox (
    case_id      TEXT NOT NULL REFERENCES cases (id),
    seq          INTEGER NOT NULL CHECK (seq > 0),
    type         TEXT NOT NULL,
    at           INTEGER NOT NULL,
    trace_id     TEXT NOT NULL,
    delivered_at INTEGER,
    PRIMARY KEY (case_id, seq)
) STRICT;
CREATE INDEX outbox_waiting ON outbox (at) WHERE delivered_at IS NULL;

-- key and body_hash are keyed hashes: neither can be guessed at with the file alone.
CREATE TABLE idempotency_keys (
    scope      TEXT NOT NULL,
    key        BLOB NOT NULL CHECK (length(key) = 32),
    body_hash  BLOB NOT NULL CHECK (length(body_hash) = 32),
    case_id    TEXT NOT NULL REFERENCES cases (id),
    status     INTEGER NOT NULL CHECK (status BETWEEN 200 AND 299),
    location   TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT;
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);
