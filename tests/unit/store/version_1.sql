-- A run as version 1 of the schema had it, with a full answer, a full failure and an empty answer (records.cpp).
PRAGMA application_id = 1397247060;
PRAGMA user_version = 1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO meta VALUES('asked_digest','604ff3eda798480bafc820ffeba4070310cfb2b3bbfe8ca41db695d1796e7c44');
INSERT INTO meta VALUES('created','2026-11-24T00:00:00.000Z');
INSERT INTO meta VALUES('name','fake plan');
INSERT INTO meta VALUES('provenance','{"facts":{},"finished":"","run_id":"2026-11-24-fake-plan","started":"2026-11-24T00:00:00.000Z","version":"","warnings":[]}');
INSERT INTO meta VALUES('run_id','2026-11-24-fake-plan');
INSERT INTO meta VALUES('state','interrupted');
CREATE TABLE plans (
  number INTEGER PRIMARY KEY,
  since  TEXT NOT NULL,
  path   TEXT NOT NULL,
  plan   TEXT NOT NULL      -- JSON in the plan file's own format
);
INSERT INTO plans VALUES(1,'2026-11-24T00:00:00.000Z','fake.yaml','{"budget":{},"candidates":[{"backend":"mock","model":"c0","name":"c0"},{"backend":"mock","model":"c1","name":"c1"}],"failures":{"empty":"wrong","refused":"wrong","transport":"incomplete","truncated":"wrong","unparsable":"wrong"},"gate":{"baseline":".shortlist/baseline.json","checks":[]},"lanes":{},"name":"fake plan","objective":{"prefer":"utility","quality":1.0,"within":0.02},"repeats":1,"seed":0,"stages":[{"race":{"mode":"full"}}],"suites":[{"suite":"numbers","weight":1.0}],"version":1}');
CREATE TABLE suites (
  suite  INTEGER PRIMARY KEY,
  facts  TEXT NOT NULL
);
INSERT INTO suites VALUES(0,'{"asked_digest":"asked-10","description":"","judged_digest":"judged","languages":[],"limit":0,"metrics":[{"kind":"exact","name":"exact","options":{"target":"{{index}}"},"weight":1.0}],"name":"numbers","source":"numbers","tag_names":["parity"],"version":"1","weight":1.0}');
CREATE TABLE items (
  suite   INTEGER NOT NULL REFERENCES suites ON DELETE CASCADE,
  item    INTEGER NOT NULL,
  id      NOT NULL,
  tags    TEXT NOT NULL,        -- JSON array, in the order of the suite's tag names
  cluster NOT NULL,             -- '' is a cluster of its own
  PRIMARY KEY (suite, item)
) WITHOUT ROWID;
INSERT INTO items VALUES(0,0,'item-0','["even"]','cluster-0');
INSERT INTO items VALUES(0,1,'item-1','["odd"]','cluster-0');
INSERT INTO items VALUES(0,2,'item-2','["even"]','cluster-0');
INSERT INTO items VALUES(0,3,'item-3','["odd"]','cluster-0');
INSERT INTO items VALUES(0,4,'item-4','["even"]','cluster-0');
INSERT INTO items VALUES(0,5,'item-5','["odd"]','cluster-1');
INSERT INTO items VALUES(0,6,'item-6','["even"]','cluster-1');
INSERT INTO items VALUES(0,7,'item-7','["odd"]','cluster-1');
INSERT INTO items VALUES(0,8,'item-8','["even"]','cluster-1');
INSERT INTO items VALUES(0,9,'item-9','["odd"]','cluster-1');
CREATE TABLE calls (
  number        INTEGER PRIMARY KEY,
  candidate     INTEGER NOT NULL,   -- these four are the call's key: indices into the plan
  suite         INTEGER NOT NULL,
  item          INTEGER NOT NULL,
  repeat        INTEGER NOT NULL,
  failure       TEXT,
  detail,
  retry_after_ns INTEGER,
  text,
  reasoning,
  refusal,
  finish        TEXT,
  usage         INTEGER,
  input_tokens  INTEGER,
  cached_input_tokens INTEGER,
  output_tokens INTEGER,
  reasoning_tokens INTEGER,
  tool_calls    TEXT,
  model_served,
  fingerprint,
  started_ns    INTEGER NOT NULL,   -- since 1970, UTC: datetime(started_ns / 1000000000, 'unixepoch')
  queued_ns     INTEGER NOT NULL,
  connected_ns  INTEGER,
  written_ns    INTEGER,
  first_byte_ns INTEGER,
  first_token_ns INTEGER,
  last_token_ns INTEGER,
  done_ns       INTEGER NOT NULL,
  attempts      TEXT NOT NULL,
  flaw          TEXT NOT NULL,
  quality       REAL,
  cost_nano_usd INTEGER,
  UNIQUE (candidate, suite, item, repeat)
);
INSERT INTO calls VALUES(1,0,0,1,0,NULL,NULL,NULL,X'ec9588eb859500206e756c2c20fffe206e6f74205554462d382c20273b2044524f50205441424c452063616c6c733b202d2d',replace(replace('because\r\n','\r',char(13)),'\n',char(10)),'','tool_calls',1,118,NULL,0,9007199254740993,'[["id","name",{"hex":"7b2261223aff007d"}],["","",""]]','m',X'00',1790000000123456789,1,NULL,3,NULL,1234567890123,NULL,2000000000001,'[{"at_ns":1,"detail":{"hex":"62757379ff0021"},"failure":"overloaded","http_status":529,"request_id":"req-1","took_ns":50},{"at_ns":70,"http_status":200,"request_id":"req-\"2\"","took_ns":90}]','unparsable',0.10000000000000000555,11200);
INSERT INTO calls VALUES(2,0,0,2,0,'rate_limited',CAST(X'736c6f7720646f776e20C3' AS TEXT),7000000000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1790000000123456789,1,NULL,3,NULL,1234567890123,NULL,2000000000001,'[{"at_ns":1,"detail":{"hex":"62757379ff0021"},"failure":"overloaded","http_status":529,"request_id":"req-1","took_ns":50},{"at_ns":70,"http_status":200,"request_id":"req-\"2\"","took_ns":90}]','none',NULL,NULL);
INSERT INTO calls VALUES(3,1,0,0,0,NULL,NULL,NULL,'','','','unknown',0,NULL,NULL,NULL,NULL,NULL,'','',0,0,NULL,NULL,NULL,NULL,NULL,0,'[]','none',NULL,NULL);
CREATE TABLE scores (
  call     INTEGER NOT NULL REFERENCES calls ON DELETE CASCADE,
  position INTEGER NOT NULL,        -- in the order of the suite's metrics
  metric   NOT NULL,
  value    REAL,
  reason   NOT NULL,
  PRIMARY KEY (call, position)
) WITHOUT ROWID;
INSERT INTO scores VALUES(1,0,'exact',0.33333333333333331482,'expected 😀');
INSERT INTO scores VALUES(1,1,'judge',NULL,X'610062');
CREATE INDEX failed_calls ON calls (number) WHERE failure IS NOT NULL;
COMMIT;
