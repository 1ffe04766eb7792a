"""An evening of 45 people through three forms, beside a plain calculation of the same."""

from statistics import fmean

import pytest
from django.test import Client
from django.urls import reverse
from numpy.random import Generator, default_rng

from regie.foundation.cycles.cast import Cast
from regie.planning.priority_sessions.models import Group, Score
from regie.planning.rounds import queries, results, services
from regie.planning.rounds.tests.making import (
    browser_of,
    make_participant,
    make_round,
    make_session,
)

pytestmark = [pytest.mark.room, pytest.mark.django_db]
PEOPLE = 45


def test_an_evening_of_45_people(cast: Cast, as_coos: Client) -> None:
    chance = default_rng(45)  # an example that stays the same
    session = make_session(cast, candidates=12)
    groups = list(Group.objects.filter(session=session))
    hall = [browser_of(session, make_participant(session, groups[at % 2])) for at in range(PEOPLE)]
    names = list(queries.names_of(session).candidates)
    codes = list(queries.names_of(session).criteria)
    given: dict[str, list[dict[str, list[str]]]] = {
        "points": [_points(chance, names) for _one in hall],
        "weights": [
            {f"gewicht-{code}": [str(chance.integers(1, 101))] for code in codes} for _one in hall
        ],
        "approval": [{"kies": _some(chance, names)} for _one in hall],
    }
    for number, (form, typed) in enumerate(given.items(), start=1):
        item = make_round(session, cast.coos, form)
        words = {"gemeente": "voorbeeldstad", "pk": session.pk, "number": number}
        address = reverse("rounds:cast", kwargs=words)
        pairs = list(zip(hall, typed, strict=True))
        order = [pairs[at] for at in chance.permutation(len(pairs))]
        assert {one.post(address, data).status_code for one, data in order} == {302}
        again, data = order[0]
        assert again.post(address, data).status_code == 302  # twice counts once
        services.close_round(item, actor=cast.coos, role="coordinator")
        services.show_round(item, actor=cast.coos, role="coordinator")
    points, weights, approval = results.results(session)
    assert [one.votes for one in (points, weights, approval)] == [PEOPLE] * 3
    assert _totals(points) == {
        name: sum(int(one.get(f"punten-{name}", ["0"])[0]) for one in given["points"])
        for name in names
    }
    assert _totals(approval) == {
        name: sum(name in one["kies"] for one in given["approval"]) for name in names
    }
    assert _totals(weights) == pytest.approx(_valued(given["weights"], names, codes), abs=1e-6)
    for one in (points, weights, approval):
        assert one.outcome is not None
        assert len(one.outcome.groups) == 2
    page = as_coos.get(
        reverse("session_reports:result", kwargs={"gemeente": "voorbeeldstad", "pk": session.pk})
    )
    assert page.text.count("45 stemmen, zonder namen") == 3


def _some(chance: Generator, names: list[str]) -> list[str]:
    """One to five of these names."""
    found: list[str] = chance.permutation(names)[: chance.integers(1, 6)].tolist()
    return found


def _points(chance: Generator, names: list[str]) -> dict[str, list[str]]:
    """Five points over a few names."""
    found = dict.fromkeys(names, 0)
    for name in chance.choice(names[:7], 5):
        found[name] += 1
    return {f"punten-{name}": [str(n)] for name, n in found.items() if n}


def _totals(result: results.Result) -> dict[str, float]:
    assert result.outcome is not None
    return {one.candidate: one.total for one in result.outcome.standings}


def _valued(
    typed: list[dict[str, list[str]]], names: list[str], codes: list[str]
) -> dict[str, float]:
    """The mean over the people of the weighted mean of the scores."""
    rows = Score.objects.values_list("candidate_id", "criterion__code", "value")
    scores = {(str(candidate), code): value for candidate, code, value in rows}

    def worth(one: dict[str, list[str]], name: str) -> float:
        swing = {code: float(one[f"gewicht-{code}"][0]) for code in codes}
        return sum(swing[code] * scores[name, code] for code in codes) / sum(swing.values())

    return {name: fmean(worth(one, name) for one in typed) for name in names}
