-- The same tables as in ../../sqlite, in the words of PostgreSQL. Identifiers are hyphenated UUIDs as TEXT in byte order: both
-- engines then sort and compare alike, and one text of queries serves both. Moments are BIGINT microseconds since 1970 UTC.
-- Days are TEXT YYYY-MM-DD. A BYTEA is sealed (docs/adr/0014): a format byte, a nonce, ciphertext and tag; or a keyed hash.

CREATE FUNCTION sip_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% %', TG_TABLE_NAME, TG_ARGV[0];
END
$$;

CREATE TABLE principals (
    id   TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    name TEXT COLLATE "C" NOT NULL
);

CREATE TABLE organisations (
    id           TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    principal_id TEXT COLLATE "C" NOT NULL REFERENCES principals (id),
    name         TEXT COLLATE "C" NOT NULL,
    sector       TEXT COLLATE "C" NOT NULL CHECK (sector IN ('social', 'health', 'school', 'state', 'other'))
);
CREATE INDEX organisations_principal ON organisations (principal_id);

CREATE TABLE units (
    id              TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    organisation_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    name            TEXT COLLATE "C" NOT NULL
);
CREATE INDEX units_organisation ON units (organisation_id);

CREATE TABLE staff (
    id       TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    human_id TEXT COLLATE "C" NOT NULL,
    hsa_id   TEXT COLLATE "C" NOT NULL UNIQUE,
    name     TEXT COLLATE "C" NOT NULL,
    title    TEXT COLLATE "C" NOT NULL
);

CREATE TABLE assignments (
    id         TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    hsa_id     TEXT COLLATE "C" NOT NULL UNIQUE,
    staff_id   TEXT COLLATE "C" NOT NULL REFERENCES staff (id),
    unit_id    TEXT COLLATE "C" NOT NULL REFERENCES units (id),
    duty       TEXT COLLATE "C" NOT NULL CHECK (duty IN ('clinical', 'administrator', 'auditor')),
    valid_from BIGINT NOT NULL,
    ended_at   BIGINT CHECK (ended_at >= valid_from)
);
CREATE INDEX assignments_unit ON assignments (unit_id);
CREATE INDEX assignments_staff ON assignments (staff_id);

-- The store's own keys, wrapped by a master key that is never in here.
CREATE TABLE store_keys (
    name      TEXT COLLATE "C" PRIMARY KEY NOT NULL CHECK (name IN ('register', 'index')),
    master_id TEXT COLLATE "C" NOT NULL,
    wrapped   BYTEA NOT NULL CHECK (length(wrapped) = 61)
);
CREATE TRIGGER store_keys_no_delete BEFORE DELETE ON store_keys FOR EACH ROW
    EXECUTE FUNCTION sip_append_only('are not deleted');

-- number_index is the keyed hash of kind and number: it finds a person and tells nobody which number that is.
CREATE TABLE people (
    id           TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    number_index BYTEA NOT NULL UNIQUE CHECK (length(number_index) = 32),
    details      BYTEA NOT NULL
);

CREATE TABLE settings (
    key   TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    value TEXT COLLATE "C" NOT NULL
);

-- The whole aggregate is one sealed document; the other columns are what lists and look-ups need. No document: destroyed.
CREATE TABLE cases (
    id                       TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    version                  BIGINT NOT NULL CHECK (version > 0),
    status                   TEXT COLLATE "C" NOT NULL CHECK (status IN ('need_identified', 'offered', 'preparing', 'summoned',
                                 'meeting_held', 'active', 'under_revision', 'paused', 'closed', 'refused', 'declined',
                                 'voided')),
    kind                     TEXT COLLATE "C" NOT NULL CHECK (kind IN ('open_care', 'discharge', 'lss_linked')),
    person_id                TEXT COLLATE "C" NOT NULL REFERENCES people (id),
    responsible_unit         TEXT COLLATE "C" NOT NULL REFERENCES units (id),
    responsible_organisation TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    created_at               BIGINT NOT NULL,
    updated_at               BIGINT NOT NULL,
    schema_number            BIGINT NOT NULL CHECK (schema_number > 0),
    document                 BYTEA,
    -- Whether somebody in it is protected: each access is marked in the log.
    alarm                    BIGINT NOT NULL CHECK (alarm IN (0, 1)),
    -- When its consents run out, so that it has to rest.
    lapses_at                BIGINT
);
CREATE INDEX cases_person ON cases (person_id);
CREATE INDEX cases_unit ON cases (responsible_unit);
CREATE INDEX cases_organisation ON cases (responsible_organisation);
CREATE INDEX cases_lapsing ON cases (lapses_at) WHERE lapses_at IS NOT NULL;

