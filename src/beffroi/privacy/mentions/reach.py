"""How far a mention goes: what qualifies it belongs to it ("depuis juin", "40 mg", "L5-S1", "pour vol").

Two small grammars on folded text: what follows a term, and the few words that begin it ("sous", "un", "prend du").
"""

from __future__ import annotations

import re

from beffroi.privacy.text_view import TextView

_MONTH = r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
_COUNT = r"(?:\d{1,3}|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente|quelques|plusieurs)"
_UNIT = r"(?:ans?|mois|jours?|semaines?|annees?|j|heures?|h)\b"
_WHEN = (
    rf"(?:(?:le |la |l'|les )?(?:(?:debut |fin |mi-)?(?:\d{{1,2}}(?:er)?\s)?{_MONTH}(?:\s(?:19|20)\d\d)?"
    rf"|\d{{1,2}}/\d{{2,4}}(?:/\d{{2,4}})?"
    rf"|(?:19|20)\d\d|hiver|ete|printemps|automne|rentree|enfance|naissance|annee derniere|an dernier|mois dernier"
    rf"|{_COUNT}\s?{_UNIT}|toujours|peu|longtemps"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|ce matin|ce jour|nouvel ordre))"
)
_TIME = rf"(?:,?\s(?:depuis|jusqu'a|jusqu'au|jusqu'en|pendant|a partir du?|a compter du|pour|en|courant|des)\s{_WHEN})"
_OFTEN = (
    rf"(?:\s{_COUNT}\sfois\spar\s(?:jour|semaine|mois|an)|\s(?:tous|toutes)\sles\s(?:{_COUNT}\s)?(?:jours|mois"
    rf"|semaines|soirs|matins|matin|soir|lundis|ans)"
    rf"|\s(?:matin et soir|matin, midi et soir|chaque (?:jour|semaine|mois|soir|matin)|le (?:soir|matin)|la nuit)"
    rf"|\s\d{{1,2}}\s?h(?:\s?\d{{2}})?(?:\spar (?:jour|semaine))?)"
)
_DOSE = r"(?:\s\d{1,4}(?:[.,]\d{1,3})?\s?(?:mg|g|ml|µg|mcg|ui|gouttes?|cp|comprimes?)\b(?:/j|\spar jour)?)"
_VERTEBRA = r"(?:\s[lcdst]\d{1,2}(?:\s?[-–/]\s?[lcdst]\d{1,2})?\b)"
_STATE = (
    r"(?:\s(?:en cours de [a-z]{5,16}|en cours|a un stade [a-z]{4,12}|en phase [a-z]{4,12}|(?:de )?[1-3](?:e|re|eme) categorie"
    r"|avec (?:complement|retard|sequelles)(?: d(?:e |'|u )[a-z\d]{1,12}(?: categorie)?)?"
    r"|a domicile|sous contrainte|non verbale?|maintenant|dans le sac|arretee?(?:\ssans avis)?"
    r"|totale?|et definitive?|a ses fonctions|a son poste|en attente|"
    r"au volant|commencee?|debutante?|avancee?|obligatoire|sans accueil du public|sans avis|du stade \d|de stade [iv\d]{1,3}))"
)
_LIMIT = r"(?:\s?(?:[><≥]|de plus de|superieures? a|limite a|de)\s?\d{1,3}\s?(?:kg|kilos))"
_PERCENT = r"(?:\s?(?::|a|=)?\s?\d{1,3}\s?(?:-\s?\d{1,3}\s?)?%)"
_MEASURED = re.compile(rf"(?:{_TIME}|{_OFTEN}|{_DOSE}|{_VERTEBRA}|{_STATE}|{_LIMIT}|{_PERCENT})")
_MONTHS_GONE = re.compile(
    rf"(?:\sde)?\s{_COUNT}\s?(?:mois|semaines)(?:\set demi)?\b|\sde\s(?:jumeaux|jumelles|triples)"
    rf"(?:, terme prevu (?:pour |le )?{_WHEN})?|\sen\s{_MONTH}\b"
    r"|\sjusqu'(?:aux\s(?:yeux|dents)|au\scou)"
)
_ALSO = re.compile(r"\s?[,:]\s(?:pas de|sans|ni|eviter|limiter|pas d')\s?[^.;:,\n|\t\]]{3,60}")
_FOR = re.compile(
    r"\spour\s(?:des\s|une?\s|faits de\s)?[a-z]{3,18}"
    r"(?:\s(?:dissimule|clandestin|organisee?|illegale?|illicite|forcee?|routiere?|publics?))?"
    r"(?:\s(?:de|d'|avec|sur|a|en|par|sans|et"
    r"|conjugales?|aggravee?s?|volontaires?|habituelles?|sexuelles?)\s?[a-z]{3,15}){0,3}"
)
_REASON = re.compile(
    r"\s(?:des\s(?:faits\sde\s)?|une?\s)?[a-z]{3,18}(?:\s(?:de|d'|avec|sur|en|sans|et|conjugales?|aggravee?s?"
    r"|volontaires?|habituelles?|sexuelles?)"
    r"\s?[a-z]{3,15}){0,2}(?:\s(?:conjugales?|aggravee?s?|volontaires?|sexuelles?))?"
)
_DANGLING = frozenset({"depuis", "au", "en", "a", "du", "jusqu"})
_AT_LAST = re.compile(rf"\s{_WHEN}")
_LISTED = re.compile(r"\s[«\"]?\s?[A-ZÀ-Ý][\w'’-]*(?:\s[A-ZÀ-Ý][\w'’-]*){0,3}")
_ON_DAY = re.compile(rf"\sdu\s\d{{1,2}}(?:er)?\s{_MONTH}(?:\s(?:19|20)\d\d)?")
_OPERATED = frozenset({"opere", "operee", "operer"})
_OF_BODY = re.compile(
    r"\s(?:de\sla|du|des|de\sl'|d'une?)\s?[a-zœ]{3,15}(?:\s(?:carpien|croises|biliaire|inguinale"
    r"|discale|gauche|droite?|du\s[a-z]{3,12}))?"
)
_BY_WHOM = re.compile(r"\spar\s(?:son|sa|un|une|le|la|l'|des|ses)\s?[a-z-]{3,20}")
_DETAIL = re.compile(
    r"\s\((?:choc|allergie|reaction|depuis|stade|type|diagnosti[a-z]*|oedeme|grave|severe"
    r"|legere?)\b[^()\n]{0,40}\)"
)
_LENGTH = re.compile(r"(?:ans?|mois|jours?)\b")
_SENTENCE_BEFORE = re.compile(rf"(?:\b(?:deja\s)?(?:fait|pris|purge|ecope de|condamnee? a)\s)?\b{_COUNT}\s$")
_PENALTY = re.compile(
    rf"\s(?:a\s)?{_COUNT}\s(?:ans?|mois|jours?)(?:\s(?:d'emprisonnement|de prison|de sursis"
    rf"|de detention))?(?:\s(?:ferme|fermes|avec sursis|dont [^.,;\n]{{3,25}}))?"
)
_HELD = frozenset({"incarcere", "incarceree", "detenu", "detenue", "ecroue", "ecrouee", "emprisonne", "emprisonnee"})
_AT_TOWN = re.compile(r"\sà\s(?:la\s)?[A-ZÀ-Ý][\w'’-]+(?:[ -][A-ZÀ-Ý][\w'’-]+){0,2}")
_CONVICTED = frozenset(
    {
        "condamne",
        "condamnee",
        "condamnation",
        "condamnations",
        "ferme",
        "garde",
        "vue",
        "connu",
        "connue",
        "detenu",
        "detenue",
        "incarcere",
        "incarceree",
        "poursuivi",
    }
)
_LEAD = re.compile(
    rf"(?:\bsous\s|\btraitement (?:par|a base de)\s|\bpris(?:e)? en charge pour\s|\bfait (?:des|une|un)\s"
    rf"|\bprend(?:re|s)? (?:des|du|de la|un|une)\s"
    rf"|\b(?:debut|suspicion|sequelles) (?:de |d')|\b{_COUNT}\s(?:mois|ans?)\sd')$"
)
_SHORT_LEAD = re.compile(r"\b(?:un|une|le|la)\s$")
_SHORT = 6  # code points: a term so short takes its article along ("un AVC")
_BEFORE_TERM = 32
_MAX_STEPS = 4
_ON_LEAVE = re.compile(
    rf"\b(?:en\s)?arrets?\s(?:maladie\s)?(?:de|pour|pendant)\s{_COUNT}\s?{_UNIT}"
    rf"|\b{_COUNT}\s?{_UNIT}\sd'(?:arret|itt)\b"
)


