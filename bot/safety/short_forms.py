"""The tables of hasty spelling: short forms, what they mean in context, and the words that matter most. Data only."""

from __future__ import annotations

# One written word, what it stands for. Only forms that mean nothing else in this trade's messages.
SHORT_FORMS: dict[str, str] = {
    # I, me
    "g": "j ai", "jai": "j ai", "ge": "j ai", "jaurai": "j aurai", "jaurais": "j aurais", "javais": "j avais",
    "javai": "j avais", "jv": "je vais", "jvais": "je vais", "jvai": "je vais", "jva": "je vais",
    "chvais": "je vais", "jveux": "je veux", "jveu": "je veux", "jveut": "je veux", "jve": "je veux",
    "jvx": "je veux", "jeveux": "je veux", "jvoudrai": "je voudrais", "jvoudrais": "je voudrais",
    "jvoulais": "je voulais", "jaimerai": "j aimerais", "jaimerais": "j aimerais", "jme": "je me",
    "jm": "je m", "jsuis": "je suis", "chuis": "je suis", "chui": "je suis", "jsui": "je suis",
    "jss": "je suis", "shui": "je suis", "jpense": "je pense", "jpens": "je pense", "jpeux": "je peux",
    "jpeu": "je peux", "jpx": "je peux", "jpourrais": "je pourrais", "jserai": "je serai",
    "jserais": "je serais", "jsrai": "je serai", "jarrive": "j arrive", "jarriv": "j arrive",
    "jarrete": "j arrete", "jen": "j en", "jsais": "je sais", "jsai": "je sais", "jle": "je le",
    "jla": "je la", "jfais": "je fais", "jfe": "je fais", "jfai": "je fais", "jdois": "je dois",
    "jprefere": "je prefere", "jtiens": "je tiens", "jrigole": "je rigole", "jdis": "je dis",
    "jcrois": "je crois", "jcroi": "je crois", "jvois": "je vois", "jmets": "je mets", "jmet": "je mets",
    "jsens": "je sens", "jentends": "j entends", "jcreve": "je creve", "jmeurs": "je meurs",
    "jmen": "je m en", "jetai": "j etais", "jetais": "j etais", "jviens": "je viens",
    "jreviens": "je reviens", "jte": "je te", "jperds": "je perds", "jsaigne": "je saigne",
    "jrespire": "je respire", "jlui": "je lui", "jprends": "je prends", "jsaute": "je saute",
    "jreve": "je reve", "jcherche": "je cherche", "jnarrive": "je n arrive", "jnai": "je n ai",
    "jne": "je ne", "jn": "je n", "jpars": "je pars", "jsonge": "je songe", "jcompte": "je compte",
    "jfinis": "je finis", "jplaisante": "je plaisante", "jretiens": "je retiens", "jespere": "j espere",
    "jattends": "j attends",
    # it, that, who
    "c": "c est", "cest": "c est", "ct": "c etait", "cetait": "c etait", "ke": "que", "k": "que", "ki": "qui",
    "koi": "quoi", "kan": "quand", "kand": "quand", "qd": "quand", "kelle": "qu elle", "kil": "qu il",
    "kils": "qu ils", "kon": "qu on", "kun": "qu un", "qil": "qu il", "quil": "qu il", "quils": "qu ils",
    "quon": "qu on", "kelkun": "quelqu un", "quelkun": "quelqu un", "qqn": "quelqu un", "qqun": "quelqu un",
    "qq1": "quelqu un", "quequun": "quelqu un", "ya": "il y a", "yen": "il y en", "yavait": "il y avait",
    "kkn": "quelqu un", "kkun": "quelqu un", "mm": "meme",
    "jusqua": "jusqu a", "nai": "n ai", "lai": "l ai", "tai": "t ai", "men": "m en", "sen": "s en", "nen": "n en",
    "ten": "t en", "lon": "l on", "sil": "s il", "sils": "s ils", "jy": "j y", "ny": "n y", "sy": "s y", "my": "m y",
    # small words
    "pr": "pour", "ds": "dans", "ac": "avec", "tt": "tout", "ts": "tous", "tte": "toute", "ttes": "toutes",
    "mtn": "maintenant", "mnt": "maintenant", "mtnt": "maintenant", "maintenan": "maintenant", "plu": "plus",
    "pus": "plus", "dla": "de la", "dl": "de l", "den": "d en", "dem": "de m", "dme": "de me", "dse": "de se",
    "bcp": "beaucoup", "tjrs": "toujours", "tjs": "toujours", "tps": "temps", "qq": "quelque", "dun": "d un",
    "pk": "pourquoi", "pq": "pourquoi", "tkt": "t inquiete pas", "voudrai": "voudrais", "veu": "veux",
    "vai": "vais", "sui": "suis", "fo": "faut", "pens": "pense", "pensse": "pense", "nn": "non",
    "auj": "aujourd hui", "ajd": "aujourd hui", "jsp": "je sais pas", "etai": "etait",
    # wishing, dying, living
    "envi": "envie", "anvie": "envie", "anvi": "envie", "invie": "envie", "envied": "envie de",
    "denvie": "d envie", "mourrir": "mourir", "mourire": "mourir", "mouri": "mourir", "mourr": "mourir",
    "mourrire": "mourir", "dmourir": "de mourir", "emourir": "mourir", "crev": "creve", "creverr": "crever",
    "creuver": "crever", "krever": "crever", "crevr": "crever", "vivr": "vivre", "viv": "vivre",
    "mor": "mort", "suicid": "suicide", "swicide": "suicide", "suisid": "suicide", "suiside": "suicide",
    "sui6de": "suicide", "suprimer": "supprimer", "suprime": "supprime",
    "vene": "veine", "venes": "veines", "suissid": "suicide", "suisider": "suicider", "suissider": "suicider",
    "finire": "finir", "finirr": "finir", "foutr": "foutre", "pendr": "pendre", "pandre": "pendre",
    "flinger": "flinguer", "flinge": "flingue", "lavie": "la vie", "lamort": "la mort", "enlair": "en l air",
    "medoc": "medocs", "cacheton": "cachets", "cachetons": "cachets", "doliprane": "medicaments",
    "xanax": "medicaments",
    # violence, accidents
    "fonse": "fonce", "desu": "dessus",
    "coutau": "couteau", "couto": "couteau", "kouteau": "couteau", "couteaux": "couteau", "fusi": "fusil",
    "fuzil": "fusil", "frap": "frappe", "frape": "frappe", "butter": "buter", "tabase": "tabasse",
    "respir": "respire", "respi": "respire", "urjence": "urgence", "urgense": "urgence", "ecri": "ecrit",
    "vien": "vient", "elev": "eleve", "elevs": "eleves", "lelycee": "le lycee", "inconsient": "inconscient",
    "inconsciant": "inconscient", "insconscient": "inconscient", "inconsiente": "inconsciente",
    "sangs": "sang", "segne": "saigne", "fummee": "fumee", "otages": "otage",
}  # fmt: skip

