"""What kind of thing a name stands for: the Rhine is a river, rodents are mammals and animals.

Well-known names of school and work only; a word that stands for several kinds has them all or is left out.
"""

import functools
import re

from itemwright.text import lemma, words

_TABLE = """
animal > vertebrate invertebrate pet
vertebrate > mammal bird reptile amphibian fish
mammal > rodent primate cetacean marsupial carnivore ungulate; bat, hedgehog, mole, rabbit, hare, elephant
rodent > ; mouse, rat, beaver, squirrel, hamster, guinea pig, porcupine, marmot, vole, chipmunk
primate > ape; monkey, lemur, baboon, macaque
ape > ; gorilla, chimpanzee, orangutan, gibbon, bonobo
cetacean > ; whale, dolphin, porpoise, orca, narwhal
marsupial > ; kangaroo, koala, wombat, opossum, wallaby
carnivore > feline canine; bear, seal, otter, badger, weasel, hyena, walrus, sea lion
feline > ; cat, lion, tiger, leopard, cheetah, lynx, jaguar, puma
canine > ; dog, wolf, fox, jackal, coyote, greyhound
ungulate > ; horse, cow, cattle, sheep, goat, pig, deer, camel, giraffe, zebra, donkey, antelope, bison,
  rhinoceros
bird > raptor songbird; penguin, ostrich, swan, goose, duck, stork, heron, gull, owl, pigeon, kiwi, emu,
  parrot, chicken, turkey, pheasant, flamingo, pelican, woodpecker, cuckoo
raptor > ; eagle, hawk, falcon, kestrel, buzzard, vulture
songbird > ; sparrow, robin, swallow, blackbird, finch, nightingale, lark, starling, thrush
reptile > ; snake, lizard, crocodile, tortoise, gecko, chameleon, alligator, iguana
amphibian > ; frog, toad, newt, salamander
fish > ; salmon, trout, shark, cod, herring, tuna, carp, eel, pike, perch, sardine, haddock
invertebrate > insect arachnid mollusc crustacean; jellyfish, earthworm, coral, starfish, leech
insect > ; bee, ant, wasp, butterfly, moth, beetle, mosquito, grasshopper, dragonfly, locust, cricket,
  termite, ladybird
arachnid > ; spider, scorpion, tick, mite
mollusc > ; snail, slug, squid, octopus, mussel, oyster, clam
crustacean > ; crab, lobster, shrimp, krill, barnacle, woodlouse
plant > tree flower herb cereal vegetable grass; moss, fern, cactus, ivy, algae, shrub, hemp, flax
tree > conifer; oak, beech, birch, maple, elm, willow, poplar, lime tree, chestnut, palm
conifer > ; pine, spruce, fir, larch, cedar, yew, juniper
flower > ; rose, tulip, daisy, lily, orchid, sunflower, daffodil, poppy, carnation
grass > ; bamboo, reed, sugar cane
cereal > ; wheat, rye, barley, oat, maize, rice, millet
vegetable > ; carrot, potato, onion, cabbage, spinach, lettuce, leek, turnip, celery
fruit > citrus fruit; apple, pear, plum, cherry, banana, grape, strawberry, peach, apricot, mango, fig
citrus fruit > ; lemon, orange, grapefruit, mandarin
substance > element compound alloy
element > metal gas nonmetal
metal > alkali metal noble metal; iron, copper, zinc, tin, lead, aluminium, nickel, mercury, titanium,
  tungsten, magnesium, calcium, cobalt, chromium, manganese, uranium
noble metal > ; gold, silver, platinum
alkali metal > ; sodium, potassium, lithium, caesium
gas > noble gas; oxygen, nitrogen, hydrogen, chlorine, methane, carbon dioxide, ammonia, ozone, carbon
  monoxide
noble gas > ; helium, neon, argon, krypton, xenon
alloy > ; bronze, brass, steel, pewter, solder
acid > ; hydrochloric acid, sulphuric acid, nitric acid, acetic acid, citric acid, lactic acid
rock > igneous rock sedimentary rock metamorphic rock
igneous rock > ; granite, basalt, obsidian, pumice
sedimentary rock > ; limestone, sandstone, shale, chalk
metamorphic rock > ; marble, slate, gneiss, quartzite
mineral > ; quartz, feldspar, mica, calcite, gypsum, talc
river > ; rhine, danube, elbe, seine, thames, nile, amazon, volga, tiber, loire, rhone, rhône, oder,
  vistula, po, ebro, tagus, ganges, indus, mekong, yangtze, congo, niger, mississippi, missouri, moselle,
  weser, spree, severn, euphrates, tigris, zambezi, orinoco, dnieper
mountain > ; everest, matterhorn, mont blanc, kilimanjaro, zugspitze, etna, vesuvius, fuji, ben nevis,
  elbrus, aconcagua, denali, k2, olympus, snowdon, stromboli
mountain range > ; alps, andes, himalayas, pyrenees, urals, carpathians, rocky mountains, rockies,
  apennines, vosges, caucasus
lake > ; baikal, lake victoria, lake constance, lake superior, titicaca, lake geneva, ladoga, lake como,
  lake erie, balaton
sea > ; baltic sea, north sea, black sea, mediterranean, red sea, caspian sea, dead sea, adriatic, aegean
  sea
ocean > ; atlantic, pacific, indian ocean, arctic ocean
desert > ; sahara, gobi, kalahari, atacama, namib
island > ; greenland, sicily, crete, sardinia, corsica, madagascar, borneo, sumatra, malta, rhodes
continent > ; africa, asia, europe, antarctica, north america, south america, oceania
country > ; germany, france, italy, spain, portugal, austria, switzerland, poland, belgium, netherlands,
  denmark, sweden, norway, finland, iceland, ireland, greece, turkey, russia, ukraine, hungary, romania,
  bulgaria, serbia, croatia, china, japan, india, pakistan, indonesia, vietnam, thailand, korea, iran, iraq,
  israel, egypt, morocco, algeria, libya, kenya, nigeria, ethiopia, south africa, ghana, canada, mexico,
  brazil, argentina, chile, peru, bolivia, colombia, venezuela, cuba, australia, new zealand, england,
  scotland, wales, great britain, united states
city > ; berlin, vienna, paris, london, madrid, rome, lisbon, warsaw, prague, budapest, athens, moscow,
  hamburg, munich, cologne, frankfurt, nuremberg, venice, florence, milan, naples, geneva, zurich, brussels,
  amsterdam, copenhagen, stockholm, oslo, helsinki, dublin, edinburgh, istanbul, cairo, jerusalem, baghdad,
  tehran, delhi, mumbai, beijing, shanghai, tokyo, seoul, sydney, chicago, boston, new york, washington,
  toronto, lima, salzburg, leipzig, dresden, ghent, bonn, kiev, barcelona, marseille, lyon
planet > gas giant rocky planet
gas giant > ; jupiter, saturn, uranus, neptune
rocky planet > ; mercury, venus, earth, mars
moon > ; io, europa, ganymede, callisto, titan, phobos, triton
composer > ; mozart, beethoven, bach, haydn, schubert, wagner, verdi, chopin, brahms, handel, vivaldi,
  mahler, liszt, debussy, ravel, tchaikovsky, salieri, puccini, rossini, schumann, mendelssohn, stravinsky
painter > ; rembrandt, vermeer, picasso, monet, van gogh, dürer, raphael, titian, goya, manet, cézanne,
  klimt, caravaggio, rubens, turner, matisse, botticelli, michelangelo
writer > ; shakespeare, goethe, schiller, dickens, tolstoy, dostoevsky, austen, kafka, cervantes, dante,
  homer, heine, molière, ibsen, orwell, hemingway, chekhov, balzac, flaubert, brecht, lessing
scientist > ; newton, einstein, galileo, darwin, kepler, curie, bohr, faraday, maxwell, mendel, pasteur,
  lavoisier, planck, heisenberg, rutherford, copernicus, boyle, watt, linnaeus
philosopher > ; plato, aristotle, socrates, kant, hegel, descartes, hume, locke, nietzsche, spinoza,
  leibniz, rousseau, voltaire
instrument > string instrument wind instrument percussion instrument keyboard instrument
string instrument > ; violin, cello, viola, double bass, guitar, harp, lute, banjo, mandolin
wind instrument > brass instrument woodwind; recorder, bagpipe
brass instrument > ; trumpet, trombone, tuba, french horn, cornet
woodwind > ; flute, oboe, clarinet, bassoon, saxophone, piccolo
percussion instrument > ; drum, timpani, xylophone, triangle, cymbals, tambourine
keyboard instrument > ; piano, organ, harpsichord, clavichord
bone > ; femur, tibia, fibula, humerus, radius, ulna, skull, pelvis, sternum, clavicle, scapula, patella
organ > ; heart, liver, kidney, lung, stomach, spleen, pancreas, brain, bladder, intestine
infection > ; measles, malaria, cholera, tuberculosis, influenza, typhoid, rabies, mumps, rubella, polio,
  smallpox, chickenpox, whooping cough, tetanus, lyme disease, leprosy
metabolic disease > ; scurvy, rickets, diabetes, gout, beriberi, goitre
hormone > ; insulin, adrenaline, cortisol, oestrogen, testosterone, thyroxine, glucagon, progesterone,
  melatonin
vitamin > ; vitamin a, vitamin b12, vitamin c, vitamin d, vitamin e, vitamin k, folic acid, niacin,
  riboflavin
sugar > ; glucose, fructose, lactose, sucrose, maltose
programming language > ; python, java, ruby, javascript, rust, haskell, cobol, fortran, perl, php, kotlin,
  typescript, prolog, scala, golang, c++, c#
operating system > ; linux, windows, macos, android, ios, unix, ubuntu
database > ; postgresql, mysql, sqlite, mongodb, redis, oracle, mariadb
protocol > ; http, https, ftp, smtp, tcp, udp, ssh, dns, dhcp, imap, ipv4, ipv6, arp, icmp, telnet, tls
network device > ; router, switch, hub, modem, repeater, bridge, gateway, firewall
electrical part > ; resistor, capacitor, coil, diode, transistor, inductor, transformer, fuse
physical quantity > ; voltage, resistance, power, energy, force, pressure, temperature, velocity,
  acceleration, momentum, mass, frequency, charge
unit > ; volt, ampere, ohm, watt, joule, newton metre, pascal, hertz, coulomb, kelvin, farad, tesla
file format > ; json, csv, xml, yaml, pdf, png, jpeg
religion > ; islam, buddhism, hinduism, judaism, christianity, sikhism, taoism
language > ; latin, french, german, english, spanish, italian, portuguese, russian, arabic, hebrew, turkish,
  dutch, polish, finnish, hungarian
currency > ; euro, dollar, pound sterling, yen, franc, peso, rupee, rouble
poetic form > ; sonnet, haiku, ballad, ode, limerick, elegy
word class > ; noun, verb, adjective, adverb, pronoun, preposition, conjunction, article
tense > ; perfect, pluperfect, preterite, imperfect, future tense
punctuation mark > ; comma, colon, semicolon, full stop, hyphen, apostrophe
court > ; supreme court, constitutional court, county court, high court, court of appeal
"""
_SPOKEN_PLURALS = {"mice": "mouse", "geese": "goose", "wolves": "wolf", "oxen": "ox", "gases": "gas"}


