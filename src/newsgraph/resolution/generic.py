"""Names that many states have for a body of their own: Constitutional Court, Interior Ministry.

Such a name does not say whose body it is. Two articles mean the same one only if they are about
the same country.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from newsgraph.gazetteer import Gazetteer
from newsgraph.gazetteer.keys import name_key
from newsgraph.model import Cluster

_COMMON_TEXT = """
administration affairs agency agriculture air alliance anti appeal appeals appellate armed army
assembly association attorney audit authority bank bar board border bureau cabinet central chamber
chief christian city civil coalition college command commission committee communist congress
conservative constitutional corruption council county court criminal crown culture customs
defence defense democratic democrats department deputies development directorate district economic
economy education election elections electoral emergency employment energy environment executive
federal federation finance first fiscal fisheries force forces foreign forestry general government
green greens guard health high higher home house housing human immigration independent inner
inspectorate institute intelligence interior internal investigation investigations judicial
judiciary justice labor labour land left liberal liberals local lower magistrates main management
military minister ministry movement municipal municipality national nationalist navy new office
ombudsman opposition parliament party peace people peoples planning police popular port postal
presidency president prime progressive prosecution prosecutor prosecutors protection public radical
regional registry representatives republic republican republicans revenue rights royal rule
security senate service services social socialist socialists special specialised specialist
specialized staff state statistical statistics superior supreme tax technology telecommunications
television tourism trade transport treasury tribunal union university upper vice water welfare
workers
"""
_COMMON = frozenset(_COMMON_TEXT.split())
_LINKS = {"of", "the", "for", "and", "in", "on", "s"}


def is_generic(name: str) -> bool:
    """Tell whether every word of a name is a common one of public life."""
    words = [word for word in name_key(name).split() if word not in _LINKS]
    return all(word in _COMMON for word in words)


def country_of(clusters: Iterable[Cluster], gazetteer: Gazetteer) -> str | None:
    """Return the key of the country that an article mentions most; ``None`` if none prevails."""
    counts: Counter[str] = Counter()
    for cluster in clusters:
        if cluster.named and cluster.entity_class == "Country":
            entry = gazetteer.find(cluster.name) or gazetteer.demonym(cluster.name)
            counts[name_key(entry.name if entry else cluster.name)] += len(cluster.mentions)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
