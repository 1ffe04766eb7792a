"""What the columns of a waiting file mean, as it stands now."""

from collections.abc import Mapping, Sequence
from typing import Any

from regie.evidence.profiles.profile import Contradiction, Profile, contradictions
from regie.evidence.registrations.models import Upload
from regie.evidence.series import saved
from regie.foundation.accounts.models import User


def profile_of(upload: Upload) -> Profile:
    """The profile of a waiting file."""
    return Profile.model_validate(upload.content)


def with_types(content: Mapping[str, Any], met: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The content with the kinds that only the whole file showed."""
    types = list(content.get("types", ()))
    known = {item["source"].casefold() for item in types}
    types += [dict(item) for item in met if item["source"].casefold() not in known]
    return {**content, "types": types}


def differences(upload: Upload) -> tuple[Contradiction, ...]:
    """Where this file is understood differently from last time; 1 query."""
    before = saved.newest(upload.profile)
    return contradictions(before, profile_of(upload)) if before else ()


def keep(upload: Upload, *, actor: User | None) -> None:
    """Keep the profile of a file that is being stored; a change becomes a new version."""
    profile = upload.profile or saved.registration(upload.partner, upload.title, actor)
    upload.profile = profile
    upload.version = saved.add_version(profile, upload.content, actor)
