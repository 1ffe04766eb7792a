"""Packed files: the one that counts is found by what it holds."""

import zipfile
from pathlib import Path

import pytest

from regie.evidence.formats.packing import unzip
from regie.foundation.records.refusals import RefusedError

pytestmark = pytest.mark.pure

ADDRESSES = "PC6;Huisnummer;Buurt2024;Wijk2024;Gemeente2024\n0001AA;1;BU99010101;WK990101;GM9901\n"
NAMES = "buurtcode2024;buurtnaam2024\nBU99010101;Binnenstad\n"


def _zip(folder: Path, members: dict[str, str]) -> Path:
    path = folder / "2024-cbs-pc6huisnr20240801_buurt.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_addresses_are_found_beside_the_names_that_cbs_packs_with_them(tmp_path: Path) -> None:
    packed = {"brt2024.csv": NAMES, "pc6hnr20240801_gwb.csv": ADDRESSES, "gem2024.csv": NAMES}
    assert unzip(_zip(tmp_path, packed), tmp_path).read_text(encoding="utf-8") == ADDRESSES


@pytest.mark.parametrize("texts", [(NAMES, NAMES), (ADDRESSES, ADDRESSES)])
def test_which_of_two_equals_is_meant_is_not_guessed(
    tmp_path: Path, texts: tuple[str, str]
) -> None:
    packed = dict(zip(("een.csv", "twee.csv"), texts, strict=True))
    with pytest.raises(RefusedError, match="2 leesbare"):
        unzip(_zip(tmp_path, packed), tmp_path)
