"""Everyday things by kind: one that stands in a wrong option and nowhere else in an item tempts nobody."""

import functools

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
        narnia pinocchio pirate pokemon santa sherlock simpson spiderman superman tarzan unicorn
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
    clean sleep wake holiday school pupil wedding burn wound
    """
)
"""Words of everyday life: beside them an everyday thing is at home."""
