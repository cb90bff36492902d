-- Assertions that somebody has logged in with: each is good once.
CREATE TABLE saml_assertions (
  provider VARCHAR(32) NOT NULL,
  id VARCHAR(256) NOT NULL,
  ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (provider, id)
);

-- Who has logged out at a provider: sessions from before are over.
CREATE TABLE saml_logouts (
  provider VARCHAR(32) NOT NULL,
  name_id VARCHAR(1024) NOT NULL,
  session_index VARCHAR(256) NOT NULL,
  logged_out_at TIMESTAMP WITH TIME ZONE NOT NULL
);

CREATE INDEX saml_logouts_of_subjects ON saml_logouts (provider, name_id);
