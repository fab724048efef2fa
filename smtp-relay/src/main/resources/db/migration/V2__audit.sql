-- Who did what to the queue by hand. Rows are only ever added.
create table audit (
  id         bigint      generated always as identity primary key,
  at         timestamptz not null,
  actor      text        not null,
  verb       text        not null,
  selection  text        not null,
  recipients integer     not null
);
create index recipient_message on recipient (destination, tenant) where state in ('due', 'leased', 'held');
