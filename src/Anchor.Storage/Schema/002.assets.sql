-- A sealed text that only the right secret key opens; its head says how that key is derived.
CREATE TABLE secret_probe (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    probe TEXT NOT NULL
);

-- The assets that operators add; configured ones are not here. The seed is the
-- distribution account's; where a signer has that, it is the one that channel keys are derived from.
CREATE TABLE assets (
    asset TEXT PRIMARY KEY, -- stellar:CODE:ISSUER
    version INTEGER NOT NULL,
    code TEXT NOT NULL,
    issuer TEXT NOT NULL,
    distribution_account TEXT NOT NULL,
    sealed_seed TEXT NOT NULL,
    signer TEXT,
    decimals INTEGER NOT NULL,
    symbol TEXT,
    is_enabled INTEGER NOT NULL,
    seps INTEGER NOT NULL, -- 1: SEP-6, 2: SEP-24, 4: SEP-31, 8: SEP-38, added up
    deposit_enabled INTEGER NOT NULL,
    deposit_min TEXT NOT NULL,
    deposit_max TEXT NOT NULL,
    deposit_fee_fixed TEXT NOT NULL,
    deposit_fee_percent TEXT NOT NULL,
    withdrawal_enabled INTEGER NOT NULL,
    withdrawal_min TEXT NOT NULL,
    withdrawal_max TEXT NOT NULL,
    withdrawal_fee_fixed TEXT NOT NULL,
    withdrawal_fee_percent TEXT NOT NULL
);