def _lines(table: str) -> list[str]:
    """The lines of a table; an indented line goes on with the one before."""
    return re.sub(r"\n  ", " ", table.strip()).splitlines()


def _read() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Each name's own kinds, and each kind's kinds above it."""
    above: dict[str, set[str]] = {}
    own: dict[str, set[str]] = {}
    kinds = [line.split(" > ")[0] for line in _lines(_TABLE)]
    for line in _lines(_TABLE):
        kind, _, rest = line.partition(" > ")
        below, _, names = rest.partition(";")
        for other in kinds:
            if re.search(rf"(?<!\w){re.escape(other)}(?!\w)", below) and other != kind:
                above.setdefault(other, set()).add(kind)
        for name in filter(None, (each.strip() for each in names.split(","))):
            own.setdefault(name, set()).add(kind)
    return {k: frozenset(v) for k, v in own.items()}, {k: frozenset(v) for k, v in above.items()}


_OWN, _ABOVE = _read()
_KINDS = frozenset(line.split(" > ")[0] for line in _lines(_TABLE))


_SINGULAR = {kind: " ".join(map(lemma, kind.split())) for kind in _KINDS}


def _name(text: str) -> str:
    """A text as a name of the table: without article and preposition, in the singular."""
    bare = re.sub(r"^(?:(?:in|to|by|on|at|from) )?(?:the|an?|some) |^(?:in|to|by|at|from) ", "",
                  text.strip().rstrip(".").lower())  # fmt: skip
    for form in (bare, bare.removeprefix("river "), bare.removeprefix("mount ")):
        if form in _OWN or form in _KINDS:
            return form
    said = words(bare)
    if not said:
        return bare
    single = _SPOKEN_PLURALS.get(said[-1], lemma(said[-1]))
    for form in (" ".join([*said[:-1], single]), bare.removesuffix("s")):
        if form in _OWN or form in _KINDS:
            return form
    return bare


@functools.lru_cache(maxsize=1 << 12)
def kinds_above(text: str) -> frozenset[str]:
    """All kinds that the named thing is of: a salmon fish, vertebrate and animal; empty: not known."""
    name = _name(text)
    found = set(_OWN.get(name, ())) | set(_ABOVE.get(name, ()))
    while more := {up for kind in found for up in _ABOVE.get(kind, ())} - found:
        found |= more
    return frozenset(found)


def own_kinds(text: str) -> frozenset[str]:
    """The nearest kinds of what a text names."""
    name = _name(text)
    return _OWN.get(name, frozenset()) | _ABOVE.get(name, frozenset())


def is_kind_of(text: str, other: str) -> bool:
    """Whether the second text names a kind to which the first belongs: copper and a metal."""
    return _name(other) in _KINDS and _name(other) in kinds_above(text)


def kinds_named(text: str) -> frozenset[str]:
    """The kinds of the table that a text speaks of: "the gas giants and Mars" of gas giants."""
    said = " ".join(lemma(word) for word in words(text))
    found = {kind for kind in _KINDS if re.search(rf"\b{re.escape(_SINGULAR[kind])}\b", said)}
    return frozenset(
        kind for kind in found if not any(f" {kind} " in f" {other} " for other in found - {kind})
    )


_WITHIN = """
germany: berlin, hamburg, munich, cologne, frankfurt, nuremberg, leipzig, dresden, bonn, bavaria, saxony,
  prussia
