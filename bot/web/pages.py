"""The pages that Cap Soutien serves itself: the demonstration and the directory. Pure: data in, HTML out.

They need no script (but for the chat), no inline style and nothing from elsewhere, so that the strictest
Content-Security-Policy serves them. Everything shown passes through `text`, which typesets and escapes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from html import escape

from bot.orientation.contacts import Area, area, warning, within
from bot.orientation.directory import Academie, Contact, Directory, Fact, Number, Service
from bot.web.layout import WIDGET, address, number_link, page
from bot.web.layout import text as _text

# For the demonstration page, which has no directory: same facts as data/academies/national.yml.
URGENCES = (
    ("3114", "Numéro national de prévention du suicide", "idées suicidaires, pour soi ou pour un proche"),
    ("15", "Samu", "urgence médicale"),
    ("17", "Police", "danger, agression, violences en cours"),
    ("18", "Pompiers", "incendie, accident, secours"),
    ("112", "Numéro d’urgence européen", "toute urgence"),
    ("114", "Urgences par SMS", "personnes sourdes ou qui ne peuvent pas parler"),
)
_RANK = {number: rank for rank, (number, _, _) in enumerate(URGENCES)}
_UNKNOWN = "Non précisé par le document."
_WHAT = (
    "Cap Soutien écoute ce que vivent les personnels de direction, et ceux qui préparent le concours, "
    "puis les oriente vers le service qui peut les aider. C'est un programme, pas une personne."
)
_KEPT = (
    "Nous ne conservons pas votre conversation : elle s'efface après trente minutes sans message, ou dès que "
    "vous choisissez « Effacer ». Rien n'est enregistré sans votre accord. Il n'y a pas de cookie. "
    "Le réseau d'où vous écrivez peut voir que vous visitez ce site."
)
_NO_FILE = "Cette académie n'a pas encore son annuaire : voici ce qui est ouvert à toutes."
_KINDS = {"telephone": "Téléphone", "courriel": "Courriel", "adresse": "Adresse", "site": "Site"}


def demonstration(academies: Sequence[Academie], academie: str | None = None) -> str:
    """The page of `GET /`: Cap Soutien as an académie would embed it.

    Args:
        academies: those one may choose.
        academie: the one chosen (`/?academie=…`); an unknown one counts as none.
    """
    chosen = academie if academie in [a.id for a in academies] else None
    directory, plain = escape(address("/services", chosen)), escape(address("/conversation", chosen))
    numbers = "".join(
        number_link(n, name, usage, f"{'sms' if n == '114' else 'tel'}:{n}") for n, name, usage in URGENCES
    )
    attribute = f' data-academie="{escape(chosen)}"' if chosen else ""
    body = f"""<h1>Cap Soutien</h1>
