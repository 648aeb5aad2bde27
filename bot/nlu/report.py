"""An evaluation drawn as one HTML page: confusion matrix, reliability curve, worst errors. Pure.

For who works on the data; it shows the evaluation's messages, which nobody typed to the assistant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from bot.nlu.measures import Evaluation, Prediction, reliability

_CELL = 12
_MARGIN = 250
_SIDE = 320
_WORST = 60
_STYLE = """
:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:80rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse}
td,th{padding:.25rem .75rem;text-align:left;border-bottom:1px solid #8888;vertical-align:top}
svg{max-width:100%;height:auto}svg text{font:9px system-ui,sans-serif;fill:currentColor}.n{text-align:right}
"""


def page(title: str, evaluation: Evaluation, predictions: Sequence[Prediction]) -> str:
    """The whole page. `title` names the evaluated file."""
    low, high = evaluation.interval
    return f"""<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{escape(title)}</title><style>{_STYLE}</style></head><body>
<h1>{escape(title)}</h1>
<p>Exactitude : <strong>{evaluation.accuracy:.3f}</strong> (95 % : {low:.3f} à {high:.3f}), {evaluation.count} messages.
F1 moyenne : {evaluation.macro_f1:.3f}. Erreur de calibration : {evaluation.calibration_error:.3f}.</p>
<h2>Confiance et exactitude</h2>
<p>Chaque point est une tranche de confiance ; sur la diagonale, une confiance de 0,8 a raison huit fois sur dix.</p>
{_curve(predictions)}
<h2>Confusions</h2>
<p>Une ligne par intention attendue, une colonne par intention lue ; la diagonale, en gris, est juste.</p>
{_matrix(predictions)}
<h2>Par intention</h2>
{_intents(evaluation)}
<h2>Les erreurs les plus sûres d’elles</h2>
{_errors(predictions)}
</body></html>
"""


def _curve(predictions: Sequence[Prediction]) -> str:
    def at(share: float) -> float:
        return 30 + share * (_SIDE - 60)

    bins = reliability(predictions)
    points = "".join(
        f'<circle cx="{at(confidence):.1f}" cy="{_SIDE - at(accuracy):.1f}" fill="#1f6feb" '
        f'r="{3 + 9 * (n / len(predictions)) ** 0.5:.1f}">'
        f"<title>{n} messages, confiance {confidence:.2f}, exactitude {accuracy:.2f}</title></circle>"
        for n, confidence, accuracy in bins
    )
    rows = "".join(f"<tr><td>{c:.2f}</td><td>{a:.2f}</td><td class=n>{n}</td></tr>" for n, c, a in bins)
    return f"""<svg viewBox="0 0 {_SIDE} {_SIDE}" width="{_SIDE}" role="img" aria-label="Courbe de fiabilité">
<rect x="30" y="30" width="{_SIDE - 60}" height="{_SIDE - 60}" fill="none" stroke="#888"/>
<line x1="30" y1="{_SIDE - 30}" x2="{_SIDE - 30}" y2="30" stroke="#888" stroke-dasharray="4"/>{points}
<text x="{_SIDE / 2 - 20}" y="{_SIDE - 10}">confiance</text><text x="4" y="20">exactitude</text></svg>
<table><tr><th>Confiance</th><th>Exactitude</th><th>Messages</th></tr>{rows}</table>"""


def _matrix(predictions: Sequence[Prediction]) -> str:
    names = sorted({p.expected for p in predictions} | {p.read for p in predictions})
    at = {name: number for number, name in enumerate(names)}
    totals = Counter(p.expected for p in predictions)
    cells = []
    for (expected, read), count in Counter((p.expected, p.read) for p in predictions).items():
        share = count / totals[expected]
        colour = f"rgba(128,128,128,{share:.2f})" if expected == read else f"rgba(214,40,40,{0.25 + 0.75 * share:.2f})"
        x, y = _MARGIN + at[read] * _CELL, _MARGIN + at[expected] * _CELL
        cells.append(
            f'<rect x="{x}" y="{y}" width="{_CELL}" height="{_CELL}" fill="{colour}">'
            f"<title>{escape(expected)} → {escape(read)} : {count}</title></rect>"
        )
    size = _MARGIN + len(names) * _CELL
    rows = "".join(
        f'<text x="{_MARGIN - 4}" y="{_MARGIN + n * _CELL + 9}" text-anchor="end">{escape(name)}</text>'
        for n, name in enumerate(names)
    )
    columns = "".join(
        f'<text transform="translate({_MARGIN + n * _CELL + 9} {_MARGIN - 4}) rotate(-90)">{escape(name)}</text>'
        for n, name in enumerate(names)
    )
    return (
        f'<svg viewBox="0 0 {size} {size}" width="{size}" role="img" aria-label="Matrice de confusion">'
        f"{rows}{columns}{''.join(cells)}</svg>"
    )


def _intents(evaluation: Evaluation) -> str:
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td>{f['precision']:.2f}</td><td>{f['recall']:.2f}</td>"
        f"<td>{f['f1']:.2f}</td><td class=n>{f['count']:.0f}</td></tr>"
        for name, f in sorted(evaluation.per_intent.items(), key=lambda item: item[1]["f1"])
    )
    head = "<tr><th>Intention</th><th>Précision</th><th>Rappel</th><th>F1</th><th>Messages</th></tr>"
    return f"<table>{head}{rows}</table>"


def _errors(predictions: Sequence[Prediction]) -> str:
    wrong = sorted((p for p in predictions if not p.right), key=lambda p: -p.confidence)[:_WORST]
    rows = "".join(
        f"<tr><td>{p.confidence:.2f}</td><td>{escape(p.expected)}</td><td>{escape(p.read)}</td>"
        f"<td>{escape(p.text)}</td></tr>"
        for p in wrong
    )
    return f"<table><tr><th>Confiance</th><th>Attendu</th><th>Lu</th><th>Message</th></tr>{rows}</table>"
