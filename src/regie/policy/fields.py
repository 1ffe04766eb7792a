"""The five safety fields and their themes, each theme with one home field."""

from functools import cache

from regie.policy.reader import PolicyModel, Slug, Text, load


class ThemeItem(PolicyModel):
    """A theme; a flanking one connects its home field with other fields or other policy."""

    code: Text
    name: Text
    name_en: Text
    slug: Slug
    summary: Text
    summary_en: Text
    flanking: bool = False
    source: Text


class FieldItem(PolicyModel):
    """A safety field with its place in the schema: `x` and `y` as in the founding document."""

    code: Text
    name: Text
    name_en: Text
    slug: Slug
    summary: Text
    summary_en: Text
    position: int
    x: int
    y: int
    source: Text
    themes: tuple[ThemeItem, ...]


class FieldsFile(PolicyModel):
    """`policy/safety_fields.toml`."""

    fields: tuple[FieldItem, ...]


@cache
def SAFETY_FIELDS() -> tuple[FieldItem, ...]:
    """The five fields in their usual order."""
    items = load("safety_fields", FieldsFile).fields
    return tuple(sorted(items, key=lambda item: item.position))


def field(code: str) -> FieldItem:
    """One field by its code. Raises KeyError."""
    for item in SAFETY_FIELDS():
        if item.code == code:
            return item
    raise KeyError(code)


def field_of(theme_code: str) -> FieldItem:
    """The home field of a theme. Raises KeyError."""
    for item in SAFETY_FIELDS():
        if any(theme_item.code == theme_code for theme_item in item.themes):
            return item
    raise KeyError(theme_code)


def theme(code: str) -> ThemeItem:
    """One theme by its code. Raises KeyError."""
    return next(item for item in field_of(code).themes if item.code == code)
