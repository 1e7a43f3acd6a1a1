-- Requests between two chains of Mosaic: the grains' state, and beside it what lists and views need.
CREATE TABLE mosaic_requests (
    request_hash TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    json TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    is_open INTEGER NOT NULL,
    pair TEXT NOT NULL,
    origin_chain_id TEXT NOT NULL,
    aux_chain_id TEXT NOT NULL,
    gateway_address TEXT NOT NULL,
    message_hash TEXT,
    origin_worker_address TEXT,
    auxiliary_worker_address TEXT,
    hash_lock TEXT,
    unlock_secret TEXT, -- encrypted
    transactions TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    next_due INTEGER,
    -- Who wakes it now, if it is overdue, and how long nobody else does.
    claimed_by TEXT,
    claimed_until INTEGER
);
CREATE INDEX mosaic_requests_due ON mosaic_requests (next_due) WHERE next_due IS NOT NULL;
CREATE INDEX mosaic_requests_claimed ON mosaic_requests (claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX mosaic_requests_open ON mosaic_requests (created_at, request_hash) WHERE is_open = 1;
CREATE INDEX mosaic_requests_by_message ON mosaic_requests (message_hash) WHERE message_hash IS NOT NULL;

-- Contracts that belong together, as the chains named them.
CREATE TABLE addresses (
    origin_chain TEXT NOT NULL,
    gateway_address TEXT NOT NULL,
    auxiliary_chain TEXT NOT NULL,
    ost_composer_address TEXT NOT NULL,
    cogateway_address TEXT NOT NULL,
    anchor_address TEXT NOT NULL,
    co_anchor_address TEXT NOT NULL,
    PRIMARY KEY (origin_chain, gateway_address)
);

-- One running process of a kind for a chain and the keys of its workers; a row that is not renewed is free.
CREATE TABLE processes (
    kind TEXT NOT NULL,
    chain_id TEXT NOT NULL,
    worker_key TEXT NOT NULL,
    pid INTEGER NOT NULL,
    host TEXT NOT NULL,
    lease TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    renewed_at INTEGER NOT NULL,
    PRIMARY KEY (kind, chain_id, worker_key)
);

CREATE VIEW stake_requests AS
SELECT
    row_number() OVER (ORDER BY created_at, request_hash) AS id,
    request_hash AS stake_request_hash,
    message_hash,
    origin_chain_id,
    aux_chain_id,
    gateway_address,
    origin_worker_address,
    auxiliary_worker_address,
    hash_lock,
    unlock_secret,
    status,
    transactions,
    (SELECT min(pid) FROM processes WHERE kind = 'facilitator' AND chain_id = aux_chain_id) AS pid,
    created_at,
    updated_at
FROM mosaic_requests
WHERE kind = 'stake';

CREATE VIEW redeem_requests AS
SELECT
    row_number() OVER (ORDER BY created_at, request_hash) AS id,
    request_hash AS redeem_request_hash,
    message_hash,
    origin_chain_id,
    aux_chain_id,
    gateway_address,
    origin_worker_address,
    auxiliary_worker_address,
    hash_lock,
    unlock_secret,
    status,
    transactions,
    (SELECT min(pid) FROM processes WHERE kind = 'facilitator' AND chain_id = aux_chain_id) AS pid,
    created_at,
    updated_at
FROM mosaic_requests
WHERE kind = 'redeem';
