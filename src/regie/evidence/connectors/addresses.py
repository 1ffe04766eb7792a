"""Where the public sources live, and how a link they give is read. Pure.

A link in an answer is never followed as it stands: servers name `http`, an internal host or
another machine (seen at CBS), and whoever follows that can be sent anywhere. Only the question
in the link is taken; host and path stay those that were configured.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit


@dataclass(frozen=True)
class Addresses:
    """Base addresses of the public sources, without a slash at the end."""

    cbs: str
    police: str
    cbs_v4: str
    pdok: str
    wfs: str
    download: str

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> "Addresses":
        """From a setting such as `PUBLIC_SOURCES`."""
        names = ("cbs", "police", "cbs_v4", "pdok", "wfs", "download")
        return cls(**{name: settings[name].rstrip("/") for name in names})


def host_of(url: str) -> str:
    """The host for a message to the reader."""
    return urlsplit(url).hostname or url


def question(base: str, **parts: str) -> str:
    """An address with OData options: `question(base, filter="x eq 1")` gives `base?$filter=…`."""
    words = [f"${name}={quote(value, safe='(),/:')}" for name, value in parts.items() if value]
    return f"{base}?{'&'.join(words)}" if words else base


def plain_question(base: str, parts: Mapping[str, str]) -> str:
    """An address with options without a `$`, as OGC API and WFS have them."""
    words = [f"{name}={quote(value, safe='(),:')}" for name, value in parts.items() if value]
    return f"{base}?{'&'.join(words)}" if words else base


def rebase(link: str, own: str) -> str:
    """The next page at our own host and path, with only the question of the link.

    What our own question asked for (`$format`, `$select`, `$filter`, `jaarcode` …) and the link
    leaves out is added again, so that a forgetful server does not widen the answer.
    """
    base = urlsplit(own)
    asked = parse_qsl(base.query, keep_blank_values=True)
    given = parse_qsl(urlsplit(link).query, keep_blank_values=True)
    names = {name for name, _value in given}
    words = given + [(name, value) for name, value in asked if name not in names]
    query = "&".join(f"{quote(n, safe='$')}={quote(v, safe='(),/:')}" for n, v in words)
    return urlunsplit((base.scheme, base.netloc, base.path, query, ""))