# What a form means only beside certain others, once the table above is applied, in this order.
IN_CONTEXT: tuple[tuple[str, str], ...] = (
    # The service of that name is no prevention lesson, which would lift a rule.
    ("(medecine?s?|service) de prevention", "medecine du travail"),
    (r"avc (un|une|des|son|sa|ses|le|la|les|du|mon|ma|mes)", r"avec \1"),
    (r"quelle (va|veut|a|est|se|s|voulait|ne|n|me|m|ma|te|t|ta|dit|allait|avait)", r"qu elle \1"),
    (r"envie 2", "envie de"),
    (r"2 (mourir|crever|me|vivre|se|m|plus)", r"de \1"),
    (r"(je|j en|n en|on|en|il|elle) peu", r"\1 peux"),
    (r"(veux|veut|peux|ai|a|respire|repond|bouge|envie|voudrais) (pu|plu)", r"\1 plus"),
    (r"(il|elle|on|qui|ca) (m|t)a", r"\1 \2 a"),
    (r"(ils|elles|qui) (m|t)ont", r"\1 \2 ont"),
    (r"tu mas", "tu m as"),
    (r"(ne|j ai|je n ai|j) (pu|plu) (envie|la|de|rien|le)", r"\1 plus \3"),
    (r"(me|m|te|se) fou", r"\1 fous"),
    (r"(fous|fout|foutre|fiche) (en|an) (l|lair) (air|aire|ere|er)", r"\1 en l air"),
    (r"(la|ma|en|de) vi", r"\1 vie"),
    (r"(mettre|met|mets|mis) (faim|fain|fins|fun) a", r"\1 fin a"),
    (r"(mes|ses) jour", r"\1 jours"),
    (r"en (fini|finit|finis)$", "en finir"),
    (r"(veux|envie d|vais|envie de|voudrais) en (fini|finit|finie)", r"\1 en finir"),
    (r"(veux|vais|veut|voudrais|envie de|a|de) (me|se) (tue|tues|tuez|tu est)", r"\1 \2 tuer"),
    (r"(veux|vais|veut|voudrais|envie de|au|de) (me |se |m |)(suicide)(?= |$)", r"\1 \2suicider"),
    (r"(au|pense|penser|de) suicider", r"\1 suicide"),
    (r"(veux|vais|voudrais|envie de) (creve|mour)", r"\1 crever"),
    (r"(lent|lents) vie de", "l envie de"),
    (r"pa (respire|repond|bouge)", r"pas \1"),
    (r"(plus|veux|peux|est|ai|c est|suis|arrive|repond|respire) pa", r"\1 pas"),
)

