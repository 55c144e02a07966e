"""From recognisers to final findings: the cascade, the resolver of overlaps, and consistency over a whole document."""
