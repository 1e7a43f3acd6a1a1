-- The accounts that sign on EVM chains. An order's nonce is there as long as its bytes could apply, and for good once they did.
CREATE TABLE worker_accounts (
    account TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    json TEXT NOT NULL
);

CREATE TABLE worker_transactions (
    order_id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    json TEXT NOT NULL,
    account TEXT NOT NULL,
    status TEXT NOT NULL,
    ordered_at INTEGER NOT NULL,
    nonce INTEGER,
    hash TEXT,
    is_open INTEGER NOT NULL
);
CREATE INDEX worker_transactions_open ON worker_transactions (account, ordered_at, order_id) WHERE is_open = 1;
CREATE INDEX worker_transactions_by_nonce ON worker_transactions (account, nonce, order_id) WHERE nonce IS NOT NULL;

-- What contracts announced, each chain's in its order, and up to where each chain was read. Rows are never deleted.
CREATE TABLE chain_cursors (
    chain TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    json TEXT NOT NULL
);

CREATE TABLE chain_events (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    json TEXT NOT NULL,
    chain TEXT NOT NULL,
    height INTEGER NOT NULL,
    log_index INTEGER NOT NULL,
    is_orphaned INTEGER NOT NULL,
    is_open INTEGER NOT NULL,
    is_aside INTEGER NOT NULL
);
CREATE INDEX chain_events_open ON chain_events (chain, height, log_index, id) WHERE is_open = 1;
CREATE INDEX chain_events_above ON chain_events (chain, height, log_index, id) WHERE is_orphaned = 0;
CREATE INDEX chain_events_aside ON chain_events (chain, height, log_index, id) WHERE is_aside = 1;
