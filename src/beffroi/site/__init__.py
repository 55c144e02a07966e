"""The only place where everything is wired: settings in, one ASGI application out."""
