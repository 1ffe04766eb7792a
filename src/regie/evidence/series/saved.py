"""Profiles that are kept: versions of what the columns of a registration mean."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop as _

from regie.evidence.profiles.profile import Contradiction, Profile, contradictions, from_json
from regie.evidence.series.models import ProfileVersion, SavedProfile
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality, Partner
from regie.foundation.records.refusals import RefusedError
from regie.foundation.records.services import log

NO_TITLE = _("Geef de registratie een naam.")


def plain(profile: Profile) -> dict[str, Any]:
    """A profile as plain values, for a row."""
    kept: dict[str, Any] = profile.model_dump(mode="json")
    return kept


def newest(profile: SavedProfile | None) -> Profile | None:
    """What the columns meant last time; 1 query."""
    version = profile.versions.first() if profile else None
    return Profile.model_validate(version.content) if version else None


def registration(partner: Partner, title: str, actor: User | None) -> SavedProfile:
    """The registration of a partner with this name, made when it is not there yet."""
    found = SavedProfile.objects.filter(partner=partner, title__iexact=title).first()
    return found or SavedProfile.objects.create(
        municipality=partner.municipality, partner=partner, title=title, created_by=actor
    )


def add_version(
    profile: SavedProfile, content: Mapping[str, Any], actor: User | None
) -> ProfileVersion:
    """What the columns mean from now on; the same as before is no new version."""
    SavedProfile.objects.select_for_update().get(pk=profile.pk)
    last = profile.versions.first()
    if last is not None and last.content == content:
        return last
    number = (profile.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = ProfileVersion.objects.create(
        profile=profile, number=number, content=dict(content), created_by=actor
    )
    log(
        "series.save_profile",
        profile,
        actor=actor,
        municipality_code=profile.municipality.code,
        details={"version": number},
    )
    return version


@transaction.atomic
def take_over(
    text: bytes, *, municipality: Municipality, partner: Partner, title: str, actor: User | None
) -> tuple[SavedProfile, tuple[Contradiction, ...]]:
    """Keep a profile of another municipality under a name of one's own. Raises `RefusedError`.

    When the registration is there already it gets a new version; the answer says where the two
    contradict.
    """
    taken = from_json(text)
    name = " ".join((title or taken.title).split())[:120]
    if not name:
        raise RefusedError(NO_TITLE)
    profile = registration(partner, name, actor)
    before = newest(profile)
    add_version(profile, plain(taken.model_copy(update={"partner": "", "title": name})), actor)
    return profile, contradictions(before, taken) if before else ()
