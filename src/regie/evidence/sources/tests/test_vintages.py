"""Whatever comes in, in whatever order, and whenever it stops: one vintage answers, wholly.

Every value in these files is the number of its vintage, so that a figure says where it is from.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from regie.evidence.intake.arrival import Progress
from regie.evidence.sources import queries
from regie.evidence.sources.models import Delivery
from regie.evidence.sources.reading import CACHE
from regie.evidence.sources.services import clean_up, import_file
from regie.evidence.sources.tests import files
from regie.evidence.warehouse import folders

pytestmark = [pytest.mark.room, pytest.mark.django_db]

KINDS = ("0.0.0", "1.1.1", "2.7.2")
PLACES = ("NL00", "GM0344", "BU03440111", "BU03440112", "GM0363", "BU0363AC02")
LEVELS = ("country", "municipality", "neighbourhood")
NUMBERS = count(1)
EXAMPLES = settings(
    max_examples=3,
    phases=[Phase.explicit, Phase.generate],  # imports are slow to try again, and small already
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Plan(NamedTuple):
    """What one delivery covers. The whole table has all types, all places and all years."""

    kinds: int
    places: int
    first: int
    last: int


PLANS = st.builds(
    Plan, st.integers(1, 3), st.integers(2, 6), st.integers(2019, 2021), st.integers(2022, 2024)
)
WHOLE = Plan(3, 6, 2019, 2024)


def write(folder: Path, plan: Plan, mark: int) -> Path:
    rows = [
        (kind, place, f"{year}JJ00", mark)
        for kind in KINDS[: plan.kinds]
        for place in PLACES[: plan.places]
        for year in range(plan.first, plan.last + 1)
    ]
    return files.offences(folder / f"{mark}.csv", rows)


def answers() -> dict[str, tuple[object, ...]]:
    """Every question per level, with what answered it. No answer may mix vintages."""
    found: dict[str, tuple[object, ...]] = {}
    for level in LEVELS:
        for town in (None, "GM0344"):
            cube = queries.figures(
                "47018NED",
                realm="nl",
                measure="GeregistreerdeMisdrijven",
                level=level,
                municipality=town,
            )
            if cube is None:
                continue
            marks = set(np.unique(cube.values[~np.isnan(cube.values)]).tolist())
            assert len(cube.deliveries) == 1
            assert len(marks) <= 1, "an answer holds two vintages"
            found[f"{level} {town}"] = (cube.areas, cube.categories, cube.periods, tuple(marks))
    return found


@contextmanager
def fresh() -> Iterator[None]:
    """Every example begins with nothing in use, and leaves nothing."""
    with transaction.atomic():
        CACHE.clear()
        yield
        transaction.set_rollback(True)
    CACHE.clear()


def take(path: Path) -> str:
    outcome = import_file(path, actor=None)
    return "already" if outcome.already else outcome.refused or "in use"


@pytest.mark.usefixtures("areas")
@given(st.lists(PLANS, min_size=1, max_size=4))
@EXAMPLES
def test_importing_again_changes_nothing(tmp_path: Path, plans: list[Plan]) -> None:
    with fresh():
        for plan in plans:
            path = write(tmp_path, plan, next(NUMBERS))
            took, after = take(path), answers()
            assert took == "in use" or "nieuwer" in took
            if took == "in use":
                assert take(path) == "already"
            assert answers() == after
            states = list(Delivery.objects.values_list("state", flat=True))
            assert set(states) <= {"available", "superseded", "refused"}


@pytest.mark.usefixtures("areas")
@given(PLANS, PLANS)
@example(Plan(1, 2, 2019, 2022), Plan(3, 2, 2019, 2024))
@EXAMPLES
def test_the_order_of_imports_does_not_matter_where_one_holds_the_other(
    tmp_path: Path, part: Plan, other: Plan
) -> None:
    """The whole table answers, whether its parts came before it or after it."""
    marked = [(plan, next(NUMBERS)) for plan in (WHOLE, part, other) if plan != WHOLE]
    marked.append((WHOLE, next(NUMBERS)))
    paths = [write(tmp_path, plan, mark) for plan, mark in marked]
    seen = []
    for order in (paths, paths[::-1], [paths[-1], *paths[:-1]]):
        with fresh():
            for path in order:
                take(path)
            seen.append(answers())
    whole = {value[-1] for value in seen[0].values()}
    assert all(found == seen[0] for found in seen)
    assert whole == {(float(marked[-1][1]),)}


class Killed(BaseException):
    """As sudden as a signal: nothing in the house catches it."""


@pytest.mark.usefixtures("areas")
@given(PLANS, st.integers(1, 9))
@EXAMPLES
def test_stopping_anywhere_leaves_the_old_vintage_or_the_new(
    tmp_path: Path, plan: Plan, moment: int
) -> None:
    with fresh():
        old, new = (write(tmp_path, p, next(NUMBERS)) for p in (plan, WHOLE))
        take(old)
        before, ticks = answers(), count(1)

        def stop(step: Progress) -> None:
            del step
            if next(ticks) == moment:
                raise Killed

        try:
            import_file(new, actor=None, progress=stop)
        except Killed:
            assert answers() == before
            assert not list(Path(django_settings.WAREHOUSE).glob(f"{folders.READING}*"))
        Delivery.objects.filter(state="reading").update(progress={"started": 0})
        clean_up()
        assert not Delivery.objects.filter(state="reading").exists()
        assert take(new) in {"in use", "already"}
        assert {value[-1] for value in answers().values()} == {(float(new.stem),)}


KILLING = """
import django, os, random, signal, sys, time
from pathlib import Path
django.setup()
from django.core.management import call_command
from django.db import connections
call_command("migrate", verbosity=0)
from regie.evidence.sources.models import Delivery
from regie.evidence.sources.services import clean_up, import_file
from regie.evidence.sources.tests.test_vintages import answers
from regie.evidence.warehouse import folders
folders.SETTLED = 0.0
old, new = map(Path, sys.argv[1:3])
chance = random.Random(sys.argv[3])

