-- What the sync of a Hathor network knows: only vertices that stand. Values are in the token's smallest part, times in seconds.
CREATE TABLE sync_networks (
    network TEXT PRIMARY KEY,
    sequence INTEGER NOT NULL, -- grows with every commit; a commit is judged by it
    tip_height INTEGER,
    tip_id TEXT,
    tip_timestamp INTEGER,
    genesis TEXT,
    stream_id TEXT,
    last_event_id INTEGER
);

CREATE TABLE sync_vertices (
    network TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    timestamp INTEGER NOT NULL,
    height INTEGER, -- of blocks
    first_block TEXT, -- of transactions that a block confirms; their height is that block's
    sequence INTEGER NOT NULL, -- of the commit that changed it last
    PRIMARY KEY (network, id)
);
CREATE INDEX sync_vertices_by_height ON sync_vertices (network, height) WHERE height IS NOT NULL;
CREATE INDEX sync_vertices_by_block ON sync_vertices (network, first_block) WHERE first_block IS NOT NULL;
CREATE INDEX sync_vertices_unconfirmed ON sync_vertices (network, id) WHERE height IS NULL AND first_block IS NULL;
CREATE INDEX sync_vertices_by_sequence ON sync_vertices (network, sequence);

CREATE TABLE sync_outputs (
    network TEXT NOT NULL,
    tx_id TEXT NOT NULL,
    idx INTEGER NOT NULL,
    address TEXT, -- null: of a script that is none of an address
    token TEXT NOT NULL,
    value INTEGER NOT NULL,
    authorities INTEGER NOT NULL, -- 1: mint, 2: melt, added up
    timelock INTEGER,
    heightlock INTEGER,
    locked INTEGER NOT NULL,
    spent_by TEXT,
    PRIMARY KEY (network, tx_id, idx)
);
CREATE INDEX sync_outputs_unspent ON sync_outputs (network, address, token, tx_id, idx) WHERE spent_by IS NULL;
CREATE INDEX sync_outputs_by_spender ON sync_outputs (network, spent_by) WHERE spent_by IS NOT NULL;
CREATE INDEX sync_outputs_by_heightlock ON sync_outputs (network, heightlock) WHERE heightlock IS NOT NULL;
CREATE INDEX sync_outputs_by_timelock ON sync_outputs (network, timelock) WHERE timelock IS NOT NULL;

-- Authorities are counted and not only noted: so taking one away is exact.
CREATE TABLE sync_balances (
    network TEXT NOT NULL,
    address TEXT NOT NULL,
    token TEXT NOT NULL,
    unlocked INTEGER NOT NULL,
    locked INTEGER NOT NULL,
    mint INTEGER NOT NULL,
    locked_mint INTEGER NOT NULL,
    melt INTEGER NOT NULL,
    locked_melt INTEGER NOT NULL,
    received INTEGER NOT NULL,
    transactions INTEGER NOT NULL,
    PRIMARY KEY (network, address, token)
);

CREATE TABLE sync_history (
    network TEXT NOT NULL,
    address TEXT NOT NULL,
    token TEXT NOT NULL,
    tx_id TEXT NOT NULL,
    delta INTEGER NOT NULL,
    timestamp INTEGER NOT NULL,
    PRIMARY KEY (network, address, token, tx_id)
);
CREATE INDEX sync_history_by_tx ON sync_history (network, tx_id);
CREATE INDEX sync_history_by_time ON sync_history (network, address, timestamp, tx_id);

-- The histories of vertices that fell, until they stand again.
CREATE TABLE sync_voided (
    network TEXT NOT NULL,
    address TEXT NOT NULL,
    token TEXT NOT NULL,
    tx_id TEXT NOT NULL,
    delta INTEGER NOT NULL,
    timestamp INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (network, address, token, tx_id)
);
CREATE INDEX sync_voided_by_sequence ON sync_voided (network, sequence);

CREATE TABLE sync_tokens (
    network TEXT NOT NULL,
    token TEXT NOT NULL,
    name TEXT, -- null until the transaction that creates it is here
    symbol TEXT,
    transactions INTEGER NOT NULL,
    PRIMARY KEY (network, token)
);

CREATE TABLE sync_wallets (
    network TEXT NOT NULL,
    id TEXT NOT NULL,
    xpub TEXT NOT NULL,
    max_gap INTEGER NOT NULL,
    derived INTEGER NOT NULL, -- how many addresses it has, from 0 on
    created_at INTEGER NOT NULL,
    PRIMARY KEY (network, id)
);

CREATE TABLE sync_wallet_addresses (
    network TEXT NOT NULL,
    address TEXT NOT NULL,
    wallet_id TEXT NOT NULL,
    idx INTEGER NOT NULL,
    PRIMARY KEY (network, address, wallet_id)
);
CREATE INDEX sync_wallet_addresses_by_wallet ON sync_wallet_addresses (network, wallet_id, idx);
