"""Two names of one thing, in any subject: hypertension and high blood pressure, petrol and gasoline."""

import re

from itemwright.text import lemma, words

_TABLE = """
high blood pressure, hypertension, arterial hypertension
low blood pressure, hypotension
heart attack, myocardial infarction
stroke, cerebrovascular accident, brain attack
whooping cough, pertussis
german measles, rubella
chickenpox, varicella
flu, influenza
lockjaw, tetanus
mumps, epidemic parotitis
shortsightedness, short-sightedness, nearsightedness, near-sightedness, myopia
longsightedness, long-sightedness, farsightedness, far-sightedness, hyperopia, hypermetropia
windpipe, trachea
gullet, oesophagus, esophagus, food pipe
voice box, larynx
collarbone, collar bone, clavicle
shoulder blade, scapula
thigh bone, thighbone, femur
shin bone, shinbone, tibia
kneecap, patella
breastbone, sternum
skull, cranium
womb, uterus
red blood cells, erythrocytes, red cells
white blood cells, leucocytes, leukocytes, white cells
platelets, thrombocytes, blood platelets
nerve cell, neuron, neurone
high blood sugar, hyperglycaemia
low blood sugar, hypoglycaemia
vitamin c, ascorbic acid
vitamin b1, thiamine
vitamin d3, cholecalciferol
adrenaline, epinephrine
paracetamol, acetaminophen
aspirin, acetylsalicylic acid
blood clot, thrombus
baldness, alopecia
jaundice, icterus
nosebleed, epistaxis
itching, pruritus
fever, pyrexia
table salt, common salt, common table salt, kitchen salt, sodium chloride, cooking salt
baking soda, sodium bicarbonate, sodium hydrogen carbonate, bicarbonate of soda
washing soda, sodium carbonate
caustic soda, sodium hydroxide, lye
quicklime, calcium oxide
slaked lime, calcium hydroxide
laughing gas, nitrous oxide
marsh gas, methane
dry ice, solid carbon dioxide, frozen carbon dioxide
quicksilver, mercury
acetic acid, ethanoic acid
alcohol, ethanol, ethyl alcohol, grain alcohol
wood alcohol, methanol, methyl alcohol
rust, iron oxide, hydrated iron oxide
fool's gold, pyrite, iron pyrites
blood sugar, glucose, grape sugar, dextrose
fruit sugar, fructose
milk sugar, lactose
cane sugar, table sugar, sucrose, beet sugar
sulphuric acid, oil of vitriol
heavy water, deuterium oxide
petrol, gasoline, gas for cars
paraffin, kerosene
lorry, truck
lift, elevator
pavement, sidewalk
flat, apartment
aubergine, eggplant
courgette, zucchini
coriander, cilantro
maize, corn
puma, cougar, mountain lion
killer whale, orca
reindeer, caribou
daddy longlegs, crane fly
groundnut, peanut
pole star, north star, polaris
red planet, mars
evening star, morning star, venus
constantinople, istanbul, byzantium
persia, iran
ceylon, sri lanka
siam, thailand
burma, myanmar
saint petersburg, st petersburg, leningrad
peking, beijing
bombay, mumbai
holland, the netherlands
great war, first world war, world war i, world war one
second world war, world war ii, world war two
wall street crash, crash of 1929
black death, bubonic plague, plague
octavian, augustus
mark twain, samuel clemens
george orwell, eric blair
lenin, vladimir ulyanov
balance sheet, statement of financial position
income statement, profit and loss account
turnover, sales revenue, revenue, sales
fixed costs, overheads
shareholders' equity, equity, owners' equity
share, stock
bankruptcy, insolvency
value added tax, vat
gross domestic product, gdp
consumer price index, cpi
mean, arithmetic mean, average
bell curve, normal distribution, gaussian distribution
type i error, false positive, false alarm, type 1 error
type ii error, false negative, type 2 error
sensitivity, recall, true positive rate, hit rate
positive predictive value, precision
logistic function, sigmoid, sigmoid function
supervised learning, learning from labelled data, learning from labelled examples
nearest neighbour method, k-nearest neighbours, knn
ridge regression, l2 regularisation, l2 regularization, weight decay
lasso, l1 regularisation, l1 regularization
hash table, hash map
lifo list, stack
fifo list, queue, first-in first-out list
depth-first search, dfs
breadth-first search, bfs
random access memory, ram, main memory
central processing unit, cpu, processor
denial of service, dos
git fetch and git merge, git pull
ipv4 loopback, 127.0.0.1, localhost
uniform resource locator, url
full stop, period
round brackets, parentheses
square brackets, brackets
inverted commas, quotation marks
noughts, zeros
right angle, angle of 90 degrees, 90 degrees
straight angle, 180 degrees
oblong, rectangle
counting numbers, natural numbers
whole numbers, integers
crotchet, quarter note
quaver, eighth note
minim, half note
semibreve, whole note
double bass, contrabass
gradually louder, crescendo
gradually softer, diminuendo, decrescendo
loudly, forte
softly, piano
upper house, second chamber
theft, larceny
plaintiff, claimant
appeal in cassation, cassation
solar eclipse, eclipse of the sun
lunar eclipse, eclipse of the moon
shooting star, meteor
northern lights, aurora borealis
summer solstice, longest day
winter solstice, shortest day
"""


def _key(text: str) -> str:
    bare = re.sub(r"^(?:an?|the|some|in|by|of) (?:the |an? )?", "", text.strip().rstrip(".").lower())
    said = words(bare.replace("’", "'"))
    return " ".join([*said[:-1], lemma(said[-1])]) if said else ""


_NAMED: dict[str, set[int]] = {}
for _at, _line in enumerate(_TABLE.strip().splitlines()):
    for _each in _line.split(", "):
        _NAMED.setdefault(_key(_each), set()).add(_at)


def names_one_thing(one: str, other: str) -> bool:
    """Whether two texts are names of one thing."""
    left, right = _key(one), _key(other)
    return left != right and bool(_NAMED.get(left, set()) & _NAMED.get(right, set()))
