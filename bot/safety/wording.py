"""What is said to a person in danger, or about one. Pure.

Short, calm, the number first, nothing else beside it. Numbers and what they are for: the design's routing
table (3114 free and open day and night; 15 Samu, 17 police, 18 pompiers, 112; 114 by SMS).
"""

from __future__ import annotations

from bot.reply import Button, Reply
from bot.typography import typeset

SUICIDE = "suicide"
DANGER = "danger"

_NUMBERS = {SUICIDE: ("3114", "15", "112"), DANGER: ("17", "15", "18", "112", "114")}
NOT_IN_DANGER = Button("Je ne suis pas en danger", "/nier")

_WHO_IS_NEAR = "Y a-t-il quelqu'un près de vous à qui vous pouvez le dire ?"
_FIRST = {
    SUICIDE: (
        "Ce que vous écrivez m'inquiète, et je suis un programme : "
        "une personne doit pouvoir vous répondre maintenant.\n"
        "☎ 3114, numéro national de prévention du suicide : gratuit, confidentiel, 24 h/24, aussi quand on "
        "s'inquiète pour quelqu'un.\n"
        "En danger immédiat : ☎ 15 ou 112.\n"
        f"{_WHO_IS_NEAR}"
    ),
    DANGER: (
        "Appelez maintenant, une personne doit pouvoir intervenir.\n"
        "☎ 17 police en cas de violence ou de menace · "
        "☎ 15 Samu pour une urgence médicale · ☎ 18 pompiers · ☎ 112 partout.\n"
        "Si parler est impossible : ✉ SMS au 114.\n"
        "Si vous le pouvez, mettez-vous à l'abri."
    ),
}
_AGAIN = {
    SUICIDE: (
        "Je vous lis, et je vous le redis parce que c'est important : quelqu'un peut vous répondre tout de suite.\n"
        "☎ 3114, jour et nuit, gratuit. ☎ 15 ou 112 si le danger est là, maintenant.\n"
        "Vous pouvez aussi appeler une personne proche et lui demander de rester avec vous."
    ),
    DANGER: (
        "Le plus urgent reste d'appeler.\n"
        "☎ 17 (violence, menace) · ☎ 15 (vie en danger) · "
        "☎ 18 (feu, secours) · ☎ 112 · SMS au 114 pour écrire sans bruit.\n"
        "Je reste ici pour la suite."
    ),
}
_CALL = {
    SUICIDE: Button("Appeler le 3114", "/suite_appeler"),
    DANGER: Button("Appeler le 17", "/suite_appeler"),
}

_DENIAL = {
    SUICIDE: (
        "Merci de me le dire. Le 3114 reste joignable à toute heure, gratuitement, y compris pour souffler "
        "ou pour parler de quelqu'un."
    ),
    DANGER: "Merci de me le dire. Si cela change, le 17 et le 112 répondent à toute heure.",
}
_SOFT = {
    SUICIDE: (
        "Et si c'est plus lourd que cela, le 3114 répond jour et nuit, gratuitement.",
        "Le 3114 reste là aussi, jour et nuit, si les pensées deviennent trop lourdes.",
    ),
    DANGER: (
        "Et si quelqu'un est en danger en ce moment, appelez le 17 ou le 112.",
        "En cas de danger immédiat, le 17 et le 112 répondent à toute heure.",
    ),
}


def numbers(kind: str) -> list[str]:
    """The numbers to call, the first one first."""
    return list(_NUMBERS[kind])


def emergency(kind: str, *, again: bool = False) -> Reply:
    """The answer to a certain emergency: the numbers at once, alone."""
    text = (_AGAIN if again else _FIRST)[kind]
    return Reply(text, (_CALL[kind], NOT_IN_DANGER), {"kind": "urgence", "numeros": numbers(kind)})


def asks_who_is_near(text: str) -> bool:
    """Whether an answer, as it was said, ends with the question « is somebody near you ? »."""
    return text.endswith(typeset(_WHO_IS_NEAR))


def denial(kind: str) -> str:
    """What is said when the person answers that they are not in danger: heard, and the help stays open."""
    return _DENIAL[kind]


def call(kind: str) -> Reply:
    """When the person chooses to call."""
    if kind == SUICIDE:
        text = (
            "Composez le ☎ 3114. C'est gratuit, et une personne formée vous écoute. "
            "Si l'attente semble longue, ne raccrochez pas. En danger immédiat : ☎ 15 ou 112."
        )
    else:
        text = "Composez le ☎ 17, ou le ☎ 112 depuis n'importe quel téléphone. Sans pouvoir parler : SMS au 114."
    return Reply(text, (NOT_IN_DANGER,), {"kind": "urgence", "numeros": numbers(kind)})


def company() -> Reply:
    """When somebody is near: what to do with them, and the help that answers both."""
    text = (
        "Tant mieux. Dites ce que vous m'avez écrit à cette personne, avec les mêmes mots, et demandez-lui de ne pas "
        "vous laisser sans compagnie.\n"
        "Le ☎ 3114 répond jour et nuit, à vous comme à qui s'inquiète pour vous. En danger immédiat : ☎ 15 ou 112."
    )
    return Reply(text, (_CALL[SUICIDE], NOT_IN_DANGER), {"kind": "suite", "numeros": numbers(SUICIDE)})


def soft_line(kind: str, *, times: int = 0) -> str:
    """One gentle line, when danger is only possible: never an alarm."""
    return _SOFT[kind][min(times, 1)]


def soft_numbers(kind: str) -> list[str]:
    """The numbers of the soft line."""
    return ["3114"] if kind == SUICIDE else ["17", "112"]
