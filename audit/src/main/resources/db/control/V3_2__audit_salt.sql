ALTER TABLE audit_events ADD COLUMN salt VARCHAR(32);

CREATE TABLE audit_redactions (
  chain VARCHAR(63) NOT NULL,
  redaction BIGINT NOT NULL,
  number BIGINT NOT NULL,
  digest VARCHAR(64) NOT NULL,
  PRIMARY KEY (chain, redaction, number)
);
