-- What the roles of deploy/postgres/roles.sql may do. Run after each migration by the owner; where the roles are not there,
-- one role does it all, and nothing is granted.
DO $$
DECLARE
    has_app BOOLEAN := EXISTS (SELECT FROM pg_roles WHERE rolname = 'sip_app');
    has_sealer BOOLEAN := EXISTS (SELECT FROM pg_roles WHERE rolname = 'sip_sealer');
    has_review BOOLEAN := EXISTS (SELECT FROM pg_roles WHERE rolname = 'sip_review');
BEGIN
    IF has_app THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO sip_app', current_schema());
        GRANT SELECT ON __diesel_schema_migrations, principals, organisations, units, staff, assignments, store_keys, people,
            settings, cases, case_keys, case_events, case_parties, case_deadlines, case_facts, plan_versions, access_log,
            seals, log_reviews, outbox, idempotency_keys, log_retention TO sip_app;
        -- What is only ever added to.
        GRANT INSERT ON case_events, access_log, plan_versions, log_reviews, outbox TO sip_app;
        GRANT USAGE ON SEQUENCE access_log_seq, case_events_position_seq TO sip_app;
        GRANT INSERT, UPDATE ON principals, organisations, units, staff, assignments, store_keys, people, settings, cases,
            case_keys TO sip_app;
        GRANT UPDATE (delivered_at) ON outbox TO sip_app;
        GRANT INSERT, UPDATE, DELETE ON case_parties, case_deadlines, case_facts, idempotency_keys TO sip_app;
        GRANT SELECT, UPDATE ON event_feed TO sip_app;
        GRANT SELECT, INSERT, DELETE ON published_events TO sip_app;
        GRANT SELECT, INSERT, UPDATE, DELETE ON subscriptions TO sip_app;
        GRANT EXECUTE ON FUNCTION sip_make_partitions(INTEGER), sip_drop_outbox(TIMESTAMPTZ) TO sip_app;
    END IF;
    IF has_sealer THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO sip_sealer', current_schema());
        GRANT SELECT ON __diesel_schema_migrations, store_keys, case_events, access_log, seals, log_retention TO sip_sealer;
        GRANT INSERT ON seals TO sip_sealer;
        GRANT EXECUTE ON FUNCTION sip_settled(TEXT) TO sip_sealer;
    END IF;
    IF has_review THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO sip_review', current_schema());
        GRANT SELECT ON principals, organisations, units, staff, assignments, access_log, seals, log_reviews, log_retention
            TO sip_review;
    END IF;
END
$$;
