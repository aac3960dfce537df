"""Anchors: how a note finds its passage again, in another revision or from what a browser sends."""

from wiki.annotations.anchoring.carrying import Carrier
from wiki.annotations.anchoring.places import Carried, Place, Quote, State, find, quote_of, whole_signs

__all__ = ["Carried", "Carrier", "Place", "Quote", "State", "find", "quote_of", "whole_signs"]
