"""The start meeting: whom one expects per theme, a usual agenda, and the text of an invitation."""

from collections.abc import Iterable
from functools import cache

from regie.policy.reader import PolicyModel, Text, load


class OrganisationItem(PolicyModel):
    """A kind of organisation; `words` are lower-case parts of the names of such organisations."""

    code: Text
    name: Text
    name_en: Text
    words: tuple[Text, ...]
    own: bool = False
    basic: bool = False
    source: Text


class ThemePartnersItem(PolicyModel):
    """The kinds of organisations that are expected for a theme."""

    code: Text
    expects: tuple[Text, ...]
    source: Text


class ThemePartnersFile(PolicyModel):
    """`policy/theme_partners.toml`."""

    organisations: tuple[OrganisationItem, ...]
    themes: tuple[ThemePartnersItem, ...]

    def organisation(self, code: str) -> OrganisationItem | None:
        """One kind of organisation by its code; None when the file no longer has it."""
        return next((item for item in self.organisations if item.code == code), None)

    def expected(self, themes: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Per kind of organisation the themes it is expected for, in the order of the file.

        A basic kind is expected always, also without a theme.
        """
        wanted = set(themes)
        found = {
            item.code: tuple(
                theme.code
                for theme in self.themes
                if item.code in theme.expects and theme.code in wanted
            )
            for item in self.organisations
        }
        return {
            item.code: found[item.code]
            for item in self.organisations
            if item.basic or found[item.code]
        }

    def kind_of(self, name: str) -> str:
        """The kind of an organisation by its name, or "" when no word fits. The longest wins.

        >>> THEME_PARTNERS().kind_of("Veiligheidsregio Midden")
        'safety_region'
        """
        plain = name.casefold()
        fitting = [
            (len(word), item.code)
            for item in self.organisations
            for word in item.words
            if word in plain
        ]
        return max(fitting, default=(0, ""))[1]


class AgendaItem(PolicyModel):
    """A point of the usual agenda, with its minutes."""

    code: Text
    title: Text
    title_en: Text
    minutes: int
    source: Text


class InvitationItem(PolicyModel):
    """A paragraph of the invitation."""

    code: Text
    text: Text
    text_en: Text
    source: Text


class StartMeetingFile(PolicyModel):
    """`policy/start_meeting.toml`."""

    agenda: tuple[AgendaItem, ...]
    invitation: tuple[InvitationItem, ...]


@cache
def THEME_PARTNERS() -> ThemePartnersFile:
    """Whom one expects, in the order of the file. Raises PolicyError."""
    return load("theme_partners", ThemePartnersFile)


@cache
def START_MEETING() -> StartMeetingFile:
    """The usual agenda and invitation. Raises PolicyError."""
    return load("start_meeting", StartMeetingFile)
