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
