"""The index of what is recognised: one module per type, and their recognisers in one tuple.

Beyond this list nothing is looked for here: names, addresses, dates and health belong to other recognisers.
"""

from __future__ import annotations

import random
from types import MappingProxyType
from typing import Protocol, cast

from beffroi.privacy.identifiers import (
    adeli,
    allocataire_number,
    api_key,
    bic,
    cadastral_parcel,
    case_number,
    cni,
    driving_licence,
    email,
    fields,
    finess,
    handle,
    iban,
    imei,
    ine,
    ip_address,
    mac_address,
    meter_number,
    nia,
    nir,
    passport,
    password,
    payment_card,
    pce,
    pdl,
    phone,
    plate,
    proved,
    residence_permit,
    rib,
    rpps,
    siren,
    siret,
    spi,
    url,
    vat_number,
    vin,
)
from beffroi.privacy.identifiers.scan import IdentifierRecognizer
from beffroi.privacy.recognizer import Recognizer


class IdentifierModule(Protocol):
    """What every module of this folder offers."""

    TYPE: str
    RECOGNIZER: IdentifierRecognizer

    def compact(self, s: str) -> str:
        """The value without separators."""
        ...

    def validate(self, s: str) -> str:
        """The compact value.

        Raises:
            ValidationError: it is not a valid one.
        """
        ...

    def is_valid(self, s: str) -> bool:
        """Whether ``validate`` accepts it."""
        ...

    def format(self, s: str) -> str:
        """The value as people write it."""
        ...

    def generate(self, rng: random.Random) -> str:
        """A harmless fictitious value, drawn from ``rng``."""
        ...

    def generate_like(self, original: str, rng: random.Random) -> str:
        """The same, in the spelling of ``original``."""
        ...


_ALL = (
    nir,
    nia,
    iban,
    rib,
    bic,
    payment_card,
    phone,
    email,
    spi,
    siret,
    siren,
    vat_number,
    cni,
    passport,
    residence_permit,
    driving_licence,
    ine,
    allocataire_number,
    case_number,
    rpps,
    adeli,
    finess,
    plate,
    vin,
    pdl,
    pce,
    meter_number,
    cadastral_parcel,
    ip_address,
    mac_address,
    imei,
    url,
    handle,
    password,
    api_key,
)

MODULES = MappingProxyType({module.TYPE: cast(IdentifierModule, module) for module in _ALL})

RECOGNIZERS: tuple[Recognizer, ...] = (
    *(module.RECOGNIZER for module in MODULES.values()),
    fields.RECOGNIZER,
    proved.RECOGNIZER,
)


def module_for(type_code: str) -> IdentifierModule:
    """The module of a type of the taxonomy.

    Raises:
        KeyError: the type is not an identifier (a name, an address, a health term …).
    """
    return MODULES[type_code]
