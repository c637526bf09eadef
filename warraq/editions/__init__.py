"""Which papers does each country read? The catalogue, as data: one TOML a country, one table a paper."""

from warraq.editions.agreeing import write_policy
from warraq.editions.catalogue import codes, load
from warraq.editions.moving import write_address
from warraq.editions.writing import write_source

__all__ = ["codes", "load", "write_address", "write_policy", "write_source"]
