"""Prose: what people type, kept as restricted Markdown, and read as the parts of a document.

Headings (`##`, `###`), paragraphs, bold, italic, links (http, https, mailto), lists, tables with a
row of headings, and a figure alone on a line: `{figuur 12}`. Everything else is literal text; there
is no markup that can hide in it. Reading never fails, and takes time in proportion to the text.
"""

from regie.ui.prose.blocks import blocks, figure_numbers, plain, words
from regie.ui.prose.differences import Change, Fragment, difference, difference_html
from regie.ui.prose.page import blocks_html, figure_html, html
from regie.ui.prose.pasted import cleaned
from regie.ui.prose.problems import Problem, problems

__all__ = [
    "Change",
    "Fragment",
    "Problem",
    "blocks",
    "blocks_html",
    "cleaned",
    "difference",
    "difference_html",
    "figure_html",
    "figure_numbers",
    "html",
    "plain",
    "problems",
    "words",
]