france: paris, lyon, marseille, brittany, normandy, burgundy, versailles, bordeaux
italy: rome, venice, florence, milan, naples, sicily, tuscany, genoa, turin, pisa
spain: madrid, barcelona, seville, andalusia, catalonia
austria: vienna, salzburg, tyrol, innsbruck
england: london, oxford, cambridge, cornwall, yorkshire, manchester, liverpool
scotland: edinburgh, glasgow
great britain: england, scotland, wales, london
switzerland: zurich, geneva, bern, basel
united states: new york, california, texas, boston, chicago, florida, washington, philadelphia, alaska
russia: moscow, saint petersburg, siberia
japan: tokyo, kyoto
china: beijing, shanghai, tibet
india: delhi, mumbai, bengal
egypt: cairo, alexandria
greece: athens, sparta, crete
europe: germany, france, italy, spain, portugal, austria, england, scotland, great britain, switzerland,
  poland, sweden, norway, greece, belgium, netherlands, denmark, hungary, ireland
asia: japan, china, india, iran, iraq, vietnam, thailand, korea, indonesia
africa: egypt, kenya, nigeria, morocco, ethiopia, ghana, south africa, algeria
south america: brazil, argentina, peru, chile, bolivia, colombia
north america: canada, united states, mexico
"""
_PLACES = {line.partition(": ")[0]: frozenset(line.partition(": ")[2].split(", "))
           for line in _lines(_WITHIN)}  # fmt: skip


def lies_within(text: str, other: str) -> bool:
    """Whether the first place lies in the second: Nuremberg in Germany, and in Europe."""
    place, within = _name(text), _name(other)
    direct = {name for name, parts in _PLACES.items() if place in parts}
    return within in direct or any(within in _PLACES and mid in _PLACES[within] for mid in direct)
