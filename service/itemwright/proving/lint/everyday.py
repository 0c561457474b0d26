"""Everyday and made-up things by kind: in a wrong option, far from their home, they tempt nobody."""

import functools
import re

from itemwright.proving.lint.phrases import word_set

KINDS: dict[str, frozenset[str]] = {
    "food": word_set(
        """
        bacon banana biscuit breakfast burger cake candy cheese chocolate cucumber cupcake custard
        doughnut hamburger honey jelly ketchup lemonade lollipop marmalade milkshake omelette pancake
        pasta pastry peanut pizza popcorn pudding sandwich sausage soup spaghetti spinach strawberry
        waffle yoghurt yogurt dessert lunch picnic carrot onion pickle mustard mayonnaise noodle gravy
        muffin crisp bun toffee caramel marshmallow sweets bonbon pretzel lasagne meatball jam porridge
        syrup tomato cabbage broccoli potato
        """
    ),
    "clothes": word_set(
        """
        dress hat jacket jeans pajamas pyjamas sandal scarf shirt shoe shoelace skirt slipper sock
        sunglasses sweater trousers umbrella underwear wig handbag mitten glove necktie bikini swimsuit
        lipstick moustache apron
        """
    ),
    "household": word_set(
        """
        armchair bathtub blanket broom candle carpet cupboard cushion dishwasher doorbell fridge
        hairbrush hairdryer lawnmower photocopy photocopier pillow saucepan sofa stapler toaster toilet
        toothbrush toothpaste wardrobe wallpaper wheelbarrow teapot mattress refrigerator bathroom
        kitchen bedroom garage balcony chopstick teaspoon teacup mop sponge
        """
    ),
    "animals": word_set(
        """
        cat crocodile donkey giraffe goldfish hamster kangaroo kitten koala panda parrot penguin pony
        puppy rhino zebra hippo elephant monkey squirrel gorilla flamingo walrus poodle dachshund
        """
    ),
    "play": word_set(
        """
        bowling cartoon comic disco doll football frisbee hockey karaoke kite lego playground puppet
        puzzle skipping soccer toy trampoline videogame yoga juggling teddy clown circus carousel
        birthday confetti snowman sledge skateboard scooter trombone tuba piano choir orchestra ballet
        selfie crossword
        """
    ),
    "vehicles": word_set("lorry bicycle tricycle motorbike motorcycle taxi tram bus minibus ferry camper"),
    "fiction": word_set(
        """
        angel atlantis batman cinderella disney donald dracula dragon dumbledore elf fairy frankenstein
        gandalf ghost goblin godzilla hogwarts hobbit homer martian mermaid mickey dinosaur narnia
        pinocchio pirate pokemon santa sherlock simpson spiderman superman tarzan unicorn vader vampire
        wizard wonderland yoda zombie magic telepathy ufo gremlin gnome leprechaun witch sorcerer
        werewolf giant ogre troll genie horoscope
        """
    ),
    "knights": word_set("knight sword cowboy ninja samurai gladiator viking cannonball catapult musketeer"),
    "feelings": word_set("cuddle gossip kiss kissing romance tickling yawning hug snore"),
}


@functools.lru_cache(maxsize=1 << 14)
def kind_of(lemma: str) -> str:
    """The kind of everyday thing that a lemma names; "" for none."""
    return next((kind for kind, names in KINDS.items() if lemma in names), "")


_EVERYWHERE = word_set(
    """
    myth novel story tale literature film fiction toy psychology emotion person people man woman child
    family word noun verb adjective plural syllable spelling sentence pronounce rhyme letter translate
    english french german latin spanish prefix suffix idiom proverb own owner property contract minor
    court theft steal inherit metaphor fairy fable legend poem theatre
    """
)
"""Words beside which any thing may be spoken of."""
HOMES: dict[str, frozenset[str]] = {
    "food": word_set(
        """
        baking basil bread butter coffee cook cooking cream diet dish dough drink eat egg fish flour
        food fruit home ingredient meal meat milk nut oil recipe rice salt spice sugar tea vegetable
        vitamin nutrient calorie protein starch fat restaurant shop supermarket consumer goods good
        customer plant harvest crop farmer farm bee digest digestion stomach teeth tooth taste smell
        allergy bake oven carbohydrate gluten yeast ferment fermentation mould bacterium temperature
        hygiene poison pet animal bird insect pest garden soil wine beer kitchen guest hotel household
        import export trade patient burn wound disease medicine fire clean operation surgery fast
        fasting
        """
    ),
    "clothes": word_set(
        """
        fabric cotton wool textile wear clothes clothing fur fashion shop customer sew silk leather skin
        foot head hand sun rain cold weather uniform wash stain protection insulate hospital surgery
        operation fire body hair worker safety guest hotel actor buy sell store sport
        """
    ),
    "household": word_set(
        """
        home house household room door window street kitchen clean wash sleep fire smoke electricity
        appliance furniture tenant landlord rent hotel guest energy power plug water heat hygiene paint
        garden tool computer input device key type hospital patient worker safety building wall floor
        music instrument light wax
        """
    ),
    "animals": word_set(
        """
        animal bird fish mammal reptile species pet zoo fossil extinct evolution era wild forest jungle
        savanna predator prey habitat ecosystem food biology veterinary breed gene offspring tail skin
        vertebrate brain experiment laboratory rat drug dose vaccine sense smell hearing computer cursor
        click desert africa asia australia continent ecology infection virus bite wool farm farmer nest
        island
        """
    ),
    "play": word_set(
        """
        sport game match play school pupil holiday wedding party music musician instrument note tone
        concert theatre dance stage player team string sound orchestra composer opera score key art
        drawing press newspaper animation computer
        """
    ),
    "vehicles": word_set(
        """
        traffic car driver road accident police transport train travel street railway wheel engine motor
        fuel journey speed passenger km station city town emission energy insurance lease licence tax
        brake tyre haulier freight logistics mass force move momentum cost company firm ride vehicle
        """
    ),
    "fiction": word_set(
        """
        reptile fossil extinct evolution species era god religion church belief medieval century sea
        ship animal planet star sky meteor sailor king queen theology faith superstition culture dead
        film comet bible crater asteroid saga opera book author ballet puppet witch trial inquisition
        """
    ),
    "knights": word_set(
        """
        war battle army king castle medieval century feudal lord noble crusade soldier weapon siege
        emperor empire rome roman greek middle history chess duke vassal armour honour order japan
        japanese norman armada ship metal steel iron cattle ranch west bull arena
        """
    ),
    "feelings": word_set(
        "love marriage feeling behaviour behavior infant baby sleep social friend bond media"
    ),
}
"""Words beside which a thing of the kind is at home."""


def is_at_home(kind: str, lemmas: set[str]) -> bool:
    """Whether a thing of the kind may stand beside words with these lemmas."""
    if any(kind_of(word) for word in lemmas):
        return True
    return not (_EVERYWHERE | HOMES[kind]).isdisjoint(lemmas)


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
        emotion emotional feel feeling fear anger grief joy mood behaviour behavior psychology
        psychological infant baby child toddler parent story tale fable myth legend novel poem poet play
        scene film comedy drama song music musician dance ballet choir opera sing singer ritual ceremony
        custom tradition religion religious church temple mosque prayer faith god magic magician witch
        idiom proverb phrase saying expression verb sentence word translate fire burn arson arsonist
        flame protest riot war soldier army revolt crowd siege sleep fun humour joke attack reflex paint
        painter colour color party lottery gamble animal dog cat bird ape bee mate mating courtship
        insult defamation assault harassment shout scream
        """
)
"""Words beside which frivolous deeds are at home."""
