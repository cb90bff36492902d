CREATE TABLE audit_chains (
  chain VARCHAR(63) NOT NULL PRIMARY KEY,
  dropped_number BIGINT NOT NULL,
  dropped_hash VARCHAR(64) NOT NULL,
  last_number BIGINT NOT NULL,
  last_hash VARCHAR(64) NOT NULL
);

CREATE TABLE audit_events (
  chain VARCHAR(63) NOT NULL,
  number BIGINT NOT NULL,
  at_millis BIGINT NOT NULL,
  asked_tenant VARCHAR(1000) NOT NULL,
  actor VARCHAR(1000) NOT NULL,
  credential_kind VARCHAR(100) NOT NULL,
  credential_id VARCHAR(1000),
  address VARCHAR(1000),
  request_id VARCHAR(1000),
  action VARCHAR(100) NOT NULL,
  resource VARCHAR(1000) NOT NULL,
  decision VARCHAR(20) NOT NULL,
  reason VARCHAR(1000),
  hash VARCHAR(64) NOT NULL,
  PRIMARY KEY (chain, number)
);

CREATE INDEX audit_events_by_time ON audit_events (chain, at_millis);
