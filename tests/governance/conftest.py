"""A small configuration that compiles; tests break it one line at a time."""

from __future__ import annotations

import pytest

GOOD = """
[[organizations]]
id = "saint-aubin"
name = "Ville de Saint-Aubin-des-Eaux"

[[providers]]
id = "principal"
name = "Embarqué"

[[providers]]
id = "loin"
name = "Au loin"
base_url = "https://ia.example/v1/"
country = "IE"

[[models]]
id = "petit"
provider = "principal"

[[models]]
id = "grand"
provider = "loin"
upstream_name = "Grand-2"

[[uses]]
id = "courrier"
title = "Répondre"
purpose = "Aider"
status = "authorized"
models = ["petit", "grand"]

[[api_keys]]
id = "accueil"
digest = "%s"
use = "courrier"
quota = { requests_per_minute = 5 }
""" % ("ab" * 32)


@pytest.fixture
def good() -> str:
    return GOOD
