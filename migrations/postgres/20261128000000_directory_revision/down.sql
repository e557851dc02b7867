DROP TRIGGER principals_counts ON principals;
DROP TRIGGER organisations_counts ON organisations;
DROP TRIGGER units_counts ON units;
DROP TRIGGER staff_counts ON staff;
DROP TRIGGER assignments_counts ON assignments;
DROP TRIGGER people_counts ON people;
DROP FUNCTION sip_directory_counts();
DELETE FROM settings WHERE key = 'directory.revision';
