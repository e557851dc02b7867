DROP TABLE subscriptions;
DROP TABLE published_events;
DROP TABLE event_feed;
-- What is numbered anew is handed out anew.
UPDATE outbox SET delivered_at = NULL;
DELETE FROM schema_compatibility WHERE version = '20261128010000';
