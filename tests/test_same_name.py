"""Names as they are compared."""

import pytest

from quotes.text.same_name import folded, may_be_one


@pytest.mark.parametrize(
    ("name", "small"), [("ZOË", "zoe"), ("Sørensen", "sorensen"), ("Straße", "strasse"), ("O’Neil", "o’neil")]
)
def test_a_name_folded(name: str, small: str):
    assert folded(name) == small


@pytest.mark.parametrize("other", ["ann lee", "lee", "ann maria lee", "a lee"])
def test_names_that_may_be_one(other: str):
    assert may_be_one(["ann", "lee"], other.split())


@pytest.mark.parametrize("other", ["bo lee", "ann ek"])
def test_names_of_two(other: str):
    assert not may_be_one(["ann", "lee"], other.split())
