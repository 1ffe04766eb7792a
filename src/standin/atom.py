"""OData v3 in Atom XML: what the Feed says when nobody asks for JSON."""

from xml.sax.saxutils import escape

NAMES = (
    'xmlns="http://www.w3.org/2005/Atom" '
    'xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" '
    'xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"'
)
ENTRY = (
    "<entry><title /><updated>2026-01-01T00:00:00Z</updated><author><name /></author>"
    '<content type="application/xml"><m:properties>'
)
END_ENTRY = "</m:properties></content></entry>"


def field(name: str, value: object) -> str:
    """One property of an entry."""
    name = name.replace(".", "_")
    if value is None:
        return f'<d:{name} m:null="true" />'
    kind = ' m:type="Edm.Int64"' if isinstance(value, int) else ' xml:space="preserve"'
    return f"<d:{name}{kind}>{escape(str(value))}</d:{name}>"


def entry(record: dict[str, object]) -> str:
    """One record."""
    return ENTRY + "".join(field(name, value) for name, value in record.items()) + END_ENTRY


def feed(base: str, name: str, entries: bytes, following: str = "") -> bytes:
    """A set of entries, with the link to the next page."""
    head = (
        f'<?xml version="1.0" encoding="utf-8"?><feed xml:base="{escape(base)}/" {NAMES}>'
        f'<title type="text">{name}</title>'
    )
    link = f'<link rel="next" href="{escape(following)}" />' if following else ""
    return head.encode() + entries + f"{link}</feed>".encode()


def service(base: str, sets: list[str]) -> bytes:
    """The service document."""
    collections = "".join(
        f'<collection href="{name}"><atom:title>{name}</atom:title></collection>' for name in sets
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><service xml:base="{escape(base)}/" '
        'xmlns="http://www.w3.org/2007/app" xmlns:atom="http://www.w3.org/2005/Atom">'
        f"<workspace><atom:title>Default</atom:title>{collections}</workspace></service>"
    ).encode()
