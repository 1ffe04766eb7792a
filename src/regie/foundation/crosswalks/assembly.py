"""Putting a crosswalk together: per year the most precise source that knows what happened.

Addresses go before the ledger and the ledger before the flags of the key figures. Where no source
knows a year, there is no crosswalk across it.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.db.models import Subquery, TextField, Value
from django.db.models.functions import Cast

from regie.foundation.areas.models import Area
from regie.foundation.crosswalks import flags, ledger, store, weights
from regie.foundation.crosswalks.ledger import Ledger, Sizes
from regie.foundation.crosswalks.models import AddressBook, ChangeLedger, FlagEdition
from regie.foundation.crosswalks.rules import MUNICIPALITY, Crosswalk, Step, chain
from regie.foundation.crosswalks.weights import Matrix


@dataclass(frozen=True)
class Knowledge:
    """Which sources there are for one realm. 1 query to make.

    `stamp` changes with every source and every area that comes in.
    """

    realm: str
    books: tuple[tuple[int, str], ...]
    editions: tuple[int, ...]
    ledger_at: str
    stamp: tuple[str, ...]

    def step(self, level: str, since: int, until: int, sizes: Sizes | None) -> Step | None:
        """The first step from `since` that does not go past `until`."""
        return (
            self._by_addresses(level, since, until)
            or self._by_ledger(level, since, sizes)
            or self._by_flags(level, since)
        )

    def _by_addresses(self, level: str, since: int, until: int) -> Step | None:
        names = dict(self.books)
        later = [year for year in names if since < year <= until]
        if since not in names or not later:
            return None
        found = _matrix(
            store.path_of(names[since]), store.path_of(names[later[0]]), since, later[0]
        )
        return weights.step_of(found, level)

    def _by_ledger(self, level: str, since: int, sizes: Sizes | None) -> Step | None:
        if level != MUNICIPALITY or not self.ledger_at:
            return None
        told = read_ledger_of(self.realm, self.ledger_at)
        if not told.statements or not self._covers(told, since):
            return None
        return ledger.step_of(told, since, sizes)

    def _covers(self, told: Ledger, since: int) -> bool:
        """Up to its newest change; later too, while the municipalities are still the same."""
        first = min(statement.since for statement in told.statements)
        if since < first or since + 1 <= told.last:
            return since >= first
        now = codes_of(self.realm, since + 1, MUNICIPALITY, self.stamp)
        return bool(now) and now == frozenset(told.codes) - told.ended.keys() - _PSEUDO

    def _by_flags(self, level: str, since: int) -> Step | None:
        if since + 1 not in self.editions:
            return None
        old = codes_of(self.realm, since, level, self.stamp)
        new = codes_of(self.realm, since + 1, level, self.stamp)
        if not old or not new:
            return None
        marks, origins = _edition(self.realm, since + 1, self.stamp)
        mine = {code: mark for code, mark in marks.items() if code in new}
        return flags.step_of(since + 1, mine, origins, old, new)


_PSEUDO = frozenset({"GM0996", "GM0997", "GM0998", "GM0999", "GM0000", "GM9900"})


def knowledge(realm: str) -> Knowledge:
    """What is known of one realm. 1 query."""
    moment = Cast("stored_at", TextField())
    newest = Subquery(Area.objects.order_by("-pk").values("pk")[:1])
    books = (
        AddressBook.objects.filter(realm=realm)
        .values_list("year", Value("book"), "file", newest)
        .order_by()
    )
    editions = (
        FlagEdition.objects.filter(realm=realm)
        .values_list("year", Value("flag"), moment, newest)
        .order_by()
    )
    told = (
        ChangeLedger.objects.filter(realm=realm)
        .values_list(Value(0), Value("ledger"), moment, newest)
        .order_by()
    )
    rows = sorted(books.union(editions, told))
    return Knowledge(
        realm,
        tuple((year, stamp) for year, kind, stamp, _area in rows if kind == "book"),
        tuple(year for year, kind, _stamp, _area in rows if kind == "flag"),
        next((stamp for _year, kind, stamp, _area in rows if kind == "ledger"), ""),
        tuple(" ".join(map(str, row)) for row in rows),
    )


def crosswalk(
    known: Knowledge, level: str, since: int, until: int, sizes: Sizes | None = None
) -> Crosswalk | None:
    """All steps between two years chained, or None where no source knows one of the years."""
    steps: list[Step] = []
    year = since
    while year < until:
        step = known.step(level, year, until, sizes)
        if step is None:
            return None
        steps.append(step)
        year = step.until
    return chain(level, steps) if steps else None


@lru_cache(maxsize=32)
def _matrix(old: Path, new: Path, since: int, until: int) -> Matrix:
    """Two years of the whole country take a few seconds; the counts are kept, not the files."""
    return weights.matrix(store.addresses(old), store.addresses(new), since, until)


@lru_cache(maxsize=4)
def read_ledger_of(realm: str, _stored_at: str) -> Ledger:
    """The ledger of a realm, read once per delivery. 1 query."""
    rows = ChangeLedger.objects.filter(realm=realm).values_list("rows", flat=True).first()
    return ledger.read_ledger([(code, text) for code, text in rows or ()])


@lru_cache(maxsize=64)
def codes_of(realm: str, year: int, level: str, _stamp: tuple[str, ...]) -> frozenset[str]:
    """All codes of a level in a classification year. 1 query."""
    found = Area.objects.filter(
        classification__realm=realm, classification__year=year, kind=level, pseudo=False
    )
    return frozenset(found.values_list("code", flat=True))


@lru_cache(maxsize=32)
def _edition(
    realm: str, year: int, _stamp: tuple[str, ...]
) -> tuple[dict[str, str], dict[str, str]]:
    found = FlagEdition.objects.get(realm=realm, year=year)
    return found.marks, found.origins