-- One key a case, wrapped by a master key. Without it, everything sealed of the case is noise: that is how one is destroyed.
CREATE TABLE case_keys (
    case_id      TEXT COLLATE "C" PRIMARY KEY NOT NULL REFERENCES cases (id),
    master_id    TEXT COLLATE "C",
    wrapped      BYTEA CHECK (length(wrapped) = 61),
    created_at   BIGINT NOT NULL,
    destroyed_at BIGINT,
    decision     TEXT COLLATE "C",
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL) AND (wrapped IS NULL) = (master_id IS NULL)
        AND (wrapped IS NULL) = (decision IS NOT NULL))
);
CREATE TRIGGER case_keys_no_delete BEFORE DELETE ON case_keys FOR EACH ROW
    EXECUTE FUNCTION sip_append_only('are not deleted');
CREATE TRIGGER case_keys_no_return BEFORE UPDATE ON case_keys FOR EACH ROW
    WHEN (OLD.destroyed_at IS NOT NULL) EXECUTE FUNCTION sip_append_only('a destroyed key does not come back');

-- position: the order in which rows came, over all cases. Batches of rows are sealed by it.
CREATE TABLE case_events (
    position  BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    case_id   TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    seq       BIGINT NOT NULL CHECK (seq > 0),
    at        BIGINT NOT NULL,
    type      TEXT COLLATE "C" NOT NULL,
    sealed    BYTEA NOT NULL,
    trace_id  TEXT COLLATE "C" NOT NULL,
    prev_hash TEXT COLLATE "C" NOT NULL CHECK (length(prev_hash) = 64),
    hash      TEXT COLLATE "C" NOT NULL CHECK (length(hash) = 64),
    UNIQUE (case_id, seq)
);
CREATE TRIGGER case_events_no_update BEFORE UPDATE ON case_events FOR EACH ROW
    EXECUTE FUNCTION sip_append_only('is append-only');
CREATE TRIGGER case_events_no_delete BEFORE DELETE ON case_events FOR EACH ROW
    EXECUTE FUNCTION sip_append_only('is append-only');
CREATE TRIGGER case_events_no_truncate BEFORE TRUNCATE ON case_events FOR EACH STATEMENT
    EXECUTE FUNCTION sip_append_only('is append-only');

CREATE TABLE case_parties (
    case_id         TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    ordinal         BIGINT NOT NULL,
    role            TEXT COLLATE "C" NOT NULL,
    organisation_id TEXT COLLATE "C",
    unit_id         TEXT COLLATE "C",
    staff_id        TEXT COLLATE "C",
    person_id       TEXT COLLATE "C",
    PRIMARY KEY (case_id, ordinal)
);
CREATE INDEX case_parties_staff ON case_parties (staff_id, unit_id, role) WHERE staff_id IS NOT NULL;
CREATE INDEX case_parties_unit ON case_parties (unit_id, role) WHERE unit_id IS NOT NULL;
CREATE INDEX case_parties_organisation ON case_parties (organisation_id, role) WHERE organisation_id IS NOT NULL;
CREATE INDEX case_parties_person ON case_parties (person_id, role) WHERE person_id IS NOT NULL;

CREATE TABLE case_deadlines (
    case_id         TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    ordinal         BIGINT NOT NULL,
    key             TEXT COLLATE "C" NOT NULL,
    due_at          BIGINT NOT NULL,
    subject         TEXT COLLATE "C",
    organisation_id TEXT COLLATE "C" NOT NULL,
    unit_id         TEXT COLLATE "C",
    staff_id        TEXT COLLATE "C",
    administrators  BIGINT NOT NULL CHECK (administrators IN (0, 1)),
    PRIMARY KEY (case_id, ordinal)
);
CREATE INDEX case_deadlines_staff ON case_deadlines (staff_id, due_at) WHERE staff_id IS NOT NULL;
CREATE INDEX case_deadlines_unit ON case_deadlines (unit_id, due_at) WHERE unit_id IS NOT NULL;
CREATE INDEX case_deadlines_organisation ON case_deadlines (organisation_id, due_at);

