"""Which language a text is in, roughly: by script and by its commonest function words."""

import functools
import re

_COMMON = """
en: the of and to is that it in for was are as with be this by from or which when because not have
   has its they if than more can so does a an on at i you we he she their these those there then
   what how why will would but all no do one into other up out only each many some after before
   between both also them his her were been being about over such through most must should could
   would same very much just where who whose while again
de: der die das und ist nicht ein eine den dem von zu mit sich auf für wird werden weil durch bei
   sind wenn dass auch als oder einer man kann wie nur es sie er aber
fr: le la les des et est une un que qui dans pour pas sur par avec il elle ce cette sont plus du aux
   car donc mais être on ne se
es: el la los las y es una un que en de para por con no se del al más como su son porque pero está
   cuando lo
it: il la lo gli le e è una un che di per con non si del della dei più come sono perché ma nel
   quando viene
pt: o a os as e é uma um que de para por com não se do da dos mais como são porque mas em quando
nl: de het een en is niet van dat op te voor met zijn wordt door omdat ook als maar bij aan worden
sv: och att det en ett är inte som på för med av den till om kan har de eftersom när
pl: i w nie na się że jest to z do jak dla przez oraz są ale ponieważ który która
tr: ve bir bu için ile de da çok olarak daha olan ama çünkü gibi kadar değil
"""
_SETS: dict[str, frozenset[str]] = {
    line[:2]: frozenset(line[3:].split()) for line in re.sub(r"\n +", " ", _COMMON).strip().split("\n")
}
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ENOUGH = 6
_MOST = 400


@functools.lru_cache(maxsize=512)
def guess_language(text: str) -> str | None:
    """A language code ("en", "de", ...), "other" for another script, None where too little is said."""
    words = [m.group().lower() for m in _WORD.finditer(text[:4_000])][:_MOST]
    letters = "".join(words)
    if len(letters) >= 4 and sum(c > "\u024f" for c in letters) > 0.5 * len(letters):
        return "other"
    if len(words) < _ENOUGH:
        return None
    said = set(words)
    english = len(said & _SETS["en"])
    hits = {name: len(said & known - _SETS["en"]) for name, known in _SETS.items() if name != "en"}
    best = max(hits, key=lambda name: hits[name])
    if hits[best] >= 2 and hits[best] >= 0.1 * len(said) and hits[best] > english:
        return best
    return "en" if english else None


def foreign_language(answer: str, question: str) -> bool:
    """Whether the answer is in another language than its question (English where that is unclear)."""
    said, asked = guess_language(answer), guess_language(question)
    return said is not None and said != (asked or "en")
