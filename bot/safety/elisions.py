"""Elisions typed without their apostrophe, given it back: « lettre dadieu », « il mattend », « lenvie ». Pure."""

from __future__ import annotations

_LETTERS = ("qu", "c", "d", "j", "k", "l", "m", "n", "s", "t")

# The words of the rules that begin with a vowel or a mute h: what an elided word may stand before.
_AFTER_LISTED = """
    abandonne abattre abces abeille aboie abondamment abord abords abrege abreger absolue accelere accelerer
    accents acces accident accord accouche accroche accueil accule accumul acharn achete achever achevera acide
    acre acte action active adieu adieux adjoint adjointe administratif administration administrativement ado
    adore adresse adultes affaire affaisse affale affiche affichez afin agent agissait agitant agite agress
    agresse agressee agresser agresseur agression agrippe aide aider aidez aiguise aile ailes aille aillent
    ailleurs aime aimerais aimerait ainsi air alarme alcool alerte alerter allaient allais allait aller allergi
    allergique allez allonge allonger allons allume allumer allumette alternant ambiance ambulance ame amene ami
    amie amour anaphylactique ancien ancienne aneantir anevrisme angle angoisse annee annees annonc annonce
    annoncee ans antidepresseurs antigel anxiolytiques apparait appart appartement appel appeler appelez appelle
    apporte apprend apprendre apprenti apprentis apprete approch approche apres arachide arbalete arbre arene
    argent arguments arme armee armes armoire arrache arracher arret arrete arretee arretent arreter arretez
    arriv arrive arrivee arrivent arriverait arrivons arrose artifice ascenseur asperge asphyxi asphyxier
    assaillant assassiner assemblee assez assiette assis assise assistance assiste association assomme assurance
    asthm asthme atelier ateliers attache attachee attaqu attaque attaquee attaquent attaquer attaques atteint
    attend attendant attendent attendrait attendre attends attendu attentat attente attenter attenterait
    attentive attire attrape attraper aucun aucune aucunement aujourd aura aurai aurais aurait auront aussi
    autocar automne automutil autoroute autour autre autrefois autres aux avaient avais avait avale avalee avance
    avaler avalerai avancer avant avc avec avez avocat avoir avons avoue ayez eau eaux ebouillante ecarte
    echafaudage echangent echappe echappement echarpe echelle echoue eclate eclater ecole ecoute ecouter ecran
    ecrans ecrase ecraser ecrire ecrit ecroul ecroule ecrouler effacer effectifs effet effondr effondre
    effondrer egorge egorger egorgera electricien electrique electrise electrocut electrocute eleve eleves elle
    elles elu embarque embarquer emeute emmen emmene emmener empeche empechent empeste emploi empoigne
    empoisonner encagoule encastrer enceinte encercle encerclent encercler encore encre end endormi endormir
    endors endort endroit enfant enfants enferm enferme enfermee enfin enflamme enfle enfonc enfonce enfoncer
    enfui enfuie enfuir engin engourdi enjamb enjambe enleve enlevement enlever enleverai ennui ennuie ennuyeuse
    ennuyeux enorme enormement enseignant enseignante entaill entaille entailler entend entendais entendons
    entends enterre enterree enterrement entier entourent entr entrainement entre entree entrer entres entretien
    entretue entretuer envahissent envahit enveloppe envie envies environ envisage envisageait envoie envoient
    envoye envoyez epaisse epaule epilepsie epileptique epingle eponge epoque epouse epoux epreuve erre erreur
    escabeau escalad escalade escaladent escalier escaliers espalier esperant espere essai essaie essaient
    essaye essayent essayer essence est etablissement etage etages etaient etais etait etale etang etape etapes
    etau ete eteindre eteins eteint eteinte etes ethylique etouff etouffe etouffer etouffons etourdi etrangl
    etrangle etranglement etrangler etre etriper etude etudes evacu evacue evanou evanoui evanouie eventrer
    evidemment eviter exclu exclut exemple exercice existais existe existence exister expedition expert
    expliquer explos explose exploser explosif explosion expose expres externe extincteur habilitation habite
    habites habitez hate hemorragie hesitait hesite heure heures heureu heureuse heureux hier hierarchie
    histoire hiver hommage homme hommes hopital horaire hospitalise huile humour ici idee idees idiot idiote ill
    ils imagine immediatement immeuble immoler impatience importe impossible impots imprimante inanime incarcere
    incendi incendie incident incoheren incoherent inconnu inconnue inconnus inconscient individu individus
    infarctus infirmerie infirmiere ingere inondation inquiet inquietude instant insuline insulte insulter
    insupportable intendant intendante intention intentions interdit interesse interieur internat internats
    interne internes interpelle intervenant intervenu intoxi intoxication introuvable intru intrus intruse
    intrusion inutile ira irai irait iront isole issue ivre oblige obseques obsession obtenir odeur odeurs
    oedeme oeil oeuf oncle ont oppress oppression ordre ose otage otages ote oter otera oterai oublie ouvert
    ouverte ouvre ouvrir overdose une urgence urgences yeux
"""

# Words of their own that look like an elision before one of those (« larme », « savoir »).
_WHOLE_LISTED = """
    cachete caille caillent came cannee cannees capres carene carme carmee carmes cassez cassis cavaient cavais
    cavait cavale cavalee cavaler cavalerai cavant cavez cavons celle celles centre centree centrer centres
    cessai cessaient chier cils cira cirai cirait codeur codeurs cote coter cotera coterai couvert couverte
    couvre couvrir dallaient dallais dallait daller dallez dallons dame dans decrire decrit degorge degorger
    degorgera dentier depingle detale deteindre deteins deteint deteinte dira dirai dirait diront dont dose dote
    doter dotera doterai jacte jarret jarrete jarretee jarretent jarreter jarretez jassez jetage jetages
    jetaient jete jetes kami kote koter kotera koterai lachete lacte laide lame lamie larme larmee larmes lassez
    lassis laura laurai laurais laurait lavaient lavais lavait lavant lavez lavoir lavons layez lest letale
    lingere lira lirai lirait liront livre lote lune macre maille maillent mamie mangle mans marbre margent
    massez maux melle meaux methylique metre mira mirai mirait mont mordre nacre nagent navale note noter notera
    noterai quelle quelles quetaient quetais quetait quete quetes quote sabord sabords saccule sacre saille sami
    saillent sangle sans sassez saura saurai saurais saurait sauront savaient savais savait savant savez savoir
    savons seau seaux selle selles sentier serre sexiste sont tachete taille taillent tailleurs tallaient
    tallais tallait taller tallez tallons tannee tannees tassez taux telle telles tend terre terreur test
    tetaient tetais tetait tete tetes tira tirai tirait tissue tordre tune
"""

_AFTER = frozenset(_AFTER_LISTED.split())
_WHOLE = frozenset(_WHOLE_LISTED.split())


def restored(word: str) -> str | None:
    """« dadieu » as « d adieu »; None for any other word."""
    if word in _WHOLE:
        return None
    for letters in _LETTERS:
        if word.startswith(letters) and word[len(letters) :] in _AFTER:
            return f"{'qu' if letters == 'k' else letters} {word[len(letters) :]}"
    return None