# The words that must be read through a slip of the finger: the longer ones only (six letters and more).
VITAL = frozenset({
    "mourir", "crever", "suicide", "suicider", "suicidaire", "suicidaires", "flinguer", "disparaitre",
    "couteau", "pistolet", "machette", "carabine", "poignard", "cagoule", "cagoules", "inconscient",
    "inconsciente", "respire", "etouffe", "etrangle", "agression", "frappe", "tabasse", "bagarre", "incendie",
    "explosion", "convulsions", "cardiaque", "epilepsie", "ambulance", "intrusion", "evanoui", "somniferes",
    "medicaments",
})  # fmt: skip

# Ordinary words that are one slip away from a vital one, and must be left alone.
ORDINARY = frozenset({
    "creer", "courir", "nourrir", "pourrir", "murir", "mouroir", "mounir", "mourer", "morir", "crevet",
    "creper", "cremer", "clever", "crevier", "coteau", "cocteau", "cousteau", "chouteau", "courteau", "coureau",
    "manchette", "manchettes", "marchette", "etrange", "etranger", "etoffe", "epanoui", "trappe", "grappe",
    "bigarre", "bazarre", "carabin", "carabins", "carbine", "cagole", "cagoles", "fringuer", "agreste",
    "expulsion", "inclusion", "definir", "definira", "definirai", "dependre", "prevenir", "amatuer", "survivre",
    "revivre",
})  # fmt: skip

# What glued words must hold for us to take them apart: « jveuxmourir », « plusenviedevivre ».
GLUED = frozenset({
    "mourir", "crever", "suicide", "suicider", "tuer", "vivre", "flinguer", "couteau", "enfinir",
})  # fmt: skip

# The small words that get glued to those.
PIECES: dict[str, str] = {
    "j": "je", "je": "je", "me": "me", "m": "m", "se": "se", "veux": "veux", "veu": "veux", "ve": "veux",
    "veut": "veut", "vais": "vais", "vai": "vais", "va": "va", "plus": "plus", "plu": "plus",
    "pus": "plus", "pas": "pas",
    "envie": "envie", "envi": "envie", "de": "de", "d": "d", "jai": "j ai", "g": "j ai", "en": "en",
    "la": "la", "il": "il",
    "elle": "elle", "ne": "ne", "n": "n", "un": "un", "au": "au", "pense": "pense", "enfinir": "en finir",
    "voudrais": "voudrais",
}  # fmt: skip
