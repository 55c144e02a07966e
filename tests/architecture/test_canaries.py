"""The watch on canary identities works: a log that shows one is caught."""

from __future__ import annotations

import logging
import pickle

import pytest

from beffroi.sensitive import Sensitive


def test_a_log_that_shows_a_canary_is_caught(no_canary_in_logs, canaries) -> None:
    logging.getLogger("beffroi.test").warning("bonjour %s", canaries[0])
    assert no_canary_in_logs.caught
    no_canary_in_logs.caught.clear()


def test_a_sensitive_value_hides_itself_everywhere(no_canary_in_logs, canaries) -> None:
    secret = Sensitive(canaries[0])
    logging.getLogger("beffroi.test").warning("valeur %s %r", secret, secret)
    assert not no_canary_in_logs.caught
    assert canaries[0] not in f"{secret} {secret!r} {[secret]}"
    assert secret.reveal() == canaries[0]
    with pytest.raises(TypeError):
        pickle.dumps(secret)
