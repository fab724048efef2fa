-- One replacement of a key by its successor. look_at is both the time of the next look and the
-- lease of the instance that is looking; null: finished.
CREATE TABLE rotation (
  id          text COLLATE "C" PRIMARY KEY,
  domain      text COLLATE "C" NOT NULL REFERENCES domain (name) ON DELETE CASCADE,
  account     text COLLATE "C",
  family      text NOT NULL,
  selector    text COLLATE "C" NOT NULL,
  outgoing    text[] NOT NULL,
  state       text NOT NULL,
  since       timestamptz NOT NULL,
  started_at  timestamptz NOT NULL,
  waiting_for text NOT NULL,
  look_at     timestamptz
);

-- Two at once of one kind of key would each take the other's key out of use.
CREATE UNIQUE INDEX rotation_running ON rotation (domain, coalesce(account, ''), family)
  WHERE look_at IS NOT NULL;
CREATE INDEX rotation_due ON rotation (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX rotation_domain ON rotation (domain, started_at);

CREATE TABLE rotation_schedule (
  domain     text COLLATE "C" PRIMARY KEY REFERENCES domain (name) ON DELETE CASCADE,
  every_days integer NOT NULL CHECK (every_days > 0),
  next_at    timestamptz NOT NULL
);

CREATE INDEX rotation_schedule_due ON rotation_schedule (next_at);
