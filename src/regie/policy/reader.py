"""Reads a policy file and answers a validated, frozen model. Pure apart from reading the file.

The folder is `policy/` at the root of a checkout and `regie/policy/data/` in an installed wheel.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
"""A text that is never empty: a policy item without a name or a source is refused."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""Lower-case ASCII words with hyphens, as in the address of a page."""

Period = Annotated[str, StringConstraints(pattern=r"^\d{4}(JJ00|KW0[1-4]|MM(0[1-9]|1[0-2]))$")]
"""A period as the publishers write it: 2015JJ00, 2015KW02 or 2015MM05."""


class PolicyError(Exception):
    """A policy file is missing or wrong; the message names the file and the item."""


class PolicyModel(BaseModel):
    """The base of everything read from `policy/`: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Model = TypeVar("Model", bound=BaseModel)


PACKAGE = Path(__file__).resolve().parent


def policy_folder(package: Path = PACKAGE) -> Path:
    """The folder with the policy files: inside the wheel, else at the root of the checkout."""
    installed = package / "data"
    return installed if installed.is_dir() else package.parents[2] / "policy"


def load(name: str, model: type[Model]) -> Model:
    """Read and validate `policy/<name>.toml`; a second call answers the same object.

    Raises PolicyError when the file is absent, is no TOML, or does not fit the model.
    """
    return cast("Model", _loaded(name, model))


@cache
def _loaded(name: str, model: type[BaseModel]) -> BaseModel:
    return read_policy(policy_folder() / f"{name}.toml", model)


def read_policy(path: Path, model: type[Model]) -> Model:
    """Read and validate one file, without a cache. Raises PolicyError."""
    raw = _parsed(path)
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise PolicyError(_explain(path, raw, error)) from error


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PolicyError(f"policy/{path.name}: the file does not exist") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(f"policy/{path.name}: this is not valid TOML ({error})") from error


def _explain(path: Path, raw: Mapping[str, Any], error: ValidationError) -> str:
    lines = [
        f"policy/{path.name}: {_place(raw, problem['loc'])}: {problem['msg']}"
        for problem in error.errors()
    ]
    return "\n".join(lines)


def _place(raw: object, loc: tuple[int | str, ...]) -> str:
    """Say where a problem sits, with the code of the item rather than its number alone.

    `("fields", 3, "themes", 0, "source")` becomes `fields[3] (youth) > themes[0] (…) > source`.
    """
    words: list[str] = []
    here: object = raw
    for step in loc:
        here = _inside(here, step)
        if isinstance(step, int) and words:
            words[-1] += f"[{step}]{_label(here)}"
        else:
            words.append(str(step))
    return " > ".join(words) or "the file"


def _inside(here: object, step: int | str) -> object:
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return here.get(step) if isinstance(here, dict) else None


def _label(item: object) -> str:
    if not isinstance(item, dict):
        return ""
    name = item.get("code") or item.get("name")
    return f" ({name})" if name else ""