CREATE TABLE case_facts (
    case_id         TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    ordinal         BIGINT NOT NULL,
    measure         TEXT COLLATE "C" NOT NULL,
    organisation_id TEXT COLLATE "C" NOT NULL,
    on_day          TEXT COLLATE "C" NOT NULL CHECK (length(on_day) = 10),
    count           BIGINT NOT NULL CHECK (count >= 0),
    PRIMARY KEY (case_id, ordinal)
);
CREATE INDEX case_facts_organisation ON case_facts (organisation_id, on_day);

CREATE TABLE plan_versions (
    case_id        TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    number         BIGINT NOT NULL CHECK (number > 0),
    content        BYTEA NOT NULL,
    content_hash   TEXT COLLATE "C" NOT NULL CHECK (length(content_hash) = 64),
    established_at BIGINT NOT NULL,
    PRIMARY KEY (case_id, number)
);
CREATE TRIGGER plan_versions_no_update BEFORE UPDATE ON plan_versions FOR EACH ROW
    EXECUTE FUNCTION sip_append_only('is append-only');
CREATE TRIGGER plan_versions_no_delete BEFORE DELETE ON plan_versions FOR EACH ROW
    EXECUTE FUNCTION sip_append_only('is append-only');
CREATE TRIGGER plan_versions_no_truncate BEFORE TRUNCATE ON plan_versions FOR EACH STATEMENT
    EXECUTE FUNCTION sip_append_only('is append-only');

-- case_id without a reference: an attempt on a case that does not exist is logged too. client: the system that called.
-- alarm: the case is about somebody whose details are protected. leaf: the hash of all else in the row, but seq.
-- A partition for each month (sip_make_partitions), so that what has been kept long enough goes without a scan. What no
-- month is there for comes to rest in access_log_rest: a row must never be refused for want of a partition.
CREATE SEQUENCE access_log_seq;
CREATE TABLE access_log (
    seq             BIGINT NOT NULL DEFAULT nextval('access_log_seq'),
    id              TEXT COLLATE "C" NOT NULL,
    at              BIGINT NOT NULL,
    actor_kind      TEXT COLLATE "C" NOT NULL CHECK (actor_kind IN ('staff', 'citizen', 'system', 'operator', 'unknown')),
    staff_id        TEXT COLLATE "C",
    person_id       TEXT COLLATE "C",
    assignment_id   TEXT COLLATE "C",
    unit_id         TEXT COLLATE "C",
    organisation_id TEXT COLLATE "C",
    client          TEXT COLLATE "C",
    action          TEXT COLLATE "C" NOT NULL CHECK (action IN ('read', 'list', 'search', 'write')),
    operation       TEXT COLLATE "C" NOT NULL,
    case_id         TEXT COLLATE "C",
    subject_id      TEXT COLLATE "C",
    purpose         BYTEA,
    outcome         TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('done', 'replayed', 'refused', 'not_found', 'conflict', 'forbidden',
                        'no_assignment')),
    code            TEXT COLLATE "C",
    trace_id        TEXT COLLATE "C" NOT NULL,
    alarm           BIGINT NOT NULL CHECK (alarm IN (0, 1)),
    leaf            BYTEA NOT NULL CHECK (length(leaf) = 32),
    PRIMARY KEY (seq, at),
    UNIQUE (id, at)
) PARTITION BY RANGE (at);
ALTER SEQUENCE access_log_seq OWNED BY access_log.seq;
CREATE TABLE access_log_rest PARTITION OF access_log DEFAULT;
CREATE INDEX access_log_subject ON access_log (subject_id, at) WHERE subject_id IS NOT NULL;
CREATE INDEX access_log_case ON access_log (case_id, at) WHERE case_id IS NOT NULL;
CREATE INDEX access_log_organisation ON access_log (organisation_id, at) WHERE organisation_id IS NOT NULL;
CREATE TRIGGER access_log_no_update BEFORE UPDATE ON access_log FOR EACH ROW
    EXECUTE FUNCTION sip_append_only('is append-only');
CREATE TRIGGER access_log_no_delete BEFORE DELETE ON access_log FOR EACH ROW
    EXECUTE FUNCTION sip_append_only('is append-only');
CREATE TRIGGER access_log_no_truncate BEFORE TRUNCATE ON access_log FOR EACH STATEMENT
    EXECUTE FUNCTION sip_append_only('is append-only');