<p>{_text(_WHAT)}</p>
<p>{_text(_KEPT)}</p>
<h2 id="academie">Votre académie</h2>
<nav aria-labelledby="academie">{_choice("/", academies, chosen)}</nav>
<h2>{_text("En parler")}</h2>
<div id="cap-soutien"></div>
<noscript><p>{_text("Sans JavaScript :")} <a href="{plain}">{_text("la conversation en page simple")}</a>,
<a href="{directory}">{_text("l'annuaire des services")}</a>.</p></noscript>
<h2>{_text("En cas d'urgence")}</h2>
<ul class="numeros" role="list">{numbers}</ul>
<script src="{WIDGET}"{attribute} defer></script>"""
    return page("Cap Soutien, une écoute qui oriente", body, chosen)


def services_page(directory: Directory, academie: str | None, *, today: dt.date | None = None) -> str:
    """The page of `GET /services`: who can help, readable, printable, without script.

    Args:
        academie: whose services to show; None shows all. One without a file gets the services open to all.
        today: the day on which contacts are old or not (the current day unless given).
    """
    day = today or dt.date.today()
    academie = academie or None
    known = directory.academie(academie)
    services = directory.services_for(academie)
    own = [s for s in services if s.academie]
    shared = [s for s in services if not s.academie]
    where = area(directory, academie, None)
    numbers = sorted(directory.numbers, key=lambda n: _RANK.get(n.number, len(_RANK)))
    title = "Annuaire des services" + (f", {known.name}" if known else "")
    notice = f'<p class="avis">{_text(_NO_FILE)}</p>' if academie and known is None else ""
    choice = _choice("/services", directory.academies(), academie, all_label="Toutes")
    summary = "".join(
        f'<li><a href="#{_anchor(s)}">{_text(s.name if known else s.label)}</a></li>' for s in (*own, *shared)
    )
    groups = [
        (f"Dans l'{group.name}", _dispositif(group, directory), [s for s in own if s.academie == group])
        for group in directory.academies()
    ]
    groups.append(("Dans toutes les académies", "", shared))
    sections = "".join(
        f"<h2>{_text(heading)}</h2>\n{intro}" + "".join(_service(s, directory, where, day) for s in members)
        for heading, intro, members in groups
        if members
    )
    body = f"""<h1>{_text(title)}</h1>
{notice}<nav class="ecran" aria-label="Choix de l’académie">{choice}</nav>
<h2>{_text("Numéros nationaux")}</h2>
<ul class="numeros" role="list">{"".join(_national(n) for n in numbers)}</ul>
<nav class="ecran" aria-labelledby="sommaire"><h2 id="sommaire">Sommaire</h2>
<ul class="sommaire">{summary}</ul></nav>
{sections}"""
    return page(f"{title}, Cap Soutien", body, known.id if known else None)


def _choice(path: str, academies: Sequence[Academie], chosen: str | None, all_label: str = "") -> str:
    entries: list[tuple[str | None, str]] = [(a.id, a.name[:1].upper() + a.name[1:]) for a in academies]
    if all_label:
        entries.insert(0, (None, all_label))
    items = ""
    for key, name in entries:
        current = ' aria-current="true"' if key == chosen else ""
        items += f'<li><a href="{escape(address(path, key))}"{current}>{_text(name)}</a></li>'
    return f'<ul class="choix" role="list">{items}</ul>'


def _national(number: Number) -> str:
    sure = {"gratuit": number.free, "confidentiel": number.confidential, "jour et nuit": number.day_and_night}
    known = ", ".join(word for word, value in sure.items() if value)
    return number_link(number.number, number.name, " ; ".join(filter(None, (number.usage, known))), number.link)


def _dispositif(academie: Academie, directory: Directory) -> str:
    if academie.dispositif is None or not academie.dispositif.presentation:
        return ""
    fact = academie.dispositif.presentation[0]
    return (
        f"<p><strong>{_text(academie.dispositif.name)}.</strong> {_text(fact.text)}</p>"
        f'<p class="source">{_text("Source : " + directory.citation(fact.source))}</p>'
    )


def _anchor(service: Service) -> str:
    return escape(f"{service.id}-{service.academie.id}" if service.academie else service.id)


def _facts(service: Service) -> tuple[tuple[str, tuple[Fact, ...]], ...]:
    return (
        ("Pour qui", service.audience),
        ("Domaines", service.topics),
        ("Objectifs", service.aims),
        ("Comment cela se passe", service.terms),
        ("Conditions", service.conditions),
        ("Ce qui suit", service.next_steps),
    )


def _service(service: Service, directory: Directory, where: Area, today: dt.date) -> str:
    contacts = within(service, where)
    reach = [_contact(c) for c in contacts]
    reach += [f"<li>{_text(service.no_contact or _UNKNOWN)}</li>"] if service.no_contact or not reach else []
    old = _old(service, directory, today)
    parts = [
        f'<section class="service" id="{_anchor(service)}" aria-labelledby="{_anchor(service)}-nom">',
        f'<h3 id="{_anchor(service)}-nom">{_text(service.name)}</h3>',
        f"<p>{_text(service.summary.text)}</p>",
        f'<h4>Comment les joindre</h4><ul class="contacts">{"".join(reach)}</ul>',
        f'<p class="avis">{_text(old)}</p>' if old else "",
        "<h4>Ce qui reste confidentiel</h4>",
        _list(service.confidentiality) or f"<p>{_text(_UNKNOWN)}</p>",
        *(f"<h4>{_text(heading)}</h4>{_list(group)}" for heading, group in _facts(service) if group),
        f"<p>{_text('À savoir : ' + service.caveat)}</p>" if service.caveat else "",
        f'<p class="source">{_text("Source : " + _sources(service, contacts, directory))}</p>',
        "</section>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _list(facts: Iterable[Fact]) -> str:
    items = "".join(f"<li>{_text(fact.text)}</li>" for fact in facts)
    return f"<ul>{items}</ul>" if items else ""


def _contact(contact: Contact) -> str:
    place = contact.label or (f"département {contact.departement}" if contact.departement else "")
    heading = _KINDS[contact.kind] + (f", {place}" if place else "")
    value = escape(contact.value)
    if contact.link:
        value = f'<a href="{escape(contact.link)}" rel="noreferrer">{value}</a>'
    return f"<li>{_text(heading + ' :')} {value}</li>"


def _old(service: Service, directory: Directory, today: dt.date) -> str | None:
    source = service.summary.source
    dated = directory.documents[source.document].dated
    facts = f"Informations d'un document ancien ({dated}) : elles ont pu changer."
    return warning(service, directory, today) or (facts if directory.is_stale(source, today) else None)


def _sources(service: Service, contacts: Sequence[Contact], directory: Directory) -> str:
    """The documents the service's facts come from, each named once, with its pages and headings."""
    facts = (service.summary, *service.confidentiality, *(f for _, group in _facts(service) for f in group))
    sources = [*(fact.source for fact in facts), *(contact.source for contact in contacts)]
    places: dict[str, list[str]] = {}
    for source in dict.fromkeys(sources):
        page = f"page {source.page}" if source.page is not None else ""
        section = f"« {source.section} »" if source.section is not None else ""
        places.setdefault(source.document, []).append(", ".join(filter(None, (page, section))))
    documents = directory.documents
    cited = [f"{documents[d].title}, {documents[d].dated} ({' ; '.join(p)})" for d, p in places.items()]
    return " ; ".join(cited) + "."
