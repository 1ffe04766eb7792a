"""What tests of this room share: addresses, forms, files and the types of the makers."""

from collections.abc import Iterable
from typing import Protocol

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.urls import reverse

from regie.evidence.surveys.models import Answer, Survey

TOWN = "voorbeeldstad"
ABOUT = {
    "title": "Leefbaarheid",
    "fieldwork_from": "2024-09-01",
    "fieldwork_to": "2024-10-01",
    "method": "invited",
    "version": "1",
    "design_effect": "1,5",
    "design_effect_reason": "Opgegeven door het bureau",
}
HEAD = "vraag;thema;gebied;jaar;percentage;aantal;antwoorden;ontwerpeffect;ondergrens;bovengrens"
GOOD = (
    "Voelt zich onveilig;Subjectieve veiligheid;gemeente;2024;21,4;;1250;;;",
    "Voelt zich onveilig;perceived_safety;Binnenstad;2024;;34;150;2;;",
    "Voelt zich onveilig;Perceived safety;BU99010102;2024;40;;20;;;",
    "Voelt zich onveilig;Subjectieve veiligheid;WK990101;2024;24,0;;;;21,1;26,9",
)


class MakeSurvey(Protocol):
    """Makes a survey with anything changed."""

    def __call__(self, **changes: object) -> Survey:
        """The survey, saved."""


class MakeAnswer(Protocol):
    """Makes an answer of a survey with anything changed."""

    def __call__(self, of: Survey, **changes: object) -> Answer:
        """The answer, saved."""


def address(name: str, town: str = TOWN, **kwargs: object) -> str:
    """An address of this room."""
    return reverse(f"surveys:{name}", kwargs={"gemeente": town, **kwargs})


def text(response: HttpResponseBase, status: int = 200) -> str:
    """The page, after looking at its status."""
    assert response.status_code == status, response.status_code
    return getattr(response, "content", b"").decode()


def csv_file(rows: Iterable[str], head: str = HEAD) -> SimpleUploadedFile:
    """A CSV as somebody would deliver it."""
    content = "\r\n".join([head, *rows]) + "\r\n"
    return SimpleUploadedFile("uitkomsten.csv", content.encode("utf-8-sig"))


def draft_in(page: str) -> str:
    """The signed rows that the preview carries."""
    return page.split('name="draft"')[1].split('value="')[1].split('"')[0]
