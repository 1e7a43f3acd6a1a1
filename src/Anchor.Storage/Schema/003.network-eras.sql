-- Which incarnation of the network a source is read from: operation ids and cursors begin anew with each.
ALTER TABLE ingest_cursors ADD COLUMN era INTEGER NOT NULL DEFAULT 0;
