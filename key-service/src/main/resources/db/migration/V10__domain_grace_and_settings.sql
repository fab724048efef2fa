-- removed_at: when the domain was removed; it comes back, or goes for good after the grace period.
-- key_never_leaves: its keys sign here only.
ALTER TABLE domain
  ADD COLUMN removed_at timestamptz,
  ADD COLUMN key_never_leaves boolean NOT NULL DEFAULT false;

CREATE INDEX domain_removed ON domain (removed_at) WHERE removed_at IS NOT NULL;
