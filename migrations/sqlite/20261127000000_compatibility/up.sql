-- How far back a program may be and still run on this database: for each migration after the first, the newest migration
-- that such a program has to know. A program that meets a migration which it does not know asks here (docs/OPERATIONS.md,
-- Upgrade). Each migration writes its own row; one that only adds names an older migration than itself.
CREATE TABLE schema_compatibility (
    version TEXT PRIMARY KEY NOT NULL,
    oldest  TEXT NOT NULL CHECK (oldest <= version)
) STRICT;
INSERT INTO schema_compatibility (version, oldest) VALUES ('20261127000000', '20261127000000');
