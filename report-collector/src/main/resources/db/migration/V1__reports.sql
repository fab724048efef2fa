-- Reports others send us. Counted ones passed DMARC on arrival or were uploaded by someone with a
-- token; untrusted ones are kept, shown as such, and in no sum.
create table report (
  id              bigint generated always as identity primary key,
  kind            text not null check (kind in ('aggregate', 'failure', 'smtp-tls')),
  status          text not null check (status in ('counted', 'untrusted')),
  fingerprint     bytea not null unique,
  source          text not null check (source in ('mail', 'upload')),
  message_id      text,
  submitter       text not null,
  part            text not null,
  received_at     timestamptz not null,
  copies          int not null default 1,
  reporter        text not null,
  email           text not null,
  extra_contact   text not null default '',
  report_id       text not null,
  domain          text not null,
  period_begin    timestamptz not null,
  period_end      timestamptz not null,
  policy          jsonb not null,
  generator       text not null default '',
  errors          text[] not null default '{}',
  quirks          text[] not null default '{}',
  records         bigint not null,
  messages        bigint not null,
  rejected        bigint not null default 0,
  body            jsonb
);
create index report_by_domain on report (domain, id desc);

-- One row per record of an aggregate report; the day is the first of its period, in UTC.
create table report_record (
  report_id     bigint not null,
  n             int not null,
  day           date not null,
  source_ip     inet not null,
  messages      bigint not null,
  disposition   text not null,
  dkim          text not null,
  spf           text not null,
  header_from   text not null,
  signer        text not null,
  mail_from     text not null,
  envelope_from text not null,
  envelope_to   text not null,
  reasons       jsonb not null,
  dkim_results  jsonb not null,
  spf_results   jsonb not null
) partition by range (day);
create index report_record_by_report on report_record (report_id, n);
-- Months are added by the service; a date no month was made for lands here.
create table report_record_default partition of report_record default;

create table rejected_record (
  report_id bigint not null references report on delete cascade,
  n         bigint not null,
  reason    text not null,
  primary key (report_id, n)
);

-- Input that is no report, or that could not be trusted to mean what it says. Never deleted by the service.
create table raw_input (
  sha256 bytea primary key,
  bytes  bytea not null
);
create table dead_letter (
  id          bigint generated always as identity primary key,
  sha256      bytea not null references raw_input,
  part        text not null,
  reason      text not null,
  detail      text not null,
  position    text not null,
  source      text not null,
  message_id  text,
  received_at timestamptz not null,
  copies      int not null default 1,
  replayed_at timestamptz,
  unique (sha256, part, reason)
);

-- The story of each message: mail.events and auth.results, 30 days.
create table message_event (
  at         timestamptz not null,
  message_id text not null,
  type       text not null,
  sender     text not null default '',
  domain     text not null default '',
  recipients text[] not null default '{}',
  body       jsonb not null
) partition by range (at);
create index message_event_by_message on message_event (message_id, at);
create table message_event_default partition of message_event default;

create table consumed_offsets (
  consumer_group text not null,
  topic          text not null,
  partition      int not null,
  next_offset    bigint not null,
  primary key (consumer_group, topic, partition)
);
