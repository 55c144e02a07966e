"""The ``beffroi`` command. One file a command; each exposes ``register(app)`` and imports what is heavy only when it runs."""
