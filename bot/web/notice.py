"""The notice of information as a page: the officer's text, without what only the officer needs. Pure."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from bot.typography import typeset
from bot.web.layout import page

_PROOF = re.compile(r"\s*`tests/[^`]+`")
_PROOFS_TOLD = re.compile(r"^Preuves, phrase par phrase.*$", re.MULTILINE)
_SHORT = "## Version courte"


def notice_page(source: str) -> str:
    """The page of `GET /confidentialite`.

    Args:
        source: `docs/donnees/notice.md`, from whose first heading of level two it is shown. What the académie has
            not completed yet shows in brackets.

    Raises ValueError if there is no such heading.
    """
    told = source[source.index(_SHORT) :].replace(_SHORT, "## En bref", 1)
    told = told.replace("## Version complète", "## En détail", 1)
    told = _PROOF.sub("", _PROOFS_TOLD.sub("", told))
    # "html": False, so that a tag in the text is shown and not obeyed.
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(typeset(told))
    body = body.replace("<table>", '<div class="large" tabindex="0"><table>').replace("</table>", "</table></div>")
    return page("Notice d'information, Cap Soutien", f"<h1>{typeset('Notice d')}’information</h1>\n{body}", None)
