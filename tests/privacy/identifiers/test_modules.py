"""The interface that every identifier module keeps, its doctests, and what it generates."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import random
import re
from types import ModuleType

import pytest
import stdnum.bic
import stdnum.fr.nir
import stdnum.fr.siren
import stdnum.fr.siret
import stdnum.fr.tva
import stdnum.iban
import stdnum.imei
import stdnum.luhn
import stdnum.numdb
from hypothesis import given
from hypothesis import strategies as st

from beffroi.privacy import identifiers
from beffroi.privacy.identifiers import errors, fields, iban, nir, phone, proved, siren, siret, spi
from beffroi.privacy.identifiers.registry import MODULES, RECOGNIZERS, module_for
from beffroi.privacy.taxonomy import TYPES, Category

SUBMODULES = [
    importlib.import_module(f"{identifiers.__name__}.{info.name}") for info in pkgutil.iter_modules(identifiers.__path__)
]
SEEDS = st.integers(0, 2**32)


@pytest.mark.parametrize("module", SUBMODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_doctests(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.failed == 0
    if module.__name__.rpartition(".")[2] in MODULES:
        assert result.attempted > 0
        assert "ource" in (module.__doc__ or "")
        assert "hecked" in (module.__doc__ or "")


def test_every_identifier_of_the_taxonomy_has_its_module() -> None:
    elsewhere = {"postal_address", "commune"}
    kinds = {Category.CONTACT, Category.OFFICIAL_NUMBER, Category.BANK, Category.DIGITAL, Category.SECRET}
    assert set(MODULES) == {code for code, kind in TYPES.items() if kind.category in kinds} - elsewhere
    assert {recognizer.name for recognizer in RECOGNIZERS} == set(MODULES) | {fields.NAME, proved.NAME}


def test_module_for_refuses_what_is_not_an_identifier() -> None:
    assert module_for("nir") is MODULES["nir"]
    with pytest.raises(KeyError):
        module_for("person_name")


@pytest.mark.parametrize("code", sorted(MODULES))
def test_generated_values_are_valid_and_deterministic(code: str) -> None:
    module = module_for(code)
    for seed in range(60):
        value = module.generate(random.Random(seed))
        assert module.is_valid(value), "generated value is not valid"
        assert module.is_valid(module.format(value))
        assert module.validate(value) == module.compact(value)
        assert value == module.generate(random.Random(seed))


@pytest.mark.parametrize("code", sorted(MODULES))
def test_generate_like_is_valid_deterministic_and_differs(code: str) -> None:
    module = module_for(code)
    for seed in range(60):
        original = module.format(module.generate(random.Random(seed)))
        like = module.generate_like(original, random.Random(seed + 1000))
        assert like == module.generate_like(original, random.Random(seed + 1000))
        assert module.is_valid(like)
    assert any(module.generate_like(original, random.Random(seed)) != original for seed in range(5))


@pytest.mark.parametrize("code", sorted(MODULES))
@given(noise=st.text(max_size=40), seed=SEEDS)
def test_nothing_breaks_on_any_text(code: str, noise: str, seed: int) -> None:
    module = module_for(code)
    assert isinstance(module.is_valid(noise), bool)
    if noise:
        assert module.generate_like(noise, random.Random(seed))


@pytest.mark.parametrize("error", errors.ValidationError.__subclasses__())
def test_errors_never_carry_the_value(error: type[errors.ValidationError]) -> None:
    assert str(error()) == error.message != errors.ValidationError.message


@pytest.mark.parametrize(
    ("code", "value", "error"),
    [
        ("nir", "1 84 05 76 351 01", errors.InvalidLength),
        ("nir", "1 84 15 76 351 012", errors.InvalidComponent),
        ("siren", "732 829 321", errors.InvalidChecksum),
        ("siret", "732 829 320 0007", errors.InvalidLength),
        ("iban", "ZZ76 3000 6000 0112 3456 7890 189", errors.InvalidComponent),
        ("iban", "FR76 3000 6000 0112 3456 7890 18", errors.InvalidLength),
        ("iban", "FR76 3000 6000 0112 3456 7890 180", errors.InvalidChecksum),
        ("rib", "30006 00001 12345678901 88", errors.InvalidChecksum),
        ("payment_card", "1111 1111 1111 1111", errors.InvalidComponent),
        ("phone", "36 46", errors.InvalidLength),
        ("phone", "0 899 12 34 56", errors.InvalidComponent),
        ("phone", "+28 12 34 56 78", errors.InvalidComponent),
        ("spi", "4023217600053", errors.InvalidComponent),
        ("vin", "VF1BB05CF1234567O", errors.InvalidFormat),
        ("plate", "SS-123-AA", errors.InvalidComponent),
        ("email", "jean@localhost", errors.InvalidFormat),
        ("ip_address", "1.2.3", errors.InvalidFormat),
    ],
)
def test_validate_says_what_is_wrong(code: str, value: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        module_for(code).validate(value)
    assert not any(char.isdigit() for char in str(caught.value))


@given(seed=SEEDS)
def test_keys_agree_with_python_stdnum(seed: int) -> None:
    rng = random.Random(seed)
    assert stdnum.fr.nir.is_valid(nir.compact(nir.generate(rng)))
    assert stdnum.iban.is_valid(iban.generate(rng), check_country=False)
    assert stdnum.fr.siren.is_valid(siren.generate(rng))
    assert stdnum.fr.siret.is_valid(siret.generate(rng))
    assert stdnum.luhn.is_valid(module_for("payment_card").compact(module_for("payment_card").generate(rng)))
    assert stdnum.imei.is_valid(module_for("imei").generate(rng))
    assert stdnum.bic.is_valid(module_for("bic").generate(rng))
    assert stdnum.fr.tva.is_valid(module_for("vat_number").generate(rng))


@given(st.integers(0, 10**10 - 1))
def test_spi_key_agrees_with_python_stdnum(number: int) -> None:
    stdnum_nif = importlib.import_module("stdnum.fr.nif")
    value = f"{number % (4 * 10**9):010d}"
    for key in (int(value) % 511, (int(value) + 1) % 511):
        assert spi.is_valid(f"{value}{key:03d}") == stdnum_nif.is_valid(f"{value}{key:03d}")


@given(
    body=st.from_regex(r"[12][0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[1-8][0-9]|9[0-5]|2A|2B)[0-9]{6}", fullmatch=True),
    key=st.integers(0, 99),
)
def test_nir_key_agrees_with_python_stdnum(body: str, key: int) -> None:
    value = f"{body}{key:02d}"
    assert nir.is_valid(value) == stdnum.fr.nir.is_valid(value)


def test_iban_lengths_agree_with_python_stdnum() -> None:
    for country, length in iban.LENGTHS.items():
        structure = stdnum.numdb.get("iban").info(country)[0][1].get("bban", "")
        if structure:
            assert length == 4 + sum(int(size) for size in re.findall(r"[0-9]+", structure)), country


@pytest.mark.parametrize(
    ("original", "shape"),
    [
        ("06.12.34.56.78", r"06\.39\.98\.\d\d\.\d\d"),
        ("0612345678", r"063998\d{4}"),
        ("+33 6 12 34 56 78", r"\+33 6 39 98 \d\d \d\d"),
        ("+33 (0)3 21 12 34 56", r"\+33 \(0\)3 53 01 \d\d \d\d"),
        ("01 23 45 67 89", r"01 99 00 \d\d \d\d"),
        ("0033612345678", r"003363998\d{4}"),
        ("6 12 34 56 78", r"6 39 98 \d\d \d\d"),
        ("O6 12 34 56 78", r"06 39 98 \d\d \d\d"),
    ],
)
def test_phone_surrogates_keep_kind_and_spelling(original: str, shape: str) -> None:
    made = phone.generate_like(original, random.Random(3))
    assert re.fullmatch(shape, made)


@pytest.mark.parametrize(
    ("code", "original", "shape"),
    [
        ("nir", "1 84 05 76 351 012 (clé 45)", r"1 \d\d \d\d 99 000 \d{3} \(clé \d\d\)"),
        ("nir", "2.84.05.2A.351.012", r"2\.\d\d\.\d\d\.99\.000\.\d{3}"),
        ("iban", "fr7630006000011234567890189", r"fr\d\d00000\d{18}"),
        ("iban", "FR76-3000-6000-0112-3456-7890-189", r"FR\d\d-0000-0\d{3}-\d{4}-\d{4}-\d{4}-\d{3}"),
        ("siret", "732.829.320.00074", r"000\.\d{3}\.\d{3}\.\d{5}"),
        ("plate", "ab-123-cd", r"[a-z]{2}-000-[a-z]{2}"),
        ("plate", "123 ABC 59", r"\d{3} [A-Z]{3} 00"),
        ("payment_card", "4970-1000-0000-0007", r"9\d{3}-\d{4}-\d{4}-\d{4}"),
        ("case_number", "MDPH/62-2024", r"[A-Z]{4}/\d\d-\d{4}"),
        ("cadastral_parcel", "AB n° 123, 124 et 125", r"ZZ n° \d{3}, \d{3} et \d{3}"),
        (
            "rib",
            "30006 code guichet : 00001 n° de compte : 12345678901 clé : 89",
            r"00000 code guichet : \d{5} n° de compte : \d{11} clé : \d\d",
        ),
        ("ip_address", "2a01:cb08::1", r"2001:db8:[0-9a-f:]+"),
        ("mac_address", "00-1A-2B-3C-4D-5E", r"00-00-5E-00-53-[0-9A-F]{2}"),
        ("handle", "jdupont", r"[a-z]{8}\d{3}"),
        ("password", "2580#", r"\d{4}#"),
    ],
)
def test_surrogates_keep_the_spelling(code: str, original: str, shape: str) -> None:
    assert re.fullmatch(shape, module_for(code).generate_like(original, random.Random(7)))
