"""Files as partners send them, small enough to check by hand."""

from django.core.files.uploadedfile import SimpleUploadedFile

GOOD = """Dossiernr;Datum melding;Buurt;Soort overlast;Status
D-001;03-01-2026;Oude Markt;Geluid;Afgehandeld
D-002;05-01-2026;Oude Markt;Geluid;Open
D-003;17-01-2026;Havenkwartier;Tuin en erf;Open
D-004;02-02-2026;Molenwijk;Geluid;Afgehandeld
D-005;13-02-2026;Molenwijk;Tuin en erf;Ingetrokken
D-006;21-03-2026;Oude Markt;Geluid;Open
D-006;21-03-2026;Oude Markt;Geluid;Open
D-007;25-03-2026;Nergenshuizen;Geluid;Open
D-008;niet bekend;Oude Markt;Geluid;Open
"""

SECRETS = ("Annelies van der Plasdijk", "14-07-1983", "123456782", "06-12345678")
PEOPLE = f"""Dossiernr;Datum melding;Buurt;Soort overlast;Naam melder;Geboortedatum;BSN;Telefoon
D-001;03-01-2026;Oude Markt;Geluid;{SECRETS[0]};{SECRETS[1]};{SECRETS[2]};{SECRETS[3]}
D-002;05-01-2026;Oude Markt;Geluid;Jan de Vries;02-03-1971;111222333;06-87654321
D-003;17-01-2026;Havenkwartier;Geluid;Fatima Yilmaz;11-11-1990;123456782;0201234567
"""


def upload(text: str | bytes, name: str = "overlast.csv") -> SimpleUploadedFile:
    content = text.encode() if isinstance(text, str) else text
    return SimpleUploadedFile(name, content, content_type="text/csv")
