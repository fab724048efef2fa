-- The queue of the relay. Every table lives in the schema "relay".

-- One row for each message taken from mail.inbound or mail.outbound.
create table mail (
  message_id    text primary key,
  stream        text        not null check (stream in ('inbound', 'outbound')),
  submitter     text,                    -- the authenticated user; only such mail may bounce
  reverse_path  text        not null,    -- empty: the null reverse-path
  eight_bit     boolean     not null,
  smtputf8      boolean     not null,
  ret           text,                    -- RFC 3461 RET
  envelope_id   text,                    -- RFC 3461 ENVID
  traceparent   text        not null,
  size_bytes    bigint      not null,
  accepted_at   timestamptz not null,
  -- where the body is: the source topic, or mail.deferred once it was copied there
  topic         text        not null,
  partition     integer     not null,
  record_offset bigint      not null,
  closed_at     timestamptz              -- null while any recipient is unfinished
);
-- What the topics still have to keep.
create index mail_needed on mail (topic, partition, record_offset) where closed_at is null;
create index mail_closed on mail (closed_at) where closed_at is not null;

-- One row for each recipient: what is delivered, retried, held.
create table recipient (
  message_id      text        not null references mail on delete cascade,
  recipient       text        not null,
  stream          text        not null,
  tenant          text        not null,
  destination     text        not null,
  notify          text,                  -- RFC 3461 NOTIFY
  orcpt           text,                  -- RFC 3461 ORCPT
  state           text        not null check (state in ('due', 'leased', 'held', 'delivered', 'failed', 'dropped')),
  attempts        integer     not null default 0,
  next_attempt_at timestamptz not null,
  lease_owner     text,
  lease_until     timestamptz,
  last_reply      text,
  primary key (message_id, recipient)
);
create index recipient_due on recipient (stream, tenant, destination, next_attempt_at, message_id) where state = 'due';
create index recipient_leased on recipient (stream, tenant, destination, message_id) where state = 'leased';
create index recipient_lease on recipient (lease_until) where state = 'leased';
create index mail_oldest on mail (accepted_at) where closed_at is null;
create index recipient_held on recipient (next_attempt_at) where state = 'held';

-- One row for each (stream, tenant, destination): when it is that lane's turn again. The claim takes lanes in
-- the order of next_at, so a long queue in one lane costs the others nothing.
create table lane (
  stream      text        not null,
  tenant      text        not null,
  destination text        not null,
  next_at     timestamptz not null,      -- infinity: nothing waits
  primary key (stream, tenant, destination)
);
create index lane_next on lane (next_at);

-- How far each partition has been taken in: written in the transaction that stores the rows.
create table consumed_offsets (
  consumer_group text    not null,
  topic          text    not null,
  partition      integer not null,
  next_offset    bigint  not null,
  primary key (consumer_group, topic, partition)
);

-- What a transaction decided to send through Kafka: our bounces and the history of messages.
create table outbox (
  id            bigint      generated always as identity primary key,
  topic         text        not null,
  record_key    text        not null,
  value         bytea       not null,
  header_names  text[]      not null,
  header_values bytea[]     not null,
  created_at    timestamptz not null default now()
);

-- How far each partition may be deleted. Written before the deletion, so that nobody points a row below it.
create table trimmed (
  topic     text    not null,
  partition integer not null,
  upto      bigint  not null,
  primary key (topic, partition)
);
