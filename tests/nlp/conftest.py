"""A small invented story for tests of tagging."""

import pytest
from spacy.language import Language

from reaction.nlp import pipeline
from reaction.story import Actor, Story, Target


@pytest.fixture(scope="session")
def acme_story() -> Story:
    return Story(
        "Acme and the Bureau",
        targets=[
            Target(
                "deal",
                "Acme's deal with the Bureau",
                about=["acme", "bureau"],
                aliases=["the Bureau contract"],
                against_hashtags=["DropTheBureau"],
                favor_hashtags=["KeepTheDeal"],
            ),
            Target("acme", "Acme", about=["acme"]),
            Target("workers", "Acme's workers", about=["acme"], aliases=["Acme workers", "the signers"]),
        ],
        actors=[
            Actor(
                "acme",
                "company",
                "Acme",
                products=["Acme Cloud"],
                handles=["acme"],
                hashtags=["Acme"],
                domains=["acme.example"],
            ),
            Actor("bureau", "agency", "Bureau", handles=["bureau"]),
            Actor("post", "outlet", "Hill Post", domains=["hillpost.example"], handles=["hillpost"]),
        ],
    )


@pytest.fixture(scope="session")
def nlp(acme_story: Story) -> Language:
    return pipeline(acme_story)


@pytest.fixture(scope="session")
def ice() -> Language:
    """Return a pipeline for a story with a name that is also a word."""
    return pipeline(
        Story(
            "Microsoft and ICE",
            targets=[Target("ice", "ICE", about=["ice"])],
            actors=[
                Actor("microsoft", "company", "Microsoft", aliases=["MSFT"], hashtags=["Microsoft"]),
                Actor(
                    "ice",
                    "agency",
                    "Immigration and Customs Enforcement",
                    aliases=["ICE"],
                    hashtags=["AbolishICE"],
                    case_sensitive=["ICE"],
                ),
                Actor("dhs", "agency", "Department of Homeland Security", case_sensitive=["DHS"]),
            ],
        )
    )
