-- Key pairs that tokens are signed with, as JSON Web Keys with their private parts.
CREATE TABLE signing_keys (
  id VARCHAR(64) PRIMARY KEY,
  jwk VARCHAR(4000) NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL
);
