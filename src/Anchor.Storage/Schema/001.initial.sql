-- Times are milliseconds of the Unix epoch, amounts and memos are text. The JSON is the truth of a row; the columns
-- beside it are written from it in the same statement, for queries only.

CREATE TABLE storage_fence (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    epoch INTEGER NOT NULL
);
INSERT INTO storage_fence (id, epoch) VALUES (1, 0);

CREATE TABLE grain_state (
    grain_type TEXT NOT NULL,
    grain_key TEXT NOT NULL,
    state_name TEXT NOT NULL,
    version INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (grain_type, grain_key, state_name)
);

CREATE TABLE reminders (
    grain_type TEXT NOT NULL,
    grain_key TEXT NOT NULL,
    name TEXT NOT NULL,
    first_tick_utc INTEGER NOT NULL,
    period_ms INTEGER NOT NULL,
    next_due_utc INTEGER NOT NULL,
    etag TEXT NOT NULL,
    PRIMARY KEY (grain_type, grain_key, name)
);
CREATE INDEX reminders_due ON reminders (next_due_utc, grain_type, grain_key, name);
