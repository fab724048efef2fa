-- Names sort by code point everywhere, so that pages follow each other whatever the locale is.

CREATE TABLE domain (
  name       text COLLATE "C" PRIMARY KEY,
  created_at timestamptz NOT NULL
);

-- "user" is a reserved word.
CREATE TABLE account (
  name       text COLLATE "C" PRIMARY KEY,
  verifiers  bytea,                     -- sealed; null: nobody can log in
  created_by text NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE sender_grant (
  account text COLLATE "C" NOT NULL REFERENCES account (name) ON DELETE CASCADE,
  domain  text COLLATE "C" NOT NULL REFERENCES domain (name),
  PRIMARY KEY (account, domain)
);

CREATE INDEX sender_grant_domain ON sender_grant (domain);

CREATE TABLE signing_key (
  domain       text COLLATE "C" NOT NULL REFERENCES domain (name),
  selector     text COLLATE "C" NOT NULL,
  account      text COLLATE "C",        -- outlives the user: the key's record is still in DNS
  algorithm    text NOT NULL,
  public_value text NOT NULL,
  private_key  bytea,                   -- sealed; null: destroyed
  state        text NOT NULL,
  since        timestamptz NOT NULL,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (domain, selector)
);

CREATE INDEX signing_key_account ON signing_key (account) WHERE account IS NOT NULL;

CREATE TABLE token (
  id           text COLLATE "C" PRIMARY KEY,
  name         text NOT NULL,
  role         text NOT NULL,
  domains      text[],                  -- null: not limited
  secret_hash  text NOT NULL UNIQUE,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz,
  last_used_at timestamptz
);

-- Outlives its subject: a version never goes back.
CREATE TABLE subject_version (
  subject text COLLATE "C" PRIMARY KEY,
  version bigint NOT NULL
);

CREATE TABLE audit (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at      timestamptz NOT NULL,
  actor   text NOT NULL,
  action  text NOT NULL,
  subject text NOT NULL,
  details jsonb NOT NULL
);

CREATE INDEX audit_subject ON audit (subject, id);

-- Drained by io.signetmail.bus.store.Outbox, which asks for these columns.
CREATE TABLE outbox (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic         text NOT NULL,
  record_key    text NOT NULL,
  value         bytea NOT NULL,
  header_names  text[] NOT NULL,
  header_values bytea[] NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now()
);
