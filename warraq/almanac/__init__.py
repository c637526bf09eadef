"""When are the hours of prayer, where, and by whose reckoning; and what day is it by the Hijri calendar?"""

from warraq.almanac.cities import City, cities, city, of_countries
from warraq.almanac.methods import Method, method_of, own
from warraq.almanac.prayers import NAMES, Times, following, times

__all__ = [
    "NAMES",
    "City",
    "Method",
    "Times",
    "cities",
    "city",
    "following",
    "method_of",
    "of_countries",
    "own",
    "times",
]
