"""How the server may misbehave: every way is seen at a real service, and every way can be combined.

A `Fault` says when; a `Misbehaviour` says what. Both are frozen, so that a test reads as a list
of what will go wrong. The same seed and the same requests give the same faults.
"""

from dataclasses import dataclass, fields, replace

LINKS = ("right", "wrong_host", "https", "relative")


@dataclass(frozen=True)
class Fault:
    """When a misbehaviour strikes.

    `pages` are pages of rows, counted from 1 (none: every page and every other answer);
    `times` is how often the same address suffers (None: always); `share` is the part of the
    addresses that suffer, chosen by the seed; `what` is the kind of answer: "rows",
    "metadata", "catalogue", "boundaries", "files" or "all".
    """

    pages: tuple[int, ...] = ()
    times: int | None = 1
    share: float = 1.0
    what: str = "rows"


@dataclass(frozen=True)
class Misbehaviour:
    """Everything that may go wrong; by default nothing does.

    seed: chooses which addresses a fault with a `share` strikes, and how pages are shuffled.
    page_size: rows per page of the Feed (10,000) and of v4 (100,000), made smaller.
    api_limit: records above which the Api refuses a question.
    error_500: an answer with status 500.
    wide_500: a question that selects more rows than this is answered with status 500.
    unavailable, retry_after: an answer with status 503 and Retry-After (seconds).
    reset: the connection is reset in the middle of the body.
    short: Content-Length promises more bytes than are sent.
    long: Content-Length promises fewer bytes than there are; the rest is never sent.
    stall, stall_seconds: silence in the middle of the body.
    truncated: the JSON stops halfway, with a Content-Length that is right.
    empty: `"value": []` with status 200, whatever was asked.
    html: an HTML page saying that something went wrong, with status 200.
    repeat_page: the next link points at the page that was just read; `times=None` is for ever.
    overlap: every page begins with this many rows of the page before it.
    lost_link: there is no next link although there is more.
    shuffled_pages: the pages come in another order.
    shuffled_rows: the rows of a page come in another order.
    links: next links with the "right" host, with a host that does not exist ("wrong_host"),
        with another scheme ("https") or without a host ("relative").
    rebuilt_after: after this many pages of rows the table is built again: another `Modified`,
        and every figure one higher.
    no_cors: no Access-Control-Allow-Origin.
    gzip: bodies are compressed for who accepts that.
    atom: the Feed answers in Atom XML although JSON was asked.
    gone: ids of tables that answer 404.
    slow_bytes: at most this many bytes per second (0: as fast as it goes).
    """

    seed: int = 0
    page_size: int = 0
    api_limit: int = 10_000
    error_500: Fault | None = None
    wide_500: int = 0
    unavailable: Fault | None = None
    retry_after: int = 1
    reset: Fault | None = None
    short: Fault | None = None
    long: Fault | None = None
    stall: Fault | None = None
    stall_seconds: float = 2.0
    truncated: Fault | None = None
    empty: Fault | None = None
    html: Fault | None = None
    repeat_page: Fault | None = None
    overlap: int = 0
    lost_link: Fault | None = None
    shuffled_pages: bool = False
    shuffled_rows: bool = False
    links: str = "right"
    rebuilt_after: int = 0
    no_cors: bool = False
    gzip: bool = False
    atom: bool = False
    gone: tuple[str, ...] = ()
    slow_bytes: int = 0

    def __post_init__(self) -> None:
        if self.links not in LINKS:
            raise ValueError(f"links must be one of {', '.join(LINKS)}")


NONE = Misbehaviour()
_EVERY_THIRD = (3, 6, 9, 12, 15, 18, 21, 24, 27, 30)

# What `--misbehave` knows: a name, what it does in words, and the fields it sets.
_NAMED: dict[str, tuple[str, Misbehaviour]] = {
    "paging": ("pages of 1,000 rows", Misbehaviour(page_size=1000)),
    "limit": ("the Api refuses more than 500 records", Misbehaviour(api_limit=500)),
    "error": (
        "every third page fails once with status 500",
        Misbehaviour(error_500=Fault(_EVERY_THIRD)),
    ),
    "wide": ("status 500 for a question of more than 50,000 rows", Misbehaviour(wide_500=50_000)),
    "busy": (
        "every address answers 503 with Retry-After, once",
        Misbehaviour(unavailable=Fault(what="all")),
    ),
    "reset": ("the connection is reset in every page, once", Misbehaviour(reset=Fault())),
    "short": ("every page ends before its promised length, once", Misbehaviour(short=Fault())),
    "long": ("every page is longer than its promised length, once", Misbehaviour(long=Fault())),
    "stall": ("two seconds of silence in every page, once", Misbehaviour(stall=Fault())),
    "truncated": ("JSON that stops halfway, once per page", Misbehaviour(truncated=Fault())),
    "empty": ("no rows, once per page", Misbehaviour(empty=Fault())),
    "html": ("an HTML page with status 200, once per page", Misbehaviour(html=Fault())),
    "repeat": ("every page is given twice", Misbehaviour(repeat_page=Fault())),
    "loop": (
        "the next link of page 2 always points at page 2",
        Misbehaviour(repeat_page=Fault((2,), None)),
    ),
    "overlap": ("every page repeats three rows", Misbehaviour(overlap=3)),
    "lost": ("the first page has no next link", Misbehaviour(lost_link=Fault((1,), None))),
    "shuffled": (
        "pages and rows in another order",
        Misbehaviour(shuffled_pages=True, shuffled_rows=True),
    ),
    "host": ("next links with a host that does not exist", Misbehaviour(links="wrong_host")),
    "https": ("next links with another scheme", Misbehaviour(links="https")),
    "relative": ("next links without a host", Misbehaviour(links="relative")),
    "rebuilt": ("the table is built again after the second page", Misbehaviour(rebuilt_after=2)),
    "cors": ("no CORS header", Misbehaviour(no_cors=True)),
    "gzip": ("compressed answers", Misbehaviour(gzip=True)),
    "atom": ("Atom XML although JSON was asked", Misbehaviour(atom=True)),
    "slow": ("at most 200 kB per second", Misbehaviour(slow_bytes=200_000)),
}
NAMES: dict[str, str] = {name: words for name, (words, _) in _NAMED.items()}


def named(names: str) -> Misbehaviour:
    """The misbehaviours of a list of names, `"reset,paging"`, together; ValueError when unknown."""
    combined = NONE
    for name in filter(None, (part.strip() for part in names.split(","))):
        if name not in _NAMED:
            raise ValueError(f"{name} is not one of {', '.join(NAMES)}")
        combined = _joined(combined, _NAMED[name][1])
    return combined


def _joined(first: Misbehaviour, second: Misbehaviour) -> Misbehaviour:
    changed = {
        field.name: getattr(second, field.name)
        for field in fields(Misbehaviour)
        if getattr(second, field.name) != getattr(NONE, field.name)
    }
    return replace(first, **changed)
