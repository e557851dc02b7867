-- Who is where, as a number that rises with each change: a server that has looked a caller up need not look again as long as
-- the number stays. By triggers, so that a change with any tool counts at once.
INSERT INTO settings (key, value) VALUES ('directory.revision', '1');
CREATE TRIGGER principals_insert_counts AFTER INSERT ON principals
BEGIN UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'directory.revision'; END;
CREATE TRIGGER principals_update_counts AFTER UPDATE ON principals
BEGIN UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'directory.revision'; END;
CREATE TRIGGER principals_delete_counts AFTER DELETE ON principals
BEGIN UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'directory.revision'; END;
CREATE TRIGGER organisations_insert_counts AFTER INSERT ON organisations
BEGIN UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'directory.revision'; END;
CREATE TRIGGER organisations_update_counts AFTER UPDATE ON organisations
BEGIN UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'directory.revision'; END;
CREATE TRIGGER organisations_delete_counts AFTER DELETE ON organisations
BEGIN UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'directory.revision'; END;
CREATE TRIGGER units_insert_counts AFTER INSERT ON units
BEGIN UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'directory.revision'; END;
CREATE TRIGGER units_update_counts AFTER UPDATE ON units
BEGIN UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'directory.revision'; END;
CREATE TRIGGER units_delete_counts AFTER DELETE ON units
BEGIN UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'directory.revision'; END;
CREATE TRIGGER staff_insert_counts AFTER INSERT ON staff
BEGIN UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'directory.revision'; END;
CREATE TRIGGER staff_update_counts AFTER UPDATE ON staff
BEGIN UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'directory.revision'; END;
CREATE TRIGGER staff_delete_counts AFTER DELETE ON staff
BEGIN UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'directory.revision'; END;
CREATE TRIGGER assignments_insert_counts AFTER INSERT ON assignments
BEGIN UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'directory.revision'; END;
CREATE TRIGGER assignments_update_counts AFTER UPDATE ON assignments
BEGIN UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'directory.revision'; END;
CREATE TRIGGER assignments_delete_counts AFTER DELETE ON assignments
BEGIN UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'directory.revision'; END;
CREATE TRIGGER people_update_counts AFTER UPDATE ON people
BEGIN UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'directory.revision'; END;
CREATE TRIGGER people_delete_counts AFTER DELETE ON people
BEGIN UPDATE settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'directory.revision'; END;