def reach_after(view: TextView, end: int, kind: str, last_word: str) -> int:
    """Offset past what qualifies the mention of type ``kind`` that ends at ``end``, ``last_word`` being its last one."""
    folded = view.folded
    if kind == "pregnancy" and (gone := _MONTHS_GONE.match(folded, end)):
        end = gone.end()
    if kind == "conviction":
        end = _sentence_end(view, end, last_word)
    if last_word in _DANGLING and (when := _AT_LAST.match(folded, end)):
        end = when.end()
    if last_word in _OPERATED and (part := _OF_BODY.match(folded, end)):
        end = part.end()
    if kind == "sexual_life" and (author := _BY_WHOM.match(folded, end)):
        end = author.end()
    end = _named_end(view, end, kind, last_word)
    for _ in range(_MAX_STEPS):
        more = _MEASURED.match(folded, end)
        if more is None:
            break
        end = more.end()
    if kind == "disorder" and (detail := _DETAIL.match(folded, end)):
        end = detail.end()
    if kind == "aptitude":
        for _ in range(_MAX_STEPS):
            also = _ALSO.match(folded, end)
            if also is None:
                break
            end = also.end()
    return end


def _named_end(view: TextView, end: int, kind: str, last_word: str) -> int:
    """Offset past the name of a list ("de la liste EH Bai"), or the day of an accident."""
    if kind == "politics" and last_word == "liste" and (listed := _LISTED.match(view.text, end)):
        return listed.end()
    if kind == "aptitude" and last_word == "service" and (day := _ON_DAY.match(view.folded, end)):
        return day.end()
    return end


