"""What the verification of an export found, in French: what is wrong, what is proved, and what is not. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from beffroi.journal.checkpoint import SignedCheckpoint
from beffroi.journal.key_history import DatedKey, write_time


class ExportProblem(StrEnum):
    """What can be wrong with an export."""

    UNREADABLE = "unreadable"
    NEWER = "newer"
    KEYS = "keys"
    WRONG_KEY = "wrong_key"
    SIGNATURE = "signature"
    FOREIGN = "foreign"
    INCONSISTENT = "inconsistent"
    NOTED = "noted"
    ALTERED = "altered"
    MISSING = "missing"
    REORDERED = "reordered"
    RECOMPUTED = "recomputed"
    REWRITTEN = "rewritten"
    TRUNCATED = "truncated"
    SEAL = "seal"


SENTENCES = {
    ExportProblem.UNREADABLE: "La ligne {line} est illisible : le fichier n’est pas un export de Beffroi, ou il a été modifié.",
    ExportProblem.NEWER: "Cet export vient d’une version plus récente de Beffroi.",
    ExportProblem.KEYS: "La liste des clés publiques de l’export n’est pas valable : elle a été modifiée.",
    ExportProblem.WRONG_KEY: "L’export n’est signé par aucune des clés publiques que vous avez fournies.",
    ExportProblem.SIGNATURE: "La signature du repère de l’écriture n° {seq} n’est pas bonne.",
    ExportProblem.FOREIGN: "L’écriture n° {seq}, ou son repère, est celle d’un autre organisme.",
    ExportProblem.INCONSISTENT: "Le repère de l’écriture n° {seq} contredit le précédent : deux journaux différents.",
    ExportProblem.NOTED: "Le repère noté (écriture n° {seq}) n’est pas dans l’export : journal réécrit ou coupé.",
    ExportProblem.ALTERED: "L’écriture n° {seq} a été modifiée : son contenu ne correspond plus à son empreinte.",
    ExportProblem.MISSING: "L’écriture n° {seq} manque.",
    ExportProblem.REORDERED: "L’écriture n° {seq} n’est pas à sa place : l’ordre des écritures a été changé.",
    ExportProblem.RECOMPUTED: "L’écriture n° {seq} ne se rattache pas à la précédente : l’une des deux a été refaite.",
    ExportProblem.REWRITTEN: "Les écritures jusqu’à la n° {seq} ont été réécrites : le repère signé en décrit d’autres.",
    ExportProblem.TRUNCATED: "La fin du fichier manque, à partir de l’écriture n° {seq}.",
    ExportProblem.SEAL: "Le fichier a été modifié depuis l’export : le sceau qui le termine n’est pas le sien.",
}


@dataclass(frozen=True, slots=True)
class ExportReport:
    """The outcome. ``seq``: the first bad entry (0: not about one); ``proved`` and ``unproved``: French sentences."""

    problem: ExportProblem | None
    sentence: str
    seq: int = 0
    organization: str = ""
    entries: int = 0
    proved: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the whole export is what was written."""
        return self.problem is None

    @property
    def text(self) -> str:
        """The whole outcome, for people."""
        lines = [self.sentence]
        if self.proved:
            lines += ["", "Ce qui est prouvé :", *(f"  ✓ {item}" for item in self.proved)]
        if self.unproved:
            lines += ["", "Ce qui ne l’est pas :", *(f"  – {item}" for item in self.unproved)]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Scope:
    """What an export was found to hold. ``anchor``: the key that the reader trusts; ``current``: the one that signed."""

    organization: str
    first: int
    last: int
    exported_at: int
    points: tuple[SignedCheckpoint, ...]
    current: DatedKey
    anchor: DatedKey | None
    noted: tuple[SignedCheckpoint, ...]


def intact(scope: Scope) -> ExportReport:
    """The report of an export without a fault."""
    count = scope.last - scope.first + 1
    body = "écriture est intacte" if count == 1 else "écritures sont intactes et dans l’ordre"
    return ExportReport(
        None,
        f"L’export est intact : {count} {body} (organisme « {scope.organization} »).",
        0,
        scope.organization,
        count,
        tuple(_proved(scope)),
        tuple(_unproved(scope)),
    )


def _proved(scope: Scope) -> list[str]:
    latest = scope.points[-1]
    said = [
        f"Les écritures n° {scope.first} à {scope.last} sont toutes là, telles qu’elles ont été écrites, dans l’ordre.",
        f"Elles font partie du journal de {latest.size} écriture(s) que le repère du {_when(latest.time)} a scellé.",
    ]
    if len(scope.points) > 1:
        said.append(
            f"Les {len(scope.points)} repères signés, depuis le {_when(scope.points[0].time)}, décrivent un seul journal, "
            "qui n’a fait que s’allonger."
        )
    said += [
        f"Le repère que vous aviez noté (écriture n° {point.size}) en est : rien n’a été réécrit depuis."
        for point in scope.noted
    ]
    if scope.anchor is not None:
        said.append(
            f"Les signatures remontent à la clé que vous avez fournie (n° {scope.anchor.number}, {scope.anchor.key.id})."
        )
    return said


def _unproved(scope: Scope) -> list[str]:
    current, latest, said = scope.current, scope.points[-1], []
    if scope.anchor is None:
        said.append(
            f"Que la clé n° {current.number} soit celle de l’organisme : obtenez-la par un autre chemin et donnez-la avec "
            f"--public-key, ou comparez son empreinte ({current.key.fingerprint})."
        )
    elif scope.anchor != current:
        said.append(
            f"Que la clé n° {scope.anchor.number} n’ait pas été volée avant de passer la main à la n° {current.number}, "
            "qui signe aujourd’hui : au moindre doute, demandez aussi cette dernière."
        )
    if not scope.noted:
        said.append(
            "Que le détenteur de la clé n’ait pas réécrit tout le journal avant l’export : seul un repère noté plus tôt hors "
            "de la machine le montre (--checkpoint)."
        )
    if scope.first > 1:
        said.append(f"Le contenu des écritures n° 1 à {scope.first - 1} : l’export n’en a que les empreintes.")
    if scope.last < latest.size:
        said.append(f"Le contenu des écritures n° {scope.last + 1} à {latest.size} : l’export n’en a que les empreintes.")
    said += [
        f"Ce qui a été écrit après le {_when(latest.time)}.",
        "L’exactitude des dates : ce sont celles de l’horloge de la machine, sans horodatage par un tiers.",
        "Que tout usage d’IA soit passé par Beffroi, ni que la machine ait écrit vrai au moment de l’échange.",
    ]
    return said


def _when(at: int) -> str:
    day, hour = write_time(at)[:-1].split("T")
    year, month, date = day.split("-")
    return f"{date}/{month}/{year} à {hour} UTC"
