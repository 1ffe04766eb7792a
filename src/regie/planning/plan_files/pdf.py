"""PDF with a layer of text: by its tags when it has them, else by how its lines look."""

import logging
import struct
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError, WrongPasswordError
from pypdf.generic import DictionaryObject

from regie.foundation.records.engine import gettext_noop as _
from regie.foundation.records.refusals import RefusedError
from regie.planning.plan_files import pdf_lines, pdf_tags
from regie.planning.plan_files.pdf_pages import Drawn, drawn_on
from regie.planning.plan_files.pdf_words import mended
from regie.planning.plan_texts.pieces import BROKEN, TOO_LONG, Contents

MOST_PAGES = 1500
ENOUGH = 0.8
"""Tags are followed when so much of the text stands in them."""

LOCKED = _("Deze PDF is beveiligd met een wachtwoord. Haal dat eraf en bewaar de PDF opnieuw.")
_LOG = logging.getLogger("pypdf")


def read(path: Path, contents: Contents) -> None:
    """Read a PDF into `contents`. Raises `RefusedError`."""
    level, _LOG.disabled = _LOG.disabled, True
    try:
        with path.open("rb") as file:
            _read(PdfReader(file), contents)
    except (DependencyError, FileNotDecryptedError, WrongPasswordError) as error:
        raise RefusedError(LOCKED) from error
    except (PyPdfError, AttributeError, AssertionError, ArithmeticError, LookupError) as error:
        raise RefusedError(BROKEN) from error
    except (NotImplementedError, MemoryError, UnicodeError, struct.error) as error:
        raise RefusedError(BROKEN) from error
    finally:
        _LOG.disabled = level


def _read(reader: PdfReader, contents: Contents) -> None:
    if reader.is_encrypted and not reader.decrypt(""):
        raise RefusedError(LOCKED)
    if len(reader.pages) > MOST_PAGES:
        raise RefusedError(TOO_LONG)
    pages = _pages(reader, contents)
    root = reader.trailer["/Root"].get_object()
    tree = root.get("/StructTreeRoot") if isinstance(root, DictionaryObject) else None
    found = tree.get_object() if tree is not None else None
    if isinstance(found, DictionaryObject) and _tagged(found, pages, reader, contents):
        return
    pdf_lines.read(pages, contents)


def _pages(reader: PdfReader, contents: Contents) -> list[Drawn]:
    found: list[Drawn] = []
    for page in reader.pages:
        contents.in_time()
        found.append(drawn_on(page, contents))
        contents.tick(len(found) / len(reader.pages))
        images = sum(1 for chunk in found[-1].chunks if chunk.picture)
        contents.left_out["pictures"] += images
        said = any(chunk.text.strip() for chunk in found[-1].chunks)
        contents.left_out["scanned"] += bool(images) and not said
    words = mended([page.chunks for page in found])
    return [Drawn(chunks, page.rules) for chunks, page in zip(words, found, strict=True)]


def _tagged(
    tree: DictionaryObject, pages: list[Drawn], reader: PdfReader, contents: Contents
) -> bool:
    """Read along the tags; False, and nothing kept, when too little of the text is in them."""
    numbers = {
        page.indirect_reference.idnum: place
        for place, page in enumerate(reader.pages)
        if page.indirect_reference is not None
    }
    trial = Contents(started=contents.started)
    pdf_tags.read(tree, [page.chunks for page in pages], numbers, trial)
    there = sum(len(chunk.text) for page in pages for chunk in page.chunks if not chunk.artifact)
    if trial.letters + trial.left_out["toc_letters"] < ENOUGH * there:
        return False
    contents.pieces, contents.letters = trial.pieces, trial.letters
    trial.left_out.pop("toc_letters", None)
    contents.left_out += trial.left_out
    contents.left_out["headers"] += sum(map(_margins, pages))
    return True


def _margins(page: Drawn) -> int:
    """How many lines of a page are marked as no text of the document."""
    return len({chunk.y for chunk in page.chunks if chunk.artifact and chunk.text.strip()})
