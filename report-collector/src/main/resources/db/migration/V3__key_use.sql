-- When each key was last seen at work: in our signing log, and with a DKIM pass in counted reports.
-- Two tables, so that a large report does not hold up the signing log.
create table key_signed (
  domain      text not null,
  selector    text not null,
  last_signed timestamptz not null,
  primary key (domain, selector)
);
create table key_reported (
  domain        text not null,
  selector      text not null,
  last_reported timestamptz not null,
  primary key (domain, selector)
);

-- When the whole was last written to keys.usage, by whichever collector.
create table key_usage_feed (
  only_row     boolean primary key default true check (only_row),
  published_at timestamptz not null
);
insert into key_usage_feed (published_at) values ('-infinity');

-- What was stored before there were these tables.
insert into key_signed (domain, selector, last_signed)
select lower(body->>'domain'), lower(body->>'selector'), max(at)
from message_event
where type = 'signed' and length(body->>'domain') between 1 and 253
  and length(body->>'selector') between 1 and 253
group by 1, 2;

insert into key_reported (domain, selector, last_reported)
select rtrim(lower(d->>'domain'), '.'), rtrim(lower(d->>'selector'), '.'),
  max(least(p.period_end, p.received_at))
from report p
join report_record r on r.report_id = p.id and r.day = (p.period_begin at time zone 'UTC')::date
cross join lateral jsonb_array_elements(r.dkim_results) d
where p.status = 'counted' and r.signer <> '' and d->>'result' = 'pass'
  and length(d->>'domain') between 1 and 253 and length(d->>'selector') between 1 and 253
group by 1, 2;
