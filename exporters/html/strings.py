"""The fixed words of the pages, in each language they speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Strings:
    """One language. A missing word is a missing argument, so no language falls behind."""

    decimal: str
    skip: str
    questions: str
    question: str
    points: str
    by: str
    licence: str
    practice: str
    solutions: str
    choose_one: str
    check: str
    hint: str
    next_hint: str
    try_again: str
    start_over: str
    shuffle: str
    author_order: str
    progress: str
    answered: str
    right_count: str
    score: str
    right: str
    partly_right: str
    wrong: str
    your_answer: str
    right_answer: str
    choose_first: str
    explanation: str
    true: str
    false: str
    formula: str
    scrolls: str
    no_script: str
    option: str
    statement: str
    line: str
    tags: str
    difficulty: str
    objective: str
    author: str
    source: str
    statements: str
    evidence_heading: str
    derived: str
    options_heading: str
    solution_heading: str
    assumed_heading: str
    assumed_words: str
    sizes_words: str
    witness_at: str
    witness_option: str
    witness_answer: str
    levels: Mapping[str, str]
    level_words: Mapping[str, str]
    verdicts: Mapping[str, str]
    solution_words: Mapping[str, str]
    difficulties: Mapping[str, str]


_EN = Strings(
    decimal=".",
    skip="Skip to the questions",
    questions="Questions",
    question="Question",
    points="Points",
    by="By",
    licence="Licence",
    practice="Practice",
    solutions="Solutions",
    choose_one="Choose one answer.",
    check="Check",
    hint="Hint",
    next_hint="Next hint",
    try_again="Try again",
    start_over="Start over",
    shuffle="Shuffle options",
    author_order="Original order",
    progress="Progress",
    answered="Answered",
    right_count="Right",
    score="Points",
    right="Right",
    partly_right="Partly right",
    wrong="Not right",
    your_answer="Your answer",
    right_answer="Right answer",
    choose_first="Choose an answer first.",
    explanation="Explanation",
    true="True",
    false="False",
    formula="Formula",
    scrolls="scrolls sideways",
    no_script="Answers on this page are checked by JavaScript, which is switched off in your browser.",
    option="Option",
    statement="Statement",
    line="Line",
    tags="Tags",
    difficulty="Difficulty",
    objective="Objective",
    author="Author",
    source="Source",
    statements="Statements",
    evidence_heading="What was checked",
    derived="Answer derived from the premises",
    options_heading="The options",
    solution_heading="The worked solution",
    assumed_heading="Assumed, not told in the question",
    assumed_words="The result rests on these premises as well:",
    sizes_words="Sums were written out at these sizes:",
    witness_at="At",
    witness_option="this option",
    witness_answer="the answer",
    levels=MappingProxyType(
        {
            "proved": "Proved",
            "tested": "Tested",
            "consistent": "Consistent",
            "asserted": "Asserted",
            "undecided": "Undecided",
            "refuted": "Refuted",
        }
    ),
    level_words=MappingProxyType(
        {
            "proved": "The key was proved by symbolic algebra, and every other option was refuted.",
            "tested": "The key holds at many points, computed to high precision; every other option was refuted.",
            "consistent": "There was nothing to derive, but parts of the question written independently agree "
            "and point to this key alone.",
            "asserted": "Nothing here could be checked by machine: the key is the author’s word.",
            "undecided": "A proof of the key was asked for, and none was found.",
            "refuted": "The check found the key or the solution to be wrong.",
        }
    ),
    verdicts=MappingProxyType(
        {
            "equal": "equals the answer",
            "different": "differs from the answer",
            "agrees": "agrees with the statements",
            "contradicts": "contradicts the statements",
            "holds": "holds",
            "fails": "does not hold",
            "undecided": "undecided",
            "unread": "not read",
            "true": "true",
            "false": "false",
        }
    ),
    solution_words=MappingProxyType(
        {
            "verified": "Every line was read and shown to hold.",
            "partly": "Some lines were not read or could not be decided.",
            "unread": "The explanation was not checked: it holds no mathematics that could be read.",
            "none": "",
            "refuted": "A line was found to be false.",
        }
    ),
    difficulties=MappingProxyType({"easy": "easy", "medium": "medium", "hard": "hard"}),
)

_DE = Strings(
    decimal=",",
    skip="Zu den Fragen springen",
    questions="Fragen",
    question="Frage",
    points="Punkte",
    by="Von",
    licence="Lizenz",
    practice="Üben",
    solutions="Lösungen",
    choose_one="Wählen Sie eine Antwort.",
    check="Prüfen",
    hint="Hinweis",
    next_hint="Nächster Hinweis",
    try_again="Noch einmal",
    start_over="Von vorn beginnen",
    shuffle="Optionen mischen",
    author_order="Ursprüngliche Reihenfolge",
    progress="Fortschritt",
    answered="Beantwortet",
    right_count="Richtig",
    score="Punkte",
    right="Richtig",
    partly_right="Teilweise richtig",
    wrong="Nicht richtig",
    your_answer="Ihre Antwort",
    right_answer="Richtige Antwort",
    choose_first="Wählen Sie zuerst eine Antwort.",
    explanation="Erklärung",
    true="Wahr",
    false="Falsch",
    formula="Formel",
    scrolls="seitlich verschiebbar",
    no_script="Die Antworten prüft JavaScript, das in Ihrem Browser ausgeschaltet ist.",
    option="Option",
    statement="Aussage",
    line="Zeile",
    tags="Schlagwörter",
    difficulty="Schwierigkeit",
    objective="Lernziel",
    author="Autor",
    source="Quelle",
    statements="Aussagen",
    evidence_heading="Was geprüft wurde",
    derived="Aus den Voraussetzungen hergeleitete Antwort",
    options_heading="Die Optionen",
    solution_heading="Der Lösungsweg",
    assumed_heading="Angenommen, in der Frage nicht genannt",
    assumed_words="Das Ergebnis beruht auch auf diesen Voraussetzungen:",
    sizes_words="Summen wurden in diesen Größen ausgeschrieben:",
    witness_at="Bei",
    witness_option="diese Option",
    witness_answer="die Antwort",
    levels=MappingProxyType(
        {
            "proved": "Bewiesen",
            "tested": "Getestet",
            "consistent": "Stimmig",
            "asserted": "Behauptet",
            "undecided": "Unentschieden",
            "refuted": "Widerlegt",
        }
    ),
    level_words=MappingProxyType(
        {
            "proved": "Der Schlüssel wurde durch symbolische Algebra bewiesen, jede andere Option widerlegt.",
            "tested": "Der Schlüssel stimmt an vielen Stellen, mit hoher Genauigkeit berechnet; "
            "jede andere Option wurde widerlegt.",
            "consistent": "Unabhängig voneinander genannte Teile der Frage stimmen überein "
            "und führen allein zum Schlüssel.",
            "asserted": "Hier konnte nichts maschinell geprüft werden: Der Schlüssel ist das Wort des Autors.",
            "undecided": "Ein Beweis des Schlüssels wurde verlangt und nicht gefunden.",
            "refuted": "Die Prüfung hat gefunden, dass der Schlüssel oder die Lösung falsch ist.",
        }
    ),
    verdicts=MappingProxyType(
        {
            "equal": "gleich der Antwort",
            "different": "verschieden von der Antwort",
            "agrees": "stimmt mit den Aussagen überein",
            "contradicts": "widerspricht den Aussagen",
            "holds": "gilt",
            "fails": "gilt nicht",
            "undecided": "unentschieden",
            "unread": "nicht gelesen",
            "true": "wahr",
            "false": "falsch",
        }
    ),
    solution_words=MappingProxyType(
        {
            "verified": "Jede Zeile wurde gelesen und bestätigt.",
            "partly": "Einige Zeilen wurden nicht gelesen oder blieben unentschieden.",
            "unread": "Die Erklärung wurde nicht geprüft: Sie enthält keine lesbare Mathematik.",
            "none": "",
            "refuted": "Eine Zeile ist falsch.",
        }
    ),
    difficulties=MappingProxyType({"easy": "leicht", "medium": "mittel", "hard": "schwer"}),
)

_FR = Strings(
    decimal=",",
    skip="Aller aux questions",
    questions="Questions",
    question="Question",
    points="Points",
    by="Par",
    licence="Licence",
    practice="Exercices",
    solutions="Solutions",
    choose_one="Choisissez une réponse.",
    check="Vérifier",
    hint="Indice",
    next_hint="Indice suivant",
    try_again="Réessayer",
    start_over="Recommencer",
    shuffle="Mélanger les options",
    author_order="Ordre d’origine",
    progress="Progression",
    answered="Répondu",
    right_count="Justes",
    score="Points",
    right="Juste",
    partly_right="En partie juste",
    wrong="Inexact",
    your_answer="Votre réponse",
    right_answer="Bonne réponse",
    choose_first="Choisissez d’abord une réponse.",
    explanation="Explication",
    true="Vrai",
    false="Faux",
    formula="Formule",
    scrolls="défile latéralement",
    no_script="Les réponses sont vérifiées par JavaScript, qui est désactivé dans votre navigateur.",
    option="Option",
    statement="Énoncé",
    line="Ligne",
    tags="Mots-clés",
    difficulty="Difficulté",
    objective="Objectif",
    author="Auteur",
    source="Source",
    statements="Énoncés",
    evidence_heading="Ce qui a été vérifié",
    derived="Réponse déduite des prémisses",
    options_heading="Les options",
    solution_heading="La solution détaillée",
    assumed_heading="Supposé, non indiqué dans la question",
    assumed_words="Le résultat repose aussi sur ces prémisses :",
    sizes_words="Les sommes ont été développées pour ces tailles :",
    witness_at="En",
    witness_option="cette option",
    witness_answer="la réponse",
    levels=MappingProxyType(
        {
            "proved": "Prouvé",
            "tested": "Testé",
            "consistent": "Cohérent",
            "asserted": "Affirmé",
            "undecided": "Indécis",
            "refuted": "Réfuté",
        }
    ),
    level_words=MappingProxyType(
        {
            "proved": "La clé a été prouvée par calcul symbolique et chaque autre option réfutée.",
            "tested": "La clé est juste en de nombreux points, calculés avec une grande précision ; "
            "chaque autre option a été réfutée.",
            "consistent": "Des parties indépendantes de la question concordent et désignent la clé seule.",
            "asserted": "Rien n’a pu être vérifié par machine : la clé est la parole de l’auteur.",
            "undecided": "Une preuve de la clé était demandée, aucune n’a été trouvée.",
            "refuted": "La vérification a trouvé la clé ou la solution fausse.",
        }
    ),
    verdicts=MappingProxyType(
        {
            "equal": "égale à la réponse",
            "different": "différente de la réponse",
            "agrees": "s’accorde avec les énoncés",
            "contradicts": "contredit les énoncés",
            "holds": "juste",
            "fails": "fausse",
            "undecided": "indécise",
            "unread": "non lue",
            "true": "vrai",
            "false": "faux",
        }
    ),
    solution_words=MappingProxyType(
        {
            "verified": "Chaque ligne a été lue et confirmée.",
            "partly": "Certaines lignes n’ont pas été lues ou restent indécises.",
            "unread": "L’explication n’a pas été vérifiée : elle ne contient pas de mathématiques lisibles.",
            "none": "",
            "refuted": "Une ligne est fausse.",
        }
    ),
    difficulties=MappingProxyType({"easy": "facile", "medium": "moyenne", "hard": "difficile"}),
)

_ES = Strings(
    decimal=",",
    skip="Ir a las preguntas",
    questions="Preguntas",
    question="Pregunta",
    points="Puntos",
    by="Por",
    licence="Licencia",
    practice="Práctica",
    solutions="Soluciones",
    choose_one="Elija una respuesta.",
    check="Comprobar",
    hint="Pista",
    next_hint="Pista siguiente",
    try_again="Intentar de nuevo",
    start_over="Empezar de nuevo",
    shuffle="Mezclar opciones",
    author_order="Orden original",
    progress="Progreso",
    answered="Respondidas",
    right_count="Correctas",
    score="Puntos",
    right="Correcto",
    partly_right="Correcto en parte",
    wrong="Incorrecto",
    your_answer="Su respuesta",
    right_answer="Respuesta correcta",
    choose_first="Elija primero una respuesta.",
    explanation="Explicación",
    true="Verdadero",
    false="Falso",
    formula="Fórmula",
    scrolls="se desplaza lateralmente",
    no_script="Las respuestas se comprueban con JavaScript, que está desactivado en su navegador.",
    option="Opción",
    statement="Afirmación",
    line="Línea",
    tags="Etiquetas",
    difficulty="Dificultad",
    objective="Objetivo",
    author="Autor",
    source="Fuente",
    statements="Afirmaciones",
    evidence_heading="Qué se comprobó",
    derived="Respuesta deducida de las premisas",
    options_heading="Las opciones",
    solution_heading="La solución desarrollada",
    assumed_heading="Supuesto, no dicho en la pregunta",
    assumed_words="El resultado se apoya también en estas premisas:",
    sizes_words="Las sumas se desarrollaron con estos tamaños:",
    witness_at="En",
    witness_option="esta opción",
    witness_answer="la respuesta",
    levels=MappingProxyType(
        {
            "proved": "Demostrado",
            "tested": "Probado en puntos",
            "consistent": "Coherente",
            "asserted": "Afirmado",
            "undecided": "Sin decidir",
            "refuted": "Refutado",
        }
    ),
    level_words=MappingProxyType(
        {
            "proved": "La clave se demostró con álgebra simbólica y se refutó cada una de las otras opciones.",
            "tested": "La clave se cumple en muchos puntos, calculados con alta precisión; "
            "se refutó cada una de las otras opciones.",
            "consistent": "Partes independientes de la pregunta concuerdan y señalan solo la clave.",
            "asserted": "Nada pudo comprobarse por máquina: la clave es la palabra del autor.",
            "undecided": "Se pidió una demostración de la clave y no se encontró ninguna.",
            "refuted": "La comprobación halló que la clave o la solución es errónea.",
        }
    ),
    verdicts=MappingProxyType(
        {
            "equal": "igual a la respuesta",
            "different": "distinta de la respuesta",
            "agrees": "concuerda con las afirmaciones",
            "contradicts": "contradice las afirmaciones",
            "holds": "se cumple",
            "fails": "no se cumple",
            "undecided": "sin decidir",
            "unread": "no leída",
            "true": "verdadero",
            "false": "falso",
        }
    ),
    solution_words=MappingProxyType(
        {
            "verified": "Cada línea se leyó y se confirmó.",
            "partly": "Algunas líneas no se leyeron o quedaron sin decidir.",
            "unread": "La explicación no se comprobó: no contiene matemáticas legibles.",
            "none": "",
            "refuted": "Una línea es falsa.",
        }
    ),
    difficulties=MappingProxyType({"easy": "fácil", "medium": "media", "hard": "difícil"}),
)

STRINGS: Mapping[str, Strings] = MappingProxyType({"en": _EN, "de": _DE, "fr": _FR, "es": _ES})
"""By primary language subtag (RFC 5646)."""
