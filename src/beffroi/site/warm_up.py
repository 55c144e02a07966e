"""One exchange's protection done for nobody, beside the server that starts: the first client does not wait for lexicons.

It runs in a thread once the server answers, and delays nothing: readiness does not depend on it.
"""

from __future__ import annotations

import gc
import logging
import secrets

from beffroi.gateway.ports import ConversationDetector
from beffroi.privacy.restoration.restorer import Restorer
from beffroi.privacy.surrogates.pseudonymiser import Pseudonymiser

logger = logging.getLogger("beffroi.site")

_LETTER = (
    "Madame Zéphyrine Quatrebarbes, née le 14/05/1984 à Sainte-Colombe, demeurant 12 rue des Lilas, 75001 Paris, "
    "tél. 06 39 98 00 01, zephyrine@example.org, signale que son fils souffre d’un diabète."
)


def warm_up(detector: ConversationDetector) -> None:
    """Load what is loaded at the first use. Never raises: what is wrong will be told to who asks."""
    try:
        found = detector.detect_all([_LETTER])
        made = Pseudonymiser(secrets.token_bytes(32), "warm-up").pseudonymise([_LETTER], found)
        Restorer(made.substitutions).restore(made.texts[0])
        gc.freeze()  # what has just been loaded stays
    except Exception as failure:  # noqa: BLE001 - the server lives without it
        logger.error("site:warm_up:failed cause=%s", type(failure).__name__)
