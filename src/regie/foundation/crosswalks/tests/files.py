"""Small files and texts in the forms of the publisher, made for the tests."""

from pathlib import Path

EEMSDELTA = (
    (
        "GM0003",
        "Opgeheven per 01-01-2021, overgegaan naar:\r\n- Eemsdelta (GM1979),\r\n"
        "... 2378 hectare met 6023 woningen en 11496 inwoners\r\n\r\nBegindatum voor 1830\r\n",
    ),
    (
        "GM0010",
        "Opgeheven per 01-01-2021, overgegaan naar:\r\n- Eemsdelta (GM1979),\r\n"
        "... 13307 hectare met 12278 woningen en 24596 inwoners\r\n\r\nBegindatum voor 1830\r\n",
    ),
    (
        "GM0024",
        "Opgeheven per 01-01-2021, overgegaan naar:\r\n- Eemsdelta (GM1979),\r\n"
        "... 11104 hectare met 4782 woningen en 9495 inwoners\r\n",
    ),
    (
        "GM1979",
        "Ontstaan per 01-01-2021, ontvangen van:\r\n- Appingedam (GM0003),\r\n"
        "... 2378 hectare met 6023 woningen en 11496 inwoners\r\n- Delfzijl (GM0010),\r\n"
        "... 13307 hectare met 12278 woningen en 24596 inwoners\r\n- Loppersum (GM0024),\r\n"
        "... 11104 hectare met 4782 woningen en 9495 inwoners\r\n\r\n",
    ),
)
HAAREN = (
    (
        "GM0788",
        "Opgeheven per 01-01-2021, overgegaan naar:\r\n- Boxtel (GM0757),\r\n"
        "... 535 hectare met 918 woningen en 2149 inwoners\r\n- Oisterwijk (GM0824),\r\n"
        "... 1627 hectare met 2412 woningen en 5827 inwoners\r\n- Tilburg (GM0855),\r\n"
        "... 978 hectare met 588 woningen en 1442 inwoners\r\n- Vught (GM0865),\r\n"
        "... 2630 hectare met 2085 woningen en 4900 inwoners\r\n",
    ),
    (
        "GM0855",
        "Gemeentelijke herindeling per 01-01-2021, ontvangen van:\r\n- Haaren (GM0788),\r\n"
        "... 978 hectare met 588 woningen en 1442 inwoners\r\n\r\n"
        "Grenswijziging per 01-01-2018, overgegaan naar:\r\n- Goirle (GM0785),\r\n"
        "... 89 hectare met 25 woningen en 67 inwoners\r\n\r\nBegindatum voor 1830\r\n",
    ),
    ("GM0757", "Begindatum voor 1830\r\n"),
)


def address_file(path: Path, rows: list[tuple[object, ...]], header: str, mark: str = ";") -> Path:
    """Write rows under a header line, as the publisher does."""
    lines = [header, *(mark.join(str(cell) for cell in row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
