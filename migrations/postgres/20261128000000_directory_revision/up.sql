-- Who is where, as a number that rises with each change: a server that has looked a caller up need not look again as long as
-- the number stays. By triggers, so that a change with any tool counts at once.
INSERT INTO settings (key, value) VALUES ('directory.revision', '1');
CREATE FUNCTION sip_directory_counts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    UPDATE settings SET value = (value::BIGINT + 1)::TEXT WHERE key = 'directory.revision';
    RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION sip_directory_counts() FROM PUBLIC;
CREATE TRIGGER principals_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON principals FOR EACH STATEMENT
    EXECUTE FUNCTION sip_directory_counts();
CREATE TRIGGER organisations_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON organisations FOR EACH STATEMENT
    EXECUTE FUNCTION sip_directory_counts();
CREATE TRIGGER units_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON units FOR EACH STATEMENT
    EXECUTE FUNCTION sip_directory_counts();
CREATE TRIGGER staff_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON staff FOR EACH STATEMENT
    EXECUTE FUNCTION sip_directory_counts();
CREATE TRIGGER assignments_counts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON assignments FOR EACH STATEMENT
    EXECUTE FUNCTION sip_directory_counts();
CREATE TRIGGER people_counts AFTER UPDATE OR DELETE OR TRUNCATE ON people FOR EACH STATEMENT
    EXECUTE FUNCTION sip_directory_counts();
