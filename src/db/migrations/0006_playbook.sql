-- The programme's pages, cut into passages, with the words and vectors that search needs.

-- The few distinct readerships of pages. Passages and words point here, so that one small look-up, and not a test per
-- word, decides what a reader's search and its word statistics are made of. The counts are kept per readership, never
-- for the whole index: a reader adds up those of the readerships it can see, and hidden pages change nothing.
create table playbook_audiences (
  audience_id integer generated always as identity primary key,
  visibility text not null check (visibility in ('internal', 'partner', 'public')),
  partners text[] not null default '{}',
  tiers text[] not null default '{}',
  archetypes text[] not null default '{}',
  passages integer not null default 0,
  words integer not null default 0,
  unique (visibility, partners, tiers, archetypes)
);

create table playbook_pages (
  path text primary key,
  audience_id integer not null references playbook_audiences,
  title text not null,
  -- What the title is without its year or version: pages of one family replace one another.
  family text not null,
  superseded boolean not null default false,
  effective_on date,
  url text,
  content_hash text not null
);
create index playbook_pages_family on playbook_pages (family, effective_on);

create table playbook_passages (
  passage_id text primary key,
  passage_no integer generated always as identity unique,
  path text not null references playbook_pages on delete cascade,
  audience_id integer not null references playbook_audiences,
  position integer not null,
  heading text not null,
  body text not null,
  body_hash text not null,
  word_count integer not null,
  embedding_model text,
  embedding vector(512)
);
create index playbook_passages_path on playbook_passages (path, position);
create index playbook_passages_audience on playbook_passages (audience_id);
-- Beside the row rather than in TOAST, where an exact scan would fetch each vector apart (61 ms against 15 ms at 10,000).
alter table playbook_passages alter column embedding set storage plain;

-- One row for each word of each readership. `postings` holds 8 bytes for each passage that has the word: its number (4),
-- how often the word stands in its text (1) and in the headings above it (1), and its length in words (2).
create table playbook_terms (
  word text not null,
  stem text not null,
  audience_id integer not null references playbook_audiences,
  passages integer not null check (passages > 0),
  postings bytea not null,
  primary key (word, audience_id)
);
-- Not compressed: numbers hardly shrink, and every search would unpack them.
alter table playbook_terms alter column postings set storage external;

-- How the index was made, and the company's own words. No page's text: every reader may know it.
create table playbook_index (
  only_one boolean primary key default true check (only_one),
  version integer not null default 0,
  glossary jsonb not null default '[]'
);
insert into playbook_index default values;

-- The shape that the vector store of LangChain reads. It runs as the reader, so that row security holds.
create view playbook_vectors with (security_invoker = true) as
  select passage_no as id, ''::text as text, null::jsonb as metadata, embedding
  from playbook_passages
  where embedding is not null;