def _sentence_end(view: TextView, end: int, last_word: str) -> int:
    """Offset past the place, the penalty and the reason that follow a conviction."""
    if last_word in _HELD and (town := _AT_TOWN.match(view.text, end)):
        end = town.end()
    if penalty := _PENALTY.match(view.folded, end):
        end = penalty.end()
    if last_word == "pour" and (reason := _REASON.match(view.folded, end)):
        return reason.end()
    if last_word in _CONVICTED and (motive := _FOR.match(view.folded, end)):
        return motive.end()
    return end


def reach_before(view: TextView, start: int, end: int, kind: str) -> int:
    """Offset of the first word that belongs to the mention ``[start, end)``: "sous", "traitement par", "un" of a short term."""
    origin = max(0, start - _BEFORE_TERM)
    window = view.folded[origin:start]
    if (lead := _LEAD.search(window)) or (kind == "disorder" and end - start < _SHORT and (lead := _SHORT_LEAD.search(window))):
        return origin + lead.start()
    if kind == "conviction" and _LENGTH.match(view.folded, start) and (penalty := _SENTENCE_BEFORE.search(window)):
        return origin + penalty.start()
    return start


def sick_leaves(view: TextView) -> list[tuple[int, int]]:
    """Spans of sick leaves told by their length: "arrêt de 15 j", "trois semaines d'arrêt"."""
    if "arret" not in view.folded and "itt" not in view.folded:
        return []
    return [leave.span() for leave in _ON_LEAVE.finditer(view.folded)]
