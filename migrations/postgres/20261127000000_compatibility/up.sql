-- As in ../../sqlite.
CREATE TABLE schema_compatibility (
    version TEXT COLLATE "C" PRIMARY KEY NOT NULL,
    oldest  TEXT COLLATE "C" NOT NULL CHECK (oldest <= version)
);
INSERT INTO schema_compatibility (version, oldest) VALUES ('20261127000000', '20261127000000');
