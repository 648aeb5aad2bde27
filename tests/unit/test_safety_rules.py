"""The readable safety rules: what is said plainly is found in any spelling, and what is not danger is lifted."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from bot.datafiles import DATA, read_yaml
from bot.safety.rules import Rules, Signal


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.from_data(read_yaml(DATA / "safety" / "regles.yml"))


def small(**sections: Any) -> Rules:
    base: dict[str, Any] = {"suicide": [], "danger": []}
    return Rules.from_data({**base, **sections})


@pytest.mark.parametrize(
    "text",
    [
        "Je veux mourir.",
        "J'ai vraiment envie d'en finir avec la vie.",
        "Je pense tous les soirs à me tuer",
        "je n'ai plus envie de vivre",
        "je ne veux plus être en vie",
        "Si je rate, je me pends.",
        "J'ai décidé de mettre fin à mes jours dimanche.",
        "demain je me jette sous le train",
        "Je prépare ma mort depuis une semaine.",
        "J'ai des idées suicidaires, voilà.",
        "Pour moi la mort serait un soulagement.",
        "J'ai acheté une corde, elle est au garage.",
        "je vais avaler tous mes cachets",
        "Franchement je voudrais que tout s'arrête",
        "Mon adjointe m'a dit qu'elle voulait se foutre en l'air.",
        "Un élève de cinquième écrit qu'il veut mourir.",
        "Mon frère menace de se tuer si elle le quitte.",
        "une collègue a laissé une lettre d'adieu sur son bureau",
        "jai ecrit une lettre dadieu pour ma femme elle est dans la sacoche",
        "Le fils de ma secrétaire, notre ancien élève, lui répète qu'il va se pendre.",
        "depuis que maman est partie mon père dit quil va la rejoindre",
        "Les miens seraient bien débarrassés.",
        "a koi bon vu que jcompte pas etre encore en vie en septembre",
        "L'AESH signale qu'il dessine sa tombe dans son cahier.",
        "On dit qu'on le retrouverait au bout d'une corde.",
        "il demande si on sent quelque chose quand on s'endort pour toujours",
        "Je ne passerai pas Noël, j'ai choisi la date.",
    ],
)
def test_plain_suicide_is_found(rules: Rules, text: str) -> None:
    assert replace(rules.read(text), firm=False) == Signal("suicide", plain=True, grave=True)


@pytest.mark.parametrize(
    "text",
    [
        "Un homme armé est devant la grille.",
        "Il a un couteau, il est dans le hall",
        "un gamin convulse en perm, ses potes ont filmé",
        "le grand serre toujours le cou de son camarade",
        "il écrit : demain 8h j'en plante un, le premier que je croise",
        "On entend des coups de feu derrière le gymnase.",
        "Un père crie dans le couloir qu'il va me tuer.",
        "Ils l'attendent à la sortie pour le tabasser.",
        "J'ai reçu une alerte à la bombe pour midi.",
        "Un élève est en train d'étrangler son camarade.",
        "mon mari me frappe, je suis enfermée dans la salle de bain",
        "Il y a le feu au labo de physique !",
        "Forte odeur de gaz dans les cuisines.",
        "Intrusion en cours, trois individus cagoulés.",
        "Quelqu'un défonce la porte du secrétariat.",
        "Ma secrétaire ne respire plus.",
        "Un élève convulse par terre au réfectoire",
        "L'agent est tombé de l'échelle, il est inconscient.",
        "Le prof de sport fait un arrêt cardiaque",
    ],
)
def test_plain_danger_is_found(rules: Rules, text: str) -> None:
    assert replace(rules.read(text), firm=False) == Signal("danger", plain=True, grave=True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            (
                "Bonjour, je prépare la commission de jeudi et la dotation est en baisse de douze heures. "
                "Le gestionnaire "
                "est absent. Le soir, je pense à me pendre. Pouvez-vous me dire qui signe les bons de commande ?"
            ),
            "suicide",
        ),
        (
            (
                "Pour la formation des agents, il manque deux inscriptions et le devis de la Dafor. "
                "Un parent vient de sortir "
                "une machette dans la cour, les élèves courent. Je vous renvoie le formulaire après."
            ),
            "danger",
        ),
    ],
)
def test_one_sentence_in_a_long_message_is_found(rules: Rules, text: str, kind: str) -> None:
    signal = rules.read(text)
    assert signal.plain and signal.kind == kind


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Je ne veux pas mourir, je veux changer de poste.", "negation"),
        ("Je n'ai aucune envie de me suicider, rassurez-vous.", "negation"),
        ("Il n'a pas de couteau sur lui, c'est une règle.", "negation"),
        ("J'ai envie de crever, mais c'est une façon de parler.", "negation"),
        ("Je vais me tirer une balle dans le pied avec ce vote.", "idiome"),
        ("Je veux mourir de rire devant cette circulaire.", "idiome"),
        ("Je veux en finir avec ces emplois du temps.", "idiome"),
        ("Il y a deux ans, un élève voulait se pendre, il est guéri.", "passe"),
        ("Le mois dernier un parent armé est entré dans le hall, c'est jugé.", "passe"),
        ("Exercice de mardi : un homme armé entre dans le hall, qui prévenir ?", "formation"),
        ("Dans le cas pratique, un élève dit qu'il veut se pendre.", "formation"),
        ("Dans ce roman, le héros veut se pendre à la fin.", "fiction"),
        ("La pièce de théâtre montre un homme armé d'un fusil.", "fiction"),
    ],
)
def test_what_lifts_a_rule_is_named(rules: Rules, text: str, reason: str) -> None:
    signal = rules.read(text)
    assert (signal.plain, signal.lifted) == (False, reason)


@pytest.mark.parametrize(
    "text",
    [
        "Je suis mort de fatigue après ce conseil.",
        "Cette réforme me tue à petit feu.",
        "Mon projet est tombé à l'eau et le budget a explosé.",
        "J'ai sauté le pas, je m'inscris au concours !",
        "Il n'y a pas le feu, répondez quand vous pourrez.",
        "Mon cœur bat fort à l'idée de l'oral.",
        "Qui peut me former à la prévention du suicide ?",
        "Un collègue s'est suicidé en 2015, l'équipe en parle encore.",
        "J'ai été agressé en mars, je cherche un psychologue.",
        "L'internat a brûlé l'an dernier, l'assurance tarde.",
        "Nous mettrons le feu à la fête du lycée.",
        "Je n'en peux plus de ces tableaux, je suis épuisée.",
        "Je bous, je vais porter plainte contre ce fournisseur.",
        "Comment s'inscrire au mentorat ?",
        "Prenez votre temps pour apprendre les procédures.",
        "vivement que je m'écroule au lit",
        "ma cheffe va me tuer jai oublié les convocs",
        "on nous plante un couteau dans le dos",
        "C'est mon dernier message après six ans d'échanges, merci pour tout",
        "jai cru que jallais crever sur place tellement c etait long",
        "concours de la Résistance : les élèves ont lu la lettre d'adieu d'un fusillé",
        "exo attentat intrusion demain 10h, qui prévenir au rectorat ?",
        "",
    ],
)
def test_ordinary_messages_do_not_fire(rules: Rules, text: str) -> None:
    assert not rules.read(text).plain


@pytest.mark.parametrize(
    "text",
    [
        "Il y a deux ans j'allais bien, aujourd'hui je veux mourir.",
        "Après la formation de ce matin, je veux mourir.",
        "Comme dans ce film, je veux mourir.",
    ],
)
def test_first_person_present_is_never_lifted_by_time_training_or_fiction(rules: Rules, text: str) -> None:
    assert replace(rules.read(text), firm=False) == Signal("suicide", plain=True, grave=True)


@pytest.mark.parametrize(
    "text",
    [
        "Ce n'est pas un exercice : un homme armé est dans le hall.",
        "Hier il a menacé, et là il est encore là, un homme armé devant la grille.",
        "J'ai envie de crever, et ce n'est pas une façon de parler.",
    ],
)
def test_insistence_and_the_present_forbid_lifting(rules: Rules, text: str) -> None:
    assert rules.read(text).plain


@pytest.mark.parametrize(
    ("text", "denial"),
    [
        ("Non non, c'est juste une façon de parler.", True),
        ("je ne suis pas en danger", True),
        ("Personne n'est en danger ici.", True),
        ("Ce n'est pas une façon de parler.", False),
        ("Je veux mourir.", False),
        ("Merci, bonne journée.", False),
    ],
)
def test_denials_are_told(rules: Rules, text: str, denial: bool) -> None:
    assert rules.read(text).denial is denial


def test_suicide_comes_before_danger(rules: Rules) -> None:
    assert rules.read("Il y a le feu au labo. Je veux mourir.").kind == "suicide"


def test_pattern_language() -> None:
    found = small(
        listes={"arme": ["fusil", "couteau de cuisine"]},
        danger=[{"groupe": "g", "phrases": ["il a _ <arme>", "feu & (cour|préau)", "explos* … (l'|)usine"]}],
    )
    for text in (
        "il a un couteau de cuisine",
        "dans la cour, du feu",
        "Explosions graves près de l'usine",
        "il a fusil",
    ):
        assert found.read(text).plain, text
    for text in ("il a un couteau", "il a un très très beau fusil", "du feu. la cour", "usine explosée"):
        assert not found.read(text).plain, text


def test_an_idiom_inside_a_longer_rule_does_not_lift_it() -> None:
    found = small(
        suicide=[{"groupe": "g", "phrases": ["en finir (avec la vie|)"]}],
        idiomes=["en finir avec (la|ce)", "finir"],
    )
    assert found.read("en finir avec la vie").plain
    assert found.read("en finir avec ce bilan").lifted == "idiome"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"suicide": [{"groupe": "g", "phrases": ["(mourir"]}], "danger": []}, "parenthèse"),
        ({"suicide": [{"groupe": "g", "phrases": ["mourir)"]}], "danger": []}, "pas à sa place"),
        ({"suicide": [{"groupe": "g", "phrases": ["<mort>"]}], "danger": []}, "n'existe pas"),
        ({"suicide": [{"groupe": "g", "phrases": ["mourir + vite"]}], "danger": []}, "n'est pas prévu"),
        ({"suicide": [{"groupe": "g", "phrases": ["… (a|)"]}], "danger": []}, "aucun mot obligatoire"),
        ({"suicide": [{"groupe": "g", "phrases": [""]}], "danger": []}, "manque des mots"),
        ({"suicide": [{"groupe": "g", "phrases": "mourir"}], "danger": []}, "liste de phrases"),
        ({"suicide": [{"groupe": "g", "ferme": "oui", "phrases": []}], "danger": []}, "true ou false"),
        ({"suicide": [{"phrase": ["mourir"]}], "danger": []}, "attendu"),
        ({"suicide": {}, "danger": []}, "liste de groupes"),
        ({"suicide": [], "danger": [], "humeurs": []}, "Rubrique inconnue"),
        (
            {"listes": {"a": ["<a> b"]}, "suicide": [{"groupe": "g", "phrases": ["<a>"]}], "danger": []},
            "se contient elle-même",
        ),
        ([], "ensemble de rubriques"),
    ],
)
def test_malformed_data_is_refused_in_french(data: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Rules.from_data(data)


def test_reading_is_quick(rules: Rules) -> None:
    text = "Le conseil est fini, il me reste à écrire aux parents, mon adjointe veut partir et je ne sais plus. " * 2
    rules.read(text)
    start = time.thread_time()
    for _ in range(50):
        rules.read(text)
    assert (time.thread_time() - start) / 50 < 0.05
