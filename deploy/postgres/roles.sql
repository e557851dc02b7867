-- The roles of the database, made once by whoever administers the server, before `sip migrate`:
--
--   psql -v ON_ERROR_STOP=1 -f roles.sql
--   createdb -O sip_owner sip
--   DATABASE_URL=postgres://sip_owner@<host>/sip sip migrate     -- also grants what follows
--   DATABASE_URL=postgres://sip_app@<host>/sip   sip serve
--   DATABASE_URL=postgres://sip_sealer@<host>/sip sip seal --watch
--
-- How they sign in (pg_hba.conf, passwords or certificates) is the server's matter.

-- Owns the tables; runs migrations and lets go of old partitions. Nobody serves with it.
CREATE ROLE sip_owner LOGIN;
-- Serves. Adds to journal and access log, and can change or take away no row of them.
CREATE ROLE sip_app LOGIN;
-- Seals journal and log: reads them, and adds seals.
CREATE ROLE sip_sealer LOGIN;
-- Reads the access log and what its rows point to, for auditors with tools of their own. Sees no case.
CREATE ROLE sip_review LOGIN;
