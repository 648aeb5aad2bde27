"""First names met in France, in small letters without accents; some are common words too (Rose, Pierre). Data."""

from __future__ import annotations

_LISTED = """
    abdel abdelkader abdoulaye adama adel adele adrien agathe agnes ahmed aicha aissatou alain albert alexandra
    alexandre alexis ali alice aline alix amina aminata amine amir anais andre andrea andree angelique anne
    annie anthony antoine antonio arnaud arthur asma assia astrid audrey aurelie aurelien awa axel aya aymeric
    bakary baptiste barbara bastien beatrice benedicte benjamin benoit bernadette bernard bertrand bilal bilel
    boris boubacar brahim brice brigitte bruno camille carine carla carlos carole caroline catherine cecile
    cedric celia celine chantal charles charlotte cheikh chloe christel christelle christian christiane
    christine christophe claire clara claude claudine clemence clement colette coralie corinne cyril damien
    daniel daniele danielle david deborah delphine denis denise diane didier djamila djibril dominique dorothee
    driss dylan eddy edith edouard elena eliane elias elisa elisabeth elise elodie eloise elsa emeline emile
    emilie emma emmanuel emmanuelle enzo eric erwan estelle esther ethan etienne eva evelyne fabien fabienne
    fabrice fanny farid fatiha fatima fatou fatoumata faustine felix fernand fernando flavie florence florent
    florian francis franck francois francoise frederic frederique gabriel gabrielle gael gaelle gaetan genevieve
    georges gerald geraldine gerard germaine ghislaine gilbert gilles gisele gregoire gregory guillaume gustave
    guy gwenaelle habib hakim halima hamid hamza hassan heidi helene henri henriette herve hicham hortense houda
    hubert hugo hugues ibrahim ibrahima ilyes imane ines irene isabelle ismael issa ivan jacqueline jacques jade
    jamila jean jeanne jeannine jennifer jeremie jeremy jerome jessica joanna joelle johan johanna jonathan
    jordan jose joseph josephine josette josiane joyce jules julia julie julien juliette justine kader kamel
    karim karima karine kevin khadija kilian kylian lamine laura laure laurence laurent lea leila leo leon
    leonie leticia lila lilian lina linda lionel lisa loic lola louis louise luc lucas lucette lucie lucien
    lucienne ludivine ludovic lydia lydie madeleine magali mahamadou malik malika mamadou manon manuel marc
    marcel marcelle margaux margot marguerite maria mariam mariama marianne marie marielle marina marine marion
    marius marjorie marlene martial martin martine maryse mathieu mathilde mathis matteo matthieu maud maurice
    max maxence maxime medhi mehdi melanie melissa mia michael michel michele micheline mickael mireille mohamed
    mohammed moise monia monique morgane mouhamed mounir moussa mustapha myriam nabil nadege nadia nadine naima
    nassim natacha nathalie nathan nelly nicolas nicole nina nino noa noah noe noemie nora norbert nour nouria
    odette odile olivia olivier omar oscar ousmane pascal pascale patrice patricia patrick paul paule paulette
    pauline philippe pierre pierrette quentin rachel rachid rachida raphael rayan raymond regine regis remi remy
    renaud rene renee richard robert robin rodolphe rodrigue roger roland romain roman romane romuald rosa rose
    roxane sabine sabrina said salima sami samia samir samira samuel sandra sandrine sara sarah sebastien sekou
    selim serge severine sidonie simon simone sofia sofiane solange solene sonia sophie soraya souad stephane
    stephanie steve suzanne sylvain sylvie tarik tatiana thea theo theodore therese thibault thibaut thierry
    thomas tiffany timothee tom tony ugo valentin valentine valerie vanessa veronique victoire victor victoria
    vincent violette virginie vivian viviane walid wassim william xavier yacine yael yamina yanis yann yannick
    yasmina yasmine yassine yoann yohan youssef youssouf yvan yves yvette yvonne zahra zakaria zineb zoe zohra
"""

FIRST_NAMES = frozenset(_LISTED.split())
