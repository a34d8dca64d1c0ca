-- One run: what was to be asked, what came back, how it was judged. Read it with any SQLite tool:
--   SELECT candidate, count(*), avg(quality) FROM calls GROUP BY candidate;
--   SELECT metric, avg(value) FROM scores GROUP BY metric;
-- PRAGMA application_id says that it is a run of shortlist, PRAGMA user_version which version of this file made it.
-- Text columns hold bytes as they came: text, or a blob where a NUL is among them. Columns without a type keep both.
-- IF NOT EXISTS, because files of an older version are brought up to date by the same text (database.cpp).

CREATE TABLE IF NOT EXISTS meta (
  key   TEXT PRIMARY KEY,   -- run_id, name, created, asked_digest, answerers, fresh, state, provenance (JSON)
  value TEXT NOT NULL
) WITHOUT ROWID;

-- The resolved plan, once for each time that it changed; the last one counts. What is asked never changes (that would
-- be another run), but weights, limits, prices and the gate may.
CREATE TABLE IF NOT EXISTS plans (
  number INTEGER PRIMARY KEY,
  since  TEXT NOT NULL,     -- RFC 3339, UTC
  path   TEXT NOT NULL,     -- the file it was read from
  plan   TEXT NOT NULL      -- JSON in the plan file's own format
);

CREATE TABLE IF NOT EXISTS suites (
  suite  INTEGER PRIMARY KEY,   -- index in the plan
  facts  TEXT NOT NULL          -- JSON: source, name, version, digests, weight, limit, metrics, tag names
);

-- No prompts: they are the suite's, and a run may hold a million of them.
CREATE TABLE IF NOT EXISTS items (
  suite   INTEGER NOT NULL REFERENCES suites ON DELETE CASCADE,
  item    INTEGER NOT NULL,     -- index in the suite
  id      NOT NULL,
  tags    TEXT NOT NULL,        -- JSON array, in the order of the suite's tag names
  cluster NOT NULL,             -- '' is a cluster of its own
  PRIMARY KEY (suite, item)
) WITHOUT ROWID;

-- Rows are only added at the end, so that a batch touches few pages; the texts stand last, so that figures are read
-- without them. One row a key, which the writer sees to (record_rows.cpp).
CREATE TABLE IF NOT EXISTS calls (
  number        INTEGER PRIMARY KEY,
  candidate     INTEGER NOT NULL,   -- these four are the call's key: indices into the plan
  suite         INTEGER NOT NULL,
  item          INTEGER NOT NULL,
  repeat        INTEGER NOT NULL,
  asked         BLOB,               -- 16 bytes: digest of everything that can change the answer; NULL: not known
  cached        INTEGER NOT NULL,   -- 1: taken from an earlier run; it cost nothing, and its times are not this run's
  failure       TEXT,               -- kind; NULL: there is an answer
  finish        TEXT,               -- this and the answer's other columns are NULL where there is none
  flaw          TEXT NOT NULL,
  quality       REAL,               -- [0, 1]; NULL: not judged
  cost_nano_usd INTEGER,            -- NULL: unknown
  usage         INTEGER,            -- 1: the provider said; tokens that it left out stay NULL
  input_tokens  INTEGER,
  cached_input_tokens INTEGER,
  output_tokens INTEGER,
  reasoning_tokens INTEGER,
  prompt_cut    INTEGER NOT NULL,   -- notices, 0 or 1
  other_model   INTEGER NOT NULL,
  no_usage      INTEGER NOT NULL,
  started_ns    INTEGER NOT NULL,   -- since 1970, UTC: datetime(started_ns / 1000000000, 'unixepoch')
  queued_ns     INTEGER NOT NULL,   -- this and what follows: of the last try, since the call was due
  connected_ns  INTEGER,
  written_ns    INTEGER,
  first_byte_ns INTEGER,
  first_token_ns INTEGER,
  first_answer_ns INTEGER,
  last_token_ns INTEGER,
  done_ns       INTEGER NOT NULL,
  retry_after_ns INTEGER,
  gap_count     INTEGER NOT NULL,   -- gaps between chunks, and these themselves in ns: unsigned LEB128 (seven bits a
  gaps          BLOB,               -- byte, the lowest first, the top bit set on all but a number's last byte)
  attempts      TEXT NOT NULL,      -- JSON [{at_ns, took_ns, failure, detail, http_status, request_id, partial}, ...]
  scores        TEXT NOT NULL,      -- JSON [[metric, value, reason], ...] in the order of the suite's metrics
  tool_calls    TEXT,               -- JSON [[id, name, arguments], ...]; NULL: none
  model_served,
  fingerprint,
  detail,                           -- of the failure
  refusal,
  reasoning,
  text                              -- the answer
);
-- The key first by item, because that is the order of asking: neighbours in time are neighbours here. It holds all that
-- looking for a call, or for the answers that another run may take, has to read.
CREATE INDEX IF NOT EXISTS calls_by_key ON calls (suite, item, repeat, candidate, failure, asked);
CREATE INDEX IF NOT EXISTS failed_calls ON calls (number) WHERE failure IS NOT NULL;   -- for listing runs

-- value: [0, 1]; NULL: could not be judged. Bytes that are no text stand as {"hex": "..."}.
CREATE VIEW IF NOT EXISTS scores AS
  SELECT calls.number AS call, each.key AS position, json_extract(each.value, '$[0]') AS metric,
         json_extract(each.value, '$[1]') AS value, json_extract(each.value, '$[2]') AS reason
  FROM calls, json_each(calls.scores) AS each;
