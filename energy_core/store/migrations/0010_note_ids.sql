-- A note's number is never given again: that of a removed one would let a late removal take another's.
CREATE SEQUENCE energy.note_ids;
SELECT max(nextval('energy.note_ids')) FROM range((SELECT coalesce(max(id), 0) FROM energy.notes));
