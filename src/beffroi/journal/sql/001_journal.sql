-- The journal. `record` is the canonical JSON that the chain proves; the other readable columns are computed from it, so that
-- what a page shows can never differ from what is proved. A field absent from the JSON is at its default value.
CREATE TABLE entries (
    id           INTEGER PRIMARY KEY,
    organization TEXT    NOT NULL,
    seq          INTEGER NOT NULL CHECK (seq > 0),
    previous     TEXT    NOT NULL CHECK (length(previous) = 64),
    hash         TEXT    NOT NULL CHECK (length(hash) = 64),
    record       TEXT    NOT NULL,
    at           INTEGER GENERATED ALWAYS AS (json_extract(record, '$.at')) VIRTUAL,
    request_id   TEXT    GENERATED ALWAYS AS (json_extract(record, '$.request_id')) VIRTUAL,
    "use"        TEXT    GENERATED ALWAYS AS (json_extract(record, '$.use')) VIRTUAL,
    person       TEXT    GENERATED ALWAYS AS (json_extract(record, '$.person')) VIRTUAL,
    outcome      TEXT    GENERATED ALWAYS AS (json_extract(record, '$.outcome')) VIRTUAL,
    status       INTEGER GENERATED ALWAYS AS (json_extract(record, '$.status')) VIRTUAL,
    model        TEXT    GENERATED ALWAYS AS (coalesce(json_extract(record, '$.model'), '')) VIRTUAL,
    provider     TEXT    GENERATED ALWAYS AS (coalesce(json_extract(record, '$.provider'), '')) VIRTUAL,
    "action"     TEXT    GENERATED ALWAYS AS (coalesce(json_extract(record, '$.action'), '')) VIRTUAL,
    UNIQUE (organization, seq)
);

-- Where each chain stands, rewritten in the same transaction as the entries: a cut tail no longer agrees with it.
CREATE TABLE heads (
    organization TEXT PRIMARY KEY,
    seq          INTEGER NOT NULL,
    hash         TEXT    NOT NULL
) WITHOUT ROWID;

-- Exchanges under way. What a crash leaves here becomes an entry at the next start.
-- `copy` only tells apart two openings of one request. One page to write: no second index.
CREATE TABLE openings (
    organization TEXT    NOT NULL,
    request_id   TEXT    NOT NULL,
    copy         INTEGER NOT NULL DEFAULT (random()),
    opening      TEXT    NOT NULL,
    PRIMARY KEY (organization, request_id, copy)
) WITHOUT ROWID;

CREATE TRIGGER entries_are_never_updated BEFORE UPDATE ON entries
BEGIN
    SELECT RAISE(ABORT, 'journal entries are never updated');
END;

CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
BEGIN
    SELECT RAISE(ABORT, 'journal entries are never deleted');
END;

CREATE TRIGGER heads_only_grow BEFORE UPDATE ON heads WHEN new.seq <= old.seq
BEGIN
    SELECT RAISE(ABORT, 'a chain only grows');
END;

CREATE TRIGGER heads_are_never_deleted BEFORE DELETE ON heads
BEGIN
    SELECT RAISE(ABORT, 'a chain is never deleted');
END;
