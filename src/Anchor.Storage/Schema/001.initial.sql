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

CREATE TABLE transactions (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    json TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    asset TEXT NOT NULL,
    account TEXT NOT NULL,
    account_memo TEXT NOT NULL, -- empty when there is none, so that an index finds it
    distribution_account TEXT NOT NULL,
    memo_kind TEXT,
    memo TEXT,
    stellar_transaction_id TEXT,
    external_transaction_id TEXT,
    started_at INTEGER NOT NULL,
    next_due INTEGER
);
CREATE INDEX transactions_of_user ON transactions (account, account_memo, asset, started_at, id, kind);
CREATE INDEX transactions_by_status ON transactions (status, kind, id);
CREATE INDEX transactions_by_memo ON transactions (distribution_account, memo, memo_kind, id)
    WHERE kind = 'withdrawal';
CREATE INDEX transactions_by_stellar_id ON transactions (stellar_transaction_id, account, account_memo, started_at, id)
    WHERE stellar_transaction_id IS NOT NULL;
CREATE INDEX transactions_by_external_id ON transactions (external_transaction_id, account, account_memo, started_at, id)
    WHERE external_transaction_id IS NOT NULL;
CREATE INDEX transactions_due ON transactions (next_due) WHERE next_due IS NOT NULL;

-- Rows are never deleted. order_key is the id, an integer, padded so that text sorts as the ledger does.
CREATE TABLE payments (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    json TEXT NOT NULL,
    status TEXT NOT NULL,
    account TEXT NOT NULL,
    order_key TEXT NOT NULL,
    memo TEXT,
    is_held INTEGER NOT NULL
);
CREATE INDEX payments_undecided_by_memo ON payments (account, memo, order_key) WHERE status = 'received';
CREATE INDEX payments_undecided ON payments (account, order_key) WHERE status = 'received';
CREATE INDEX payments_held ON payments (order_key) WHERE is_held = 1;

CREATE TABLE ingest_cursors (
    source TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    cursor TEXT,
    alarm TEXT
);

CREATE TABLE payouts (
    purpose_id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    json TEXT NOT NULL,
    account TEXT NOT NULL,
    status TEXT NOT NULL,
    ordered_at INTEGER NOT NULL,
    is_open INTEGER NOT NULL
);
CREATE INDEX payouts_open ON payouts (account, ordered_at, purpose_id) WHERE is_open = 1;

CREATE TABLE single_use (
    purpose TEXT NOT NULL,
    value TEXT NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (purpose, value)
);
CREATE INDEX single_use_until ON single_use (until);

-- Values are encrypted; only the names can be read.
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
