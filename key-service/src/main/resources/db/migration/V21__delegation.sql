-- The customer's selectors are aliases into a zone of ours. No reference to the domain: a label
-- outlives it and is never given to another, so nobody inherits a former customer's aliases.
CREATE TABLE delegation (
  label        text COLLATE "C" PRIMARY KEY,
  domain       text COLLATE "C" NOT NULL,
  created_at   timestamptz NOT NULL,
  abandoned_at timestamptz
);

CREATE UNIQUE INDEX delegation_current ON delegation (domain) WHERE abandoned_at IS NULL;

-- What is in our zone for each slot. published: the p= of the record that is there; null: none.
-- cleared: the p= of the last key evidence said goodbye to, or that never signed.
CREATE TABLE delegation_slot (
  label     text COLLATE "C" NOT NULL REFERENCES delegation (label),
  selector  text COLLATE "C" NOT NULL,
  published text,
  cleared   text,
  failure   text,
  retry_at  timestamptz NOT NULL,
  PRIMARY KEY (label, selector)
);
