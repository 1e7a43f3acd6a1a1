-- Where this database was copied to: from then on that one knows who was paid, and this one is used no more.
ALTER TABLE storage_fence ADD COLUMN moved_to TEXT;
