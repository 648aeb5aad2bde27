"""What the served pages share: the frame around them, escaping, addresses. Pure."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from bot.typography import typeset

WIDGET = "/webchat/widget.js"
STYLE = "/webchat/site.css"


def page(title: str, body: str, academie: str | None) -> str:
    """A whole page. Titles are typeset and escaped here; the body is HTML already.

    Args:
        academie: carried by the links of the header.
    """
    home, directory, notice = (escape(address(path, academie)) for path in ("/", "/services", "/confidentialite"))
    return f"""<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{text(title)}</title>
<link rel="stylesheet" href="{STYLE}">
</head>
<body>
<a class="evitement" href="#contenu">Aller au contenu</a>
<header class="entete">
<a href="{home}">Cap Soutien</a>
<a href="{directory}">Annuaire des services</a>
<a href="{notice}">Confidentialité</a>
<a href="about:blank" rel="noreferrer">Quitter cette page</a>
</header>
<main id="contenu" tabindex="-1">
{body}
</main>
</body>
</html>
"""


def text(shown: str) -> str:
    """What a person reads, typeset and escaped."""
    return escape(typeset(shown))


def address(path: str, academie: str | None) -> str:
    """The path, with the académie if there is one (not escaped)."""
    return f"{path}?{urlencode({'academie': academie})}" if academie else path


def number_link(number: str, name: str, usage: str, link: str) -> str:
    """A national number as a large link, with what it is for."""
    return (
        f'<li><a href="{escape(link)}"><b>{escape(number)}</b> '
        f"<span>{text(name)} <small>{text(usage)}</small></span></a></li>"
    )