def apart(work):
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            work()
            os._exit(0)
        except BaseException as error:
            print(repr(error), flush=True)
            os._exit(1)
    return child

def done(work):
    _, status = os.waitpid(apart(work), 0)
    assert status == 0, status

def mark():
    return {value[-1] for value in answers().values()}

def check():
    for delivery in Delivery.objects.filter(state="reading"):
        delivery.progress = {"started": 0}
        delivery.save()
    clean_up()
    states = dict(Delivery.objects.values_list("pk", "state"))
    assert set(states.values()) <= {"available", "superseded", "refused"}, states
    kept = {folder.name for folder in Path(os.environ["REGIE_DATA"], "warehouse").iterdir()}
    in_use = {str(pk) for pk, state in states.items() if state != "refused"}
    assert kept == in_use, (kept, in_use)
    assert mark() in ({(float(old.stem),)}, {(float(new.stem),)}), mark()

done(lambda: import_file(old, actor=None))
for _ in range(3):
    child = apart(lambda: import_file(new, actor=None))
    time.sleep(chance.uniform(0.02, 0.9))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    done(check)

def last():
    outcome = import_file(new, actor=None)
    assert not outcome.refused or outcome.already, outcome.refused
    assert mark() == {(float(new.stem),)}, mark()

done(last)
done(check)
print("right")
"""


def test_killed_at_any_moment_and_imported_again(tmp_path: Path) -> None:
    """A real process that reads, and SIGKILL while it does."""
    data = tmp_path / "data"
    data.mkdir()
    old, new = (write(tmp_path, plan, mark) for plan, mark in ((WHOLE, 7), (WHOLE, 8)))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "regie.config.settings",
        "REGIE_DATA": str(data),
        "REGIE_DEMO": "1",
        "DATABASE_URL": f"sqlite:///{data / 'regie.sqlite3'}",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, "-W", "ignore", "-c", KILLING, str(old), str(new), "2026"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "right", run.stdout + run.stderr[-2000:]