-- A seal closes a batch of rows of one stream: the root of a Merkle tree (RFC 9162) over them. head is the hash of the tree
-- head, which names the head before; the signed head itself is in a file outside. leaves: 32 bytes for each row.
CREATE TABLE seals (
    number   BIGINT PRIMARY KEY NOT NULL CHECK (number > 0),
    stream   TEXT COLLATE "C" NOT NULL CHECK (stream IN ('access_log', 'case_events')),
    first    BIGINT NOT NULL CHECK (first > 0),
    last     BIGINT NOT NULL CHECK (last >= first),
    root     TEXT COLLATE "C" NOT NULL CHECK (length(root) = 64),
    previous TEXT COLLATE "C" NOT NULL CHECK (length(previous) = 64),
    at       BIGINT NOT NULL,
    head     TEXT COLLATE "C" NOT NULL CHECK (length(head) = 64),
    leaves   BYTEA NOT NULL CHECK (length(leaves) = 32 * (last - first + 1))
);
CREATE INDEX seals_stream ON seals (stream, last);
CREATE TRIGGER seals_no_update BEFORE UPDATE ON seals FOR EACH ROW
    EXECUTE FUNCTION sip_append_only('is append-only');
CREATE TRIGGER seals_no_delete BEFORE DELETE ON seals FOR EACH ROW
    EXECUTE FUNCTION sip_append_only('is append-only');
CREATE TRIGGER seals_no_truncate BEFORE TRUNCATE ON seals FOR EACH STATEMENT
    EXECUTE FUNCTION sip_append_only('is append-only');

-- That the log is reviewed, and what was found; kept as long as the log itself.
CREATE TABLE log_reviews (
    id              TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    at              BIGINT NOT NULL,
    organisation_id TEXT COLLATE "C" NOT NULL REFERENCES organisations (id),
    staff_id        TEXT COLLATE "C" NOT NULL REFERENCES staff (id),
    assignment_id   TEXT COLLATE "C" NOT NULL REFERENCES assignments (id),
    period_from     BIGINT NOT NULL,
    period_to       BIGINT NOT NULL CHECK (period_to > period_from),
    sampled         BIGINT NOT NULL CHECK (sampled >= 0),
    unexplained     BIGINT NOT NULL CHECK (unexplained BETWEEN 0 AND sampled),
    finding         BYTEA NOT NULL
);
CREATE INDEX log_reviews_organisation ON log_reviews (organisation_id, at);
CREATE TRIGGER log_reviews_no_update BEFORE UPDATE ON log_reviews FOR EACH ROW
    EXECUTE FUNCTION sip_append_only('is append-only');
CREATE TRIGGER log_reviews_no_delete BEFORE DELETE ON log_reviews FOR EACH ROW
    EXECUTE FUNCTION sip_append_only('is append-only');
CREATE TRIGGER log_reviews_no_truncate BEFORE TRUNCATE ON log_reviews FOR EACH STATEMENT
    EXECUTE FUNCTION sip_append_only('is append-only');

-- Numbered per case under the case's version, so that no event can appear behind one already read.
CREATE TABLE outbox (
    case_id      TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    seq          BIGINT NOT NULL CHECK (seq > 0),
    type         TEXT COLLATE "C" NOT NULL,
    at           BIGINT NOT NULL,
    trace_id     TEXT COLLATE "C" NOT NULL,
    delivered_at BIGINT,
    PRIMARY KEY (case_id, seq, at)
) PARTITION BY RANGE (at);
CREATE TABLE outbox_rest PARTITION OF outbox DEFAULT;
CREATE INDEX outbox_waiting ON outbox (at) WHERE delivered_at IS NULL;

