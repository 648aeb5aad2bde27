"""The colours by theme, and the letters, that the style sheet of @gouvfr/dsfr 1.15 gives a page."""

from __future__ import annotations

_NAMES = (
    "background-default-grey", "text-default-grey", "text-mention-grey", "border-plain-grey", "border-default-grey",
    "background-alt-grey", "background-contrast-info", "text-default-error", "background-contrast-error",
    "text-action-high-blue-france", "text-inverted-blue-france",
)  # fmt: skip
_VALUES = {
    "light": "#fff #3a3a3a #666 #3a3a3a #ddd #f6f6f6 #e8edff #ce0500 #ffe9e9 #000091 #f5f5fe",
    "dark": "#161616 #cecece #929292 #cecece #353535 #1e1e1e #1d2437 #ff5655 #391c1c #8585f6 #000091",
}


def style(theme: str) -> str:
    """A page's style in the State's design system."""
    tokens = ";".join(f"--{name}:{value}" for name, value in zip(_NAMES, _VALUES[theme].split()))
    return (
        f":root{{{tokens};color-scheme:{theme}}}"
        "body{font-family:Marianne,arial,sans-serif;"
        "color:var(--text-default-grey);background:var(--background-default-grey)}"
        "a{color:var(--text-action-high-blue-france)}"
    )
