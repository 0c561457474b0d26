"""The option that is an item's key."""

from itemwright.domain.item import Item, Option


def key_option(item: Item) -> Option | None:
    """The option that is the key, for items with exactly one."""
    options = getattr(item, "options", None)
    if not options or not isinstance(item.key, str):
        return None
    return next((option for option in options if option.id == item.key), None)
