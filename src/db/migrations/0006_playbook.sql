-- The programme's pages, cut into passages, with the words and vectors that search needs.

-- The few distinct readerships of pages. Passages and words point here, so that one small look-up, and not a test per
-- word, decides what a reader's search and its word statistics are made of.
create table playbook_audiences (
  audience_id integer generated always as identity primary key,
  visibility text not null check (visibility in ('internal', 'partner', 'public')),
  partners text[] not null default '{}',
  tiers text[] not null default '{}',
  archetypes text[] not null default '{}',
  unique (visibility, partners, tiers, archetypes)
);

create table playbook_pages (
  path text primary key,
  audience_id integer not null references playbook_audiences,
  title text not null,
  effective_on date,
  url text,
  content_hash text not null
);

create table playbook_passages (
  passage_id text primary key,
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

create table playbook_terms (
  term text not null,
  passage_id text not null references playbook_passages on delete cascade,
  audience_id integer not null references playbook_audiences,
  frequency integer not null,
  primary key (term, passage_id)
);
create index playbook_terms_passage on playbook_terms (passage_id);
