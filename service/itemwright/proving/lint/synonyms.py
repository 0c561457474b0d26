"""Words and phrases that say the same in any subject, as one of them: "goes up" and "increases" as "rise"."""

import re

_PHRASES = """
rise: go up, goes up, went up, going up, gone up, move up, moves up, get higher, gets higher
rise: get larger, gets larger, become larger, becomes larger, become higher, becomes higher
rise: become greater, becomes greater, get bigger, gets bigger
fall: go down, goes down, went down, going down, gone down, move down, moves down, get lower
fall: gets lower, get smaller, gets smaller, become smaller, becomes smaller, become lower
fall: becomes lower, become less, becomes less
unchanged: stay the same, stays the same, remain the same, remains the same, stay constant
unchanged: stays constant, remain constant, remains constant, does not change, do not change
unchanged: is not changed, is not affected, is unaffected, remain unchanged, remains unchanged
unchanged: stay unchanged, stays unchanged, no change, nothing changes, stay as it is, stays as it is
unchanged: keep the same, keeps the same, does not vary
atmost: at most, no more than, not more than, a maximum of, up to
atleast: at least, no less than, not less than, no fewer than, not fewer than, a minimum of
all: every one of, each of, all of, every single, the whole of
none: none of, not any of, not one of, not a single
twice: two times, double the, twice the
half: one half of, half of, half the, one half
because: due to, owing to, on account of, by reason of, as a result of, since
before: prior to, ahead of
after: following, subsequent to
stop: give up, gives up, gave up, giving up, leave off, leaves off, come to an end
stop: comes to an end, come to a stop, comes to a stop
begin: set in, sets in, set off, sets off, set out
remove: take away, takes away, take out, takes out, get rid of, gets rid of, do away with
remove: does away with
find: find out, finds out, found out
happen: take place, takes place, took place, come about, comes about
invent: come up with, comes up with, came up with
lack: had no, has no, have no, does not have, do not have, did not have, is without, are without, ran out of
only: alone
immediately: at once, without delay, without undue delay, straight away, right away, on the spot
continue: go on, goes on, went on, carry on, carries on, carried on, keep on, keeps on, kept on
postpone: put off, puts off
cancel: call off, calls off, called off
perform: carry out, carries out, carried out
omit: leave out, leaves out, left out
found: set up, sets up
with: using, by using, by means of, with the help of, with the aid of, by use of, by the use of
daily: every day, each day, once a day
weekly: every week, each week, once a week
monthly: every month, each month, once a month
yearly: annually, every year, each year, once a year, per annum
halfyearly: twice a year, every six months, every half year, half-yearly, semi-annually
thrice: three times
nobody: no one
impossible: not possible, cannot be done, cannot happen
"""
_WORDS = """
rise increase grow climb
fall decrease drop decline sink diminish shrink lessen
unchanged constant
same equal identical
begin start commence
end finish terminate conclude
stop cease halt quit
inform tell notify
lack deficiency shortage
continue proceed
postpone defer
immediately instantly
big large
small little tiny
buy purchase
use utilize employ
show display
need require
allow permit
forbid prohibit ban
help assist aid
build construct erect
keep retain
get obtain acquire
choose select pick
answer reply response
ask inquire
quick fast rapid swift
slow sluggish
near close
whole entire
part portion
mistake error
nobody no-one
everybody everyone
somebody someone
car automobile
doctor physician
lawyer attorney
sickness illness disease
kid child
begin onset
wealthy rich
poor impoverished
correct right
wrong incorrect false
hard difficult
easy simple
cheap inexpensive
dear expensive costly
quantity amount
number count
speed velocity
destroy demolish
kill slay
leave depart
hide conceal
shut close
empty void
fix repair mend
gather collect
divide split
join unite
cure heal
change alter modify
move shift
hurt injure
danger peril
freedom liberty
journey trip voyage
street road
house dwelling
rubbish garbage trash
autumn fall-season
aeroplane airplane plane
"""


_ELEMENTS = """
H hydrogen He helium Li lithium Be beryllium B boron C carbon N nitrogen O oxygen F fluorine Ne neon
Na sodium Mg magnesium Al aluminium Si silicon P phosphorus S sulphur Cl chlorine Ar argon K potassium
Ca calcium Ti titanium Cr chromium Mn manganese Fe iron Co cobalt Ni nickel Cu copper Zn zinc As arsenic
Br bromine Kr krypton Ag silver Cd cadmium Sn tin I iodine Xe xenon Cs caesium Ba barium W tungsten
Pt platinum Au gold Hg mercury Pb lead Ra radium U uranium Pu plutonium
H2 hydrogen O2 oxygen N2 nitrogen Cl2 chlorine O3 ozone H2O water CO2 carbon-dioxide CO carbon-monoxide
NaCl sodium-chloride HCl hydrochloric-acid H2SO4 sulphuric-acid HNO3 nitric-acid NaOH sodium-hydroxide
NH3 ammonia CH4 methane CaCO3 calcium-carbonate H2O2 hydrogen-peroxide SO2 sulphur-dioxide
"""
_SYMBOLS = dict(zip(_ELEMENTS.split()[::2], _ELEMENTS.split()[1::2], strict=True))
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def named(text: str) -> str:
    """The name of the substance that a lone formula stands for; any other text as it is."""
    bare = text.strip().rstrip(".").translate(_SUBSCRIPTS)
    return _SYMBOLS[bare].replace("-", " ") if bare in _SYMBOLS else text


def _table() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    single = {word: line.split()[0] for line in _WORDS.strip().splitlines() for word in line.split()[1:]}
    found = []
    for line in _PHRASES.strip().splitlines():
        name, _, listed = line.partition(": ")
        named = sorted((each.strip() for each in listed.split(",")), key=len, reverse=True)
        found.append((re.compile(rf"\b(?:{'|'.join(map(re.escape, named))})\b"), f" {name} "))
    return single, found


_SINGLE, _SEVERAL = _table()


def plain_phrases(text: str) -> str:
    """`text` in lower case with each listed phrase as its one word."""
    found = text.lower().replace("’", "'")
    for pattern, name in _SEVERAL:
        found = pattern.sub(name, found)
    return found


def plain_word(lemma: str) -> str:
    """The word that stands for a lemma and all that say the same."""
    if lemma not in _SINGLE and lemma.endswith(("er", "or")):
        base = next((b for b in (lemma[:-2], lemma[:-1], lemma[:-3]) if b in _SINGLE), "")
        return f"{_SINGLE[base]}er" if base else lemma  # who purchases is who buys
    return _SINGLE.get(lemma, lemma)
