-- Who did it is told by the token's id: its name is not its own.
ALTER TABLE audit ADD COLUMN actor_id text NOT NULL DEFAULT '';
ALTER TABLE audit ALTER COLUMN actor_id DROP DEFAULT;

-- A name that several tokens have, or had, says nothing: then nobody counts as the maker, and a
-- limited token controls the user only through grants.
UPDATE account a SET created_by = coalesce(
  (SELECT min(t.id) FROM token t WHERE t.name = a.created_by HAVING count(*) = 1), '');
