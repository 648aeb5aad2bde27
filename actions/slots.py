"""Names of the slots, once."""

ACADEMIE = "academie"
DEPARTEMENT = "departement"
BESOIN = "besoin"
SERVICES = "services_donnes"
DONE = "deja_fait"
URGENCE = "urgence"
MISUNDERSTOOD = "incomprehensions"
PRECISION = "precision_utile"
ASKED = "fois_demande"
ANSWERED = "precision_donnee"
REQUEST = "demande"
OFFER = "proposition"

QUESTIONS = ("role", "interlocuteur", "cadre", "lieu", "domaine")
HEALTH = "sante"
CONTEXT = (*QUESTIONS, HEALTH)
