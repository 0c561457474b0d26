"""Everyday things by kind: one that stands in a wrong option and nowhere else in an item tempts nobody."""

import functools
import re

from itemwright.proving.lint.phrases import word_set

KINDS: dict[str, frozenset[str]] = {
    "food": word_set(
        """
        bacon banana biscuit breakfast burger cake candy cheese chocolate cucumber cupcake custard
        doughnut hamburger honey jelly ketchup lemonade lollipop marmalade milkshake omelette
        pancake pasta pastry peanut pie pizza popcorn pudding sandwich sausage soup spaghetti
        spinach strawberry waffle yoghurt yogurt dessert lunch dinner picnic
        """
    ),
    "clothes": word_set(
        """
        dress hat jacket jeans pajamas pyjamas sandal scarf shirt shoe shoelace skirt slipper sock
        sunglasses sweater trousers umbrella underwear wig handbag
        """
    ),
    "household": word_set(
        """
        armchair bathtub blanket broom candle carpet cupboard cushion dishwasher doorbell
        hairbrush hairdryer lawnmower photocopy photocopier pillow saucepan sofa stapler toaster
        toilet toothbrush wardrobe wallpaper wheelbarrow teapot
        """
    ),
    "animals": word_set(
        """
        cat crocodile dog donkey giraffe goldfish hamster kangaroo kitten koala panda parrot
        penguin pony puppy rhino unicorn zebra
        """
    ),
    "play": word_set(
        """
        bowling cartoon comic disco doll football frisbee hockey karaoke kite lego
        playground puppet puzzle skipping soccer toy trampoline videogame yoga juggling
        """
    ),
    "fiction": word_set(
        """
        angel atlantis batman cinderella disney donald dracula dragon dumbledore elf fairy
        frankenstein gandalf ghost goblin godzilla hogwarts hobbit homer martian mermaid mickey
        dinosaur narnia pinocchio pirate pokemon santa sherlock simpson spiderman superman tarzan unicorn
        vader vampire wizard wonderland yoda zombie magic telepathy
        """
    ),
    "feelings": word_set(
        """
        cuddle gossip kiss kissing romance selfie tickling yawning
        """
    ),
}


@functools.lru_cache(maxsize=1 << 14)
def kind_of(lemma: str) -> str:
    """The kind of everyday thing that a lemma names; "" for none."""
    return next((kind for kind, names in KINDS.items() if lemma in names), "")


SURROUNDINGS = word_set(
    """
    animal baking basil bird bread butter cake child coffee cook cooking cotton cream diet dish dough
    drink eat egg fabric family fish flour food fruit fur game garden home house household ingredient
    kitchen literature mammal match meal meat milk music myth novel nut oil pet recipe rice salt spice
    sport story sugar tale tea team textile toy vegetable wear wool zoo clothes clothing psychology
    emotion film fiction
    fire smoke patient doctor hospital operation surgery disease medicine body health skin hair person
    people man woman child worker customer shop buy sell price market traffic car driver road accident police
    court contract tenant landlord rent guest hotel travel tourist wine beer street room door window wash
    fossil reptile extinct evolution species era
    clean sleep wake holiday school pupil wedding burn wound
    """
)
"""Words of everyday life: beside them an everyday thing is at home."""


FRIVOLOUS = re.compile(
    r"\b(?:laugh(?:s|ed|ing)? at|mak(?:e|es|ing) fun of|shout(?:s|ed|ing)? at|yell(?:s|ed|ing)? at"
    r"|scream(?:s|ed|ing)?|giggl(?:e|es|ed|ing)|tickl(?:e|es|ed|ing)|burp(?:s|ed|ing)?"
    r"|juggl(?:e|es|ed|ing)|snor(?:e|es|ed|ing)|pray(?:s|ed|ing)? (?:for|that|to)"
    r"|hop(?:e|es|ed|ing) for the best|cross(?:es|ed|ing)? (?:one['’]s|his|her|their|your) fingers"
    r"|throw(?:s|ing)? (?:it|them|\w+ \w+) out of the window|runs? away (?:screaming|crying)"
    r"|burst(?:s|ing)? into tears|take(?:s|n)? a nap|go(?:es)? (?:to bed|swimming|fishing|dancing)"
    r"|sing(?:s|ing)? (?:a|to|about)|dance(?:s|d)? (?:a|with|around)"
    r"|win(?:s|ning)? the lottery|set(?:s|ting)? (?:[\w'’-]+ ){1,5}on fire|self-destructs?"
    r"|cast(?:s|ing)? a spell|by magic|magical(?:ly)?"
    r"|paint(?:s|ing)? (?:it|them|the \w+) (?:pink|purple|blue|green|yellow|red|gold))\b",
    re.IGNORECASE,
)
"""What nobody would do for an answer, where nothing else in an item speaks of play, feelings or fire."""
AT_HOME = word_set(
    """
    emotion emotional feel feeling fear anger grief joy mood behaviour behavior psychology psychological
    infant baby child toddler parent story tale fable myth legend novel poem poet play scene film comedy
    drama song music musician dance ballet choir opera sing singer ritual ceremony custom tradition religion
    religious church temple mosque prayer faith god magic magician witch idiom proverb phrase saying
    expression verb sentence word translate fire burn arson arsonist flame protest riot war soldier army
    revolt crowd siege sleep fun humour joke attack reflex paint painter colour color party lottery gamble
    animal dog cat bird ape bee mate mating courtship insult defamation assault harassment shout scream
    """
)
"""Words beside which frivolous deeds are at home."""
