-- What a POST with an Idempotency-Key was answered, for 24 hours. Sealed: it may hold a token.
CREATE TABLE kept_answer (
  caller       text COLLATE "C" NOT NULL,  -- the token's id
  key          text COLLATE "C" NOT NULL,
  request_hash text NOT NULL,
  status       int,                        -- null: not answered yet
  answer       bytea,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (caller, key)
);

CREATE INDEX kept_answer_age ON kept_answer (created_at);
