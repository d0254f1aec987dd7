"""The codebook that ships is complete, and keeps its identity."""

from __future__ import annotations

import re
import subprocess
import sys
from uuid import UUID

import pytest

from rodedraad import RodedraadError
from rodedraad.codebooks import library
from rodedraad.codebooks.checking import check
from rodedraad.codebooks.model import Code

SHORTCUTS = {
    "resultaten": "1",
    "resultaten/leefbaarheid": "1l",
    "resultaten/veiligheid": "1v",
    "resultaten/weten-wat-er-speelt": "1w",
    "resultaten/netwerken": "1n",
    "resultaten/bewonersinitiatieven": "1b",
    "resultaten/inclusiviteit": "1i",
    "resultaten/zichtbaarheid": "1z",
    "samenwerking": "2",
    "samenwerking/bewoners-en-bewonersorganisaties": "2b",
    "samenwerking/politie": "2p",
    "samenwerking/zorg-en-welzijn": "2z",
    "samenwerking/woningcorporaties": "2w",
    "samenwerking/tussen-afdelingen": "2a",
    "samenwerking/bestuur-en-directie": "2d",
    "werkwijze": "3",
    "werkwijze/duo-sociaal-en-fysiek": "3d",
    "werkwijze/rol-van-de-gebiedsadviseur": "3r",
    "werkwijze/afbakening-en-sectorale-expertise": "3a",
    "werkwijze/draagvlak-in-de-organisatie": "3o",
    "werkwijze/systeemwereld-en-leefwereld": "3s",
    "werkwijze/toekomstbestendigheid": "3t",
    "werkwijze/gebiedsgericht-werken": "3g",
    "werkwijze/integraal-werken": "3i",
    "werkwijze/vraaggericht-werken": "3v",
}

CODES = list(library.load("gebiedsgericht").walk())
LEAVES = [code for code in CODES if not code.codes]
SLUGS = {code.slug for code in CODES}
# Projects made with this codebook merge by these; a change would part them for good.
UUIDS = {
    "resultaten": "6ab644bf-2a5e-43ef-b9e6-c673aea59675",
    "resultaten/leefbaarheid": "b05c7173-77cd-4da8-a541-b9992a068f73",
    "resultaten/veiligheid": "135df4cf-bf13-429d-9f14-4c71636465c0",
    "resultaten/weten-wat-er-speelt": "a4efa7cd-7866-4afa-858e-97f5211e8f23",
    "resultaten/netwerken": "7d24ca7f-bf54-4bdf-aea5-6bc787ba0581",
    "resultaten/bewonersinitiatieven": "f7d5d897-e98e-404b-a349-b758bd639dfc",
    "resultaten/inclusiviteit": "32ec3127-0752-4d43-903e-092095a1b94d",
    "resultaten/zichtbaarheid": "58be8172-5555-4ada-8034-b9d25b18f04d",
    "samenwerking": "91beebae-9aa9-4110-a11a-33e8db152554",
    "samenwerking/bewoners-en-bewonersorganisaties": "03785688-cc8d-4092-b719-9584c8e3fa12",
    "samenwerking/politie": "8874a997-7de2-431c-b296-9c3c746a43d2",
    "samenwerking/zorg-en-welzijn": "b6381492-f08f-4567-828f-35a12b978158",
    "samenwerking/woningcorporaties": "9b7c4fab-997a-4103-94a3-ce6f7853dd64",
    "samenwerking/tussen-afdelingen": "38829660-272e-45fb-81e8-6e0230901531",
    "samenwerking/bestuur-en-directie": "865b5db0-2162-4ce4-8fea-1006452f1582",
    "werkwijze": "9db456fa-9499-4135-96fc-3d9ae82e9ac7",
    "werkwijze/duo-sociaal-en-fysiek": "a71dc3a7-e9d3-4e62-a20e-9994c5262981",
    "werkwijze/rol-van-de-gebiedsadviseur": "8dfffca6-0fa4-47ff-b389-5af965ddd51b",
    "werkwijze/afbakening-en-sectorale-expertise": "b108d489-1731-461a-b9dc-093f7a6db337",
    "werkwijze/draagvlak-in-de-organisatie": "847e2937-602e-48bc-80f8-2cd94b71e5f2",
    "werkwijze/systeemwereld-en-leefwereld": "38171cb1-8846-4380-bdf1-5141df957b63",
    "werkwijze/toekomstbestendigheid": "c61ef20a-0760-4c30-bb32-ced18d2cf2b9",
    "werkwijze/gebiedsgericht-werken": "223bee6a-8a4f-4e6b-8bca-c59946fda8e8",
    "werkwijze/integraal-werken": "8df7c033-a308-4273-ba67-d34d7bdb6fbe",
    "werkwijze/vraaggericht-werken": "268a5853-da40-441f-bc6d-ebc392b7c342",
}


def test_the_codes_and_their_shortcuts() -> None:
    assert {code.path: code.shortcut for code in CODES} == SHORTCUTS


def test_the_uuids_never_change() -> None:
    assert {code.path: code.uuid for code in CODES} == UUIDS
    assert {UUID(code.uuid).version for code in CODES} == {4}


def test_check_finds_nothing() -> None:
    assert check(library.load("gebiedsgericht"), "gebiedsgericht.yaml") == []


@pytest.mark.parametrize("code", CODES, ids=lambda code: str(code.slug))
def test_every_code_has_a_definition_of_one_to_three_sentences_and_a_colour(code: Code) -> None:
    assert 1 <= len(re.findall(r"[.?!](?=\s|$)", code.definition)) <= 3
    assert re.fullmatch(r"#[0-9a-f]{6}", code.colour)
    assert [other.path for other in CODES if other.colour == code.colour] == [code.path]


@pytest.mark.parametrize("code", LEAVES, ids=lambda code: str(code.slug))
def test_every_leaf_has_all_that_a_coder_needs(code: Code) -> None:
    assert code.name
    assert code.use_when.startswith("Bij uitspraken over ")
    assert SLUGS & set(re.findall(r"[a-z-]+", code.not_when)) - {code.slug}
    assert re.fullmatch(r'".+"', code.example)
    assert 8 <= len(code.indicators) <= 20
    looks_like_it = re.fullmatch(r'".+" \(([a-z-]+)\)', code.counterexample)
    assert looks_like_it
    assert looks_like_it[1] in SLUGS - {code.slug}


def test_gebiedsgericht_integraal_and_vraaggericht_are_kept_apart() -> None:
    three = {"gebiedsgericht-werken", "integraal-werken", "vraaggericht-werken"}
    for code in LEAVES:
        if code.slug in three:
            named = {slug for slug in three if slug in code.not_when}
            assert named == three - {code.slug}


def test_an_unknown_codebook_offers_the_nearest() -> None:
    assert library.names() == ["gebiedsgericht"]
    with pytest.raises(RodedraadError) as caught:
        library.load("Gebiedgericht")
    assert str(caught.value) == ("There is no codebook Gebiedgericht. Did you mean gebiedsgericht?")


def test_importing_the_room_loads_no_yaml_library() -> None:
    script = (
        "import sys; from rodedraad.codebooks import checking, csv, finding, library, yaml; "
        "print([name for name in ('ruamel.yaml', 'click', 'sqlite3') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
