-- Sums of counted reports by the first day of their period, in UTC. Written in the transaction that
-- stores the report; the self-check compares them with the records.
create table daily_source (
  day         date not null,
  domain      text not null,
  source_ip   inet not null,
  dkim        text not null,
  spf         text not null,
  disposition text not null,
  signer      text not null,
  mail_from   text not null,
  messages    bigint not null,
  primary key (domain, day, source_ip, dkim, spf, disposition, signer, mail_from)
);
create table daily_reporter (
  day      date not null,
  domain   text not null,
  reporter text not null,
  reports  bigint not null,
  messages bigint not null,
  passed   bigint not null,
  primary key (domain, day, reporter)
);
