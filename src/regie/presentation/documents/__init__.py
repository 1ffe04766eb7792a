"""Documents: one `Paper` becomes PDF, Word, ODT and a part of a web page.

The same paper gives the same bytes, today and in ten years, on any clock. The libraries behind a
form are loaded when that form is asked for.
"""

from django.utils.safestring import SafeString

from regie.presentation.documents.refusal import TemplateProblem, TemplateRefusedError
from regie.ui.paper import Paper

__all__ = [
    "TemplateProblem",
    "TemplateRefusedError",
    "html",
    "missing_styles",
    "odt",
    "pdf",
    "sample_template",
    "template_problems",
    "word",
]


def pdf(paper: Paper) -> bytes:
    """Tagged PDF (PDF/UA-1) with bookmarks, drawn by Typst."""
    from regie.presentation.documents import portable

    return portable.build(paper)


def word(paper: Paper, template: bytes | None = None) -> bytes:
    """Word document (.docx) in the municipality's own template, or else in the plain one.

    Raises TemplateRefusedError, in words and naming the tag, when the template cannot be filled.
    """
    from regie.presentation.documents import word_document

    return word_document.build(paper, template)


def sample_template() -> bytes:
    """A plain template (.docx) with every tag, for a municipality to give its own looks."""
    from regie.presentation.documents import word_sample

    return word_sample.build()


def template_problems(template: bytes) -> tuple[TemplateProblem, ...]:
    """Everything that is wrong with a template, in words and with its place; nothing when whole."""
    from regie.presentation.documents import word_report

    return word_report.problems(template)


def missing_styles(template: bytes) -> tuple[str, ...]:
    """The styles that a template lacks, by the name that Word shows; they get plain looks.

    Raises TemplateRefusedError when it is no Word document.
    """
    from regie.presentation.documents import word_report

    return word_report.missing(template)


def odt(paper: Paper) -> bytes:
    """OpenDocument text (.odt)."""
    from regie.presentation.documents import open_document

    return open_document.build(paper)


def html(paper: Paper) -> SafeString:
    """The body of a web page, in the classes of the house style; its headings begin at level 2."""
    from regie.presentation.documents import web

    return web.build(paper)
