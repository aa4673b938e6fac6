-- Waves that are being released in slices: the row is there until the last one is written and the wave is told to the outside.
CREATE TABLE wave_releases (
    wave_id UUID NOT NULL PRIMARY KEY REFERENCES waves (id),
    -- of the request, as in commands; none where a channel releases by itself
    request_key TEXT UNIQUE,
    digest BYTEA NOT NULL,
    -- the last slice
    at_ms BIGINT NOT NULL
);
