-- One run: what was to be asked, what came back, how it was judged. Read it with any SQLite tool:
--   SELECT candidate, count(*), avg(quality) FROM calls GROUP BY candidate;
-- PRAGMA application_id says that it is a run of shortlist, PRAGMA user_version which version of this file made it.
-- Text columns hold bytes as they came: text, or a blob where a NUL is among them. Columns without a type keep both.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,   -- run_id, name, created, asked_digest, state, provenance (JSON)
  value TEXT NOT NULL
) WITHOUT ROWID;

-- The resolved plan, once for each time that it changed; the last one counts. What is asked never changes (that would
-- be another run), but weights, limits, prices and the gate may.
CREATE TABLE plans (
  number INTEGER PRIMARY KEY,
  since  TEXT NOT NULL,     -- RFC 3339, UTC
  path   TEXT NOT NULL,     -- the file it was read from
  plan   TEXT NOT NULL      -- JSON in the plan file's own format
);

CREATE TABLE suites (
  suite  INTEGER PRIMARY KEY,   -- index in the plan
  facts  TEXT NOT NULL          -- JSON: source, name, version, digests, weight, limit, metrics, tag names
);

-- No prompts: they are the suite's, and a run may hold a million of them.
CREATE TABLE items (
  suite   INTEGER NOT NULL REFERENCES suites ON DELETE CASCADE,
  item    INTEGER NOT NULL,     -- index in the suite
  id      NOT NULL,
  tags    TEXT NOT NULL,        -- JSON array, in the order of the suite's tag names
  cluster NOT NULL,             -- '' is a cluster of its own
  PRIMARY KEY (suite, item)
) WITHOUT ROWID;

CREATE TABLE calls (
  number        INTEGER PRIMARY KEY,
  candidate     INTEGER NOT NULL,   -- these four are the call's key: indices into the plan
  suite         INTEGER NOT NULL,
  item          INTEGER NOT NULL,
  repeat        INTEGER NOT NULL,
  failure       TEXT,               -- kind; NULL: there is an answer
  detail,                           -- of the failure
  retry_after_ns INTEGER,
  text,                             -- the answer; from here to fingerprint NULL where there is none
  reasoning,
  refusal,
  finish        TEXT,
  usage         INTEGER,            -- 1: the provider said; tokens that it left out stay NULL
  input_tokens  INTEGER,
  cached_input_tokens INTEGER,
  output_tokens INTEGER,
  reasoning_tokens INTEGER,
  tool_calls    TEXT,               -- JSON [[id, name, arguments], ...]; NULL: none
  model_served,
  fingerprint,
  started_ns    INTEGER NOT NULL,   -- since 1970, UTC: datetime(started_ns / 1000000000, 'unixepoch')
  queued_ns     INTEGER NOT NULL,   -- this and what follows: of the last try, since the call was due
  connected_ns  INTEGER,
  written_ns    INTEGER,
  first_byte_ns INTEGER,
  first_token_ns INTEGER,
  last_token_ns INTEGER,
  done_ns       INTEGER NOT NULL,
  attempts      TEXT NOT NULL,      -- JSON [{at_ns, took_ns, failure, detail, http_status, request_id}, ...]
  flaw          TEXT NOT NULL,
  quality       REAL,               -- [0, 1]; NULL: not judged
  cost_nano_usd INTEGER,            -- NULL: unknown
  UNIQUE (candidate, suite, item, repeat)
);
CREATE INDEX failed_calls ON calls (number) WHERE failure IS NOT NULL;   -- so that listing runs need not read them

CREATE TABLE scores (
  call     INTEGER NOT NULL REFERENCES calls ON DELETE CASCADE,
  position INTEGER NOT NULL,        -- in the order of the suite's metrics
  metric   NOT NULL,
  value    REAL,                    -- [0, 1]; NULL: could not be judged
  reason   NOT NULL,
  PRIMARY KEY (call, position)
) WITHOUT ROWID;
