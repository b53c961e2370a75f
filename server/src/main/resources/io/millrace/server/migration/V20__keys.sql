-- The key material of KMS keys, each version sealed under the master key. The keys themselves are service documents.
CREATE TABLE kms_material (
    key_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    sealed TEXT NOT NULL,
    created_millis BIGINT NOT NULL,
    PRIMARY KEY (key_id, version)
);
