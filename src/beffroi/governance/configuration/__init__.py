"""The policy as an operator writes it in ``beffroi.toml``, compiled into the snapshot that the gateway reads."""
