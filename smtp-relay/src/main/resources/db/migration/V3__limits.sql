-- Claims count what is under way for a destination, whoever sends, and look at one direction at a time.
drop index recipient_leased;
create index recipient_leased on recipient (stream, destination, tenant, message_id) where state = 'leased';
drop index lane_next;
create index lane_next on lane (stream, next_at);
