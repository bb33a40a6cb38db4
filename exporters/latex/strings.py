"""Our own fixed words on paper, by language: one table, every language with every word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Strings:
    """The words of one language. ``{n}``, ``{m}`` and ``{options}`` are filled in."""

    babel: str
    """Name under which ``\\babelprovide`` knows the language."""
    name: str
    number: str
    points: str
    one_point: str
    many_points: str
    one_question: str
    many_questions: str
    instructions: str
    page: str
    question: str
    solution: str
    solutions: str
    feedback: str
    hint: str
    true: str
    false: str
    proved: str
    assumed: str
    tested: str
    consistent: str
    asserted: str
    undecided: str
    refuted: str
    refuted_option: str
    refuted_options: str
    decimal: str = "."


STRINGS: Mapping[str, Strings] = MappingProxyType(
    {
        "en": Strings(
            babel="english",
            name="Name",
            number="Student number",
            points="Points",
            one_point="{n} point",
            many_points="{n} points",
            one_question="{n} question",
            many_questions="{n} questions",
            instructions="Each question has exactly one right answer. Tick it.",
            page="Page {n} of {m}",
            question="Question",
            solution="Solution",
            solutions="Solutions",
            feedback="Feedback",
            hint="Hint",
            true="True",
            false="False",
            proved="Key proved: derived from the stem",
            assumed="Key proved: derived from the stem and from premises that it does not state",
            tested="Key tested at many points, not proved",
            consistent="Key agrees with the solution",
            asserted="Key not checked: the author's word",
            undecided="Key neither proved nor refuted",
            refuted="Key refuted",
            refuted_option="option {options} refuted",
            refuted_options="options {options} refuted",
        ),
        "de": Strings(
            babel="german",
            name="Name",
            number="Matrikelnummer",
            points="Punkte",
            one_point="{n} Punkt",
            many_points="{n} Punkte",
            one_question="{n} Frage",
            many_questions="{n} Fragen",
            instructions="Zu jeder Frage ist genau eine Antwort richtig. Kreuzen Sie sie an.",
            page="Seite {n} von {m}",
            question="Frage",
            solution="Lösung",
            solutions="Lösungen",
            feedback="Rückmeldung",
            hint="Hinweis",
            true="Wahr",
            false="Falsch",
            proved="Schlüssel bewiesen: aus der Aufgabe hergeleitet",
            assumed="Schlüssel bewiesen: aus der Aufgabe und aus Annahmen, die sie nicht nennt",
            tested="Schlüssel an vielen Stellen geprüft, nicht bewiesen",
            consistent="Schlüssel stimmt mit der Lösung überein",
            asserted="Schlüssel ungeprüft: Angabe des Autors",
            undecided="Schlüssel weder bewiesen noch widerlegt",
            refuted="Schlüssel widerlegt",
            refuted_option="Antwort {options} widerlegt",
            refuted_options="Antworten {options} widerlegt",
            decimal=",",
        ),
        "fr": Strings(
            babel="french",
            name="Nom",
            number="Numéro d’étudiant",
            points="Points",
            one_point="{n} point",
            many_points="{n} points",
            one_question="{n} question",
            many_questions="{n} questions",
            instructions="Chaque question a exactement une bonne réponse. Cochez-la.",
            page="Page {n} sur {m}",
            question="Question",
            solution="Solution",
            solutions="Corrigé",
            feedback="Commentaire",
            hint="Indication",
            true="Vrai",
            false="Faux",
            proved="Réponse prouvée : déduite de l’énoncé",
            assumed="Réponse prouvée : déduite de l’énoncé et d’hypothèses qu’il ne donne pas",
            tested="Réponse testée en de nombreux points, non prouvée",
            consistent="Réponse conforme à la solution",
            asserted="Réponse non vérifiée : selon l’auteur",
            undecided="Réponse ni prouvée ni réfutée",
            refuted="Réponse réfutée",
            refuted_option="proposition {options} réfutée",
            refuted_options="propositions {options} réfutées",
            decimal=",",
        ),
        "es": Strings(
            babel="spanish",
            name="Nombre",
            number="Número de matrícula",
            points="Puntos",
            one_point="{n} punto",
            many_points="{n} puntos",
            one_question="{n} pregunta",
            many_questions="{n} preguntas",
            instructions="Cada pregunta tiene exactamente una respuesta correcta. Márquela.",
            page="Página {n} de {m}",
            question="Pregunta",
            solution="Solución",
            solutions="Soluciones",
            feedback="Comentario",
            hint="Pista",
            true="Verdadero",
            false="Falso",
            proved="Clave demostrada: deducida del enunciado",
            assumed="Clave demostrada: deducida del enunciado y de premisas que no menciona",
            tested="Clave probada en muchos puntos, no demostrada",
            consistent="Clave conforme con la solución",
            asserted="Clave no comprobada: palabra del autor",
            undecided="Clave ni demostrada ni refutada",
            refuted="Clave refutada",
            refuted_option="opción {options} refutada",
            refuted_options="opciones {options} refutadas",
            decimal=",",
        ),
    }
)


def strings(language: str) -> Strings | None:
    """Return the words of ``language`` (``de``, ``de-AT``, ``de_CH`` …), or ``None`` where there are none."""
    return STRINGS.get(language.replace("_", "-").split("-")[0].lower())
