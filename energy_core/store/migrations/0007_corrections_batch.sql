-- The imported file whose values stand as a correction, where one made it: taken back with it.
ALTER TABLE energy.corrections ADD COLUMN batch INTEGER;
UPDATE energy.corrections c SET batch = i.batch FROM energy.imports i
WHERE i.policy = 'correct' AND c.kind = 'replace' AND c.author = 'import ' || i.batch
  AND c.reason = 'another value in ' || i.file;
