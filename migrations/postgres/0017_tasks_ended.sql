-- The tasks that a user has ended, the youngest last: what was done last can be taken back.
CREATE INDEX tasks_ended ON tasks (user_id, id) WHERE status = 'done';
