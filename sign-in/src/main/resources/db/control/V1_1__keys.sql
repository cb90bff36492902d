-- A key is known by the hash of its text, and the text is nowhere.
CREATE TABLE api_keys (
  id VARCHAR(40) PRIMARY KEY,
  hash BYTEA NOT NULL,
  previous_hash BYTEA,
  previous_until TIMESTAMP WITH TIME ZONE,
  tenant VARCHAR(63),
  actor VARCHAR(256) NOT NULL,
  description VARCHAR(2000) NOT NULL,
  roles VARCHAR(4000) NOT NULL,
  scopes VARCHAR(4000) NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  created_by VARCHAR(256) NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE,
  revoked_at TIMESTAMP WITH TIME ZONE,
  last_used_at TIMESTAMP WITH TIME ZONE,
  last_used_from VARCHAR(64)
);

CREATE INDEX api_keys_of_actors ON api_keys (tenant, actor);

-- Who may not sign in any more, whatever they show.
CREATE TABLE blocked_actors (
  tenant VARCHAR(63) NOT NULL,
  actor VARCHAR(256) NOT NULL,
  blocked_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (tenant, actor)
);
