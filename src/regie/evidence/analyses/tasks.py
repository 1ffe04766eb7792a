"""Work that publishing leaves to the background."""

from django.utils.translation import override
from django_tasks import task

from regie.evidence.analyses.freezing import LANGUAGES
from regie.evidence.analyses.models import FrozenEdition
from regie.evidence.analyses.paper import paper_of
from regie.evidence.analyses.queries import content_of


@task()
def draw_ahead(edition_pk: int) -> int:
    """Draw the figures of an edition before the first reader asks; answers how many chapters."""
    found = FrozenEdition.objects.get(pk=edition_pk)
    for language in LANGUAGES:
        with override(language):
            chapters = len(paper_of(content_of(found), language).sections)
    return chapters