-- key and body_hash are keyed hashes: neither can be guessed at with the file alone.
CREATE TABLE idempotency_keys (
    scope      TEXT COLLATE "C" NOT NULL,
    key        BYTEA NOT NULL CHECK (length(key) = 32),
    body_hash  BYTEA NOT NULL CHECK (length(body_hash) = 32),
    case_id    TEXT COLLATE "C" NOT NULL REFERENCES cases (id),
    status     BIGINT NOT NULL CHECK (status BETWEEN 200 AND 299),
    location   TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

-- Up to which number every row of a stream has come or never will: numbers are given before the commit, so a row with a
-- smaller one may come after a row with a greater one. Waits for the writers that are under way. Owner's rights, because
-- who only adds rows may not lock.
CREATE FUNCTION sip_settled(stream TEXT) RETURNS BIGINT LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF stream = 'access_log' THEN
        LOCK TABLE access_log IN SHARE MODE;
        RETURN (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM access_log_seq);
    ELSIF stream = 'case_events' THEN
        LOCK TABLE case_events IN SHARE MODE;
        RETURN (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM case_events_position_seq);
    END IF;
    RAISE EXCEPTION 'no such stream';
END
$$;

-- What of the access log was let go, and when.
CREATE TABLE log_retention (
    at       BIGINT PRIMARY KEY,
    before   BIGINT NOT NULL,
    last_seq BIGINT NOT NULL
);

CREATE FUNCTION sip_micros(moment TIMESTAMPTZ) RETURNS BIGINT LANGUAGE sql IMMUTABLE AS
$$ SELECT (EXTRACT(EPOCH FROM moment) * 1000000)::BIGINT $$;

-- Makes the partitions of this month and of the next ones. A month whose rows have come to rest already is left out.
CREATE FUNCTION sip_make_partitions(ahead INTEGER) RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    month TIMESTAMPTZ;
    stem TEXT;
    part TEXT;
BEGIN
    FOR n IN 0..ahead LOOP
        month := date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' + make_interval(months => n);
        FOREACH stem IN ARRAY ARRAY['access_log', 'outbox'] LOOP
            part := stem || to_char(month AT TIME ZONE 'UTC', '_YYYY_MM');
            IF to_regclass(part) IS NULL THEN
                BEGIN
                    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%s) TO (%s)', part, stem,
                        sip_micros(month), sip_micros(month + interval '1 month'));
                EXCEPTION WHEN check_violation OR duplicate_table THEN
                    RAISE NOTICE '% is not made: its rows have come to rest', part;
                END;
            END IF;
        END LOOP;
    END LOOP;
END
$$;

-- Lets go of the partitions of the access log that end before the moment; says how many. Never under five years
-- (HSLF-FS 2016:40 4 kap. 9 §). For the owner alone.
CREATE FUNCTION sip_drop_log(before TIMESTAMPTZ) RETURNS INTEGER LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    part TEXT;
    dropped INTEGER := 0;
    greatest_seq BIGINT;
BEGIN
    IF before > now() - interval '5 years' THEN
        RAISE EXCEPTION 'the access log is kept for five years at least';
    END IF;
    FOR part IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'access_log'::regclass AND c.relname ~ '^access_log_[0-9]{4}_[0-9]{2}$'
            AND to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= before AT TIME ZONE 'UTC'
        ORDER BY c.relname
    LOOP
        EXECUTE format('SELECT max(seq) FROM %I', part) INTO greatest_seq;
        EXECUTE format('DROP TABLE %I', part);
        dropped := dropped + 1;
        INSERT INTO log_retention (at, before, last_seq)
        VALUES (sip_micros(clock_timestamp()), sip_micros(before), COALESCE(greatest_seq, 0))
        ON CONFLICT (at) DO UPDATE SET last_seq = GREATEST(log_retention.last_seq, EXCLUDED.last_seq);
    END LOOP;
    RETURN dropped;
END
$$;

-- Lets go of the partitions of the outbox that end before the moment and have nothing left to deliver; says how many.
CREATE FUNCTION sip_drop_outbox(before TIMESTAMPTZ) RETURNS INTEGER
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    part TEXT;
    waiting BOOLEAN;
    dropped INTEGER := 0;
BEGIN
    FOR part IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'outbox'::regclass AND c.relname ~ '^outbox_[0-9]{4}_[0-9]{2}$'
            AND to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= before AT TIME ZONE 'UTC'
        ORDER BY c.relname
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE delivered_at IS NULL)', part) INTO waiting;
        IF NOT waiting THEN
            EXECUTE format('DROP TABLE %I', part);
            dropped := dropped + 1;
        END IF;
    END LOOP;
    RETURN dropped;
END
$$;

-- A function is open to all when it is made; grants.sql says to whom.
REVOKE EXECUTE ON FUNCTION sip_settled(TEXT), sip_make_partitions(INTEGER), sip_drop_log(TIMESTAMPTZ),
    sip_drop_outbox(TIMESTAMPTZ) FROM PUBLIC;

SELECT sip_make_partitions(3);
