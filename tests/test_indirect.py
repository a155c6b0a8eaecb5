"""Indirect speech beside what its source says: what contradicts it, and what is only said in other words."""

from dataclasses import replace

import pytest

from quotes.reading import Document
from quotes.scanner import Scanner
from quotes.verification import Evidence

SCANNER = Scanner()


def verdict(source: str, article: str, date: str | None = None) -> str | None:
    """That of what Mara Lindt is told to have said; it was on 3 June 2026, a Wednesday."""
    evidence = Evidence([Document("talk", None, f"Remarks by Mara Lindt\n\n3 June 2026\n\n{source}\n")], SCANNER)
    told = evidence.verify(replace(SCANNER.scan(article), date=date))
    return next(a.verdict for a in told.attributions if a.type == "indirect")


@pytest.mark.parametrize(
    ("source", "article"),
    [
        (
            "I asked the board to resign. He apologised to me on the phone the same evening.",
            "Mara Lindt demanded an apology.",
        ),
        ("The minister apologised for the letter.", "Mara Lindt called for an apology for the letter."),
        (
            "The fire brigade arrived before the police.",
            "Mara Lindt said the police had arrived before the fire brigade.",
        ),
        ("My deputy warned the minister in May.", "Mara Lindt said the minister had warned her deputy in May."),
        (
            "The union sued the port for ten million crowns.",
            "Mara Lindt said the port had sued the union for ten million crowns.",
        ),
        ("The union was sued by the port.", "Mara Lindt said the union had sued the port."),
        ("We will not reopen the pool before 12 June.", "Mara Lindt said the pool would reopen on 12 June."),
        ("The pool reopens on 5 June.", "Mara Lindt said the pool would reopen on Thursday."),
        ("The pool reopens on Friday.", "Mara Lindt said the pool would reopen on 4 June."),
        (
            "About a third of our nurses are thinking of leaving.",
            "Mara Lindt said her nurses were thinking of leaving.",
        ),
        ("Some of the nurses have left.", "Mara Lindt said all the nurses had left."),
        ("Most of the lifts work.", "Mara Lindt said every lift worked."),
        (
            "The bill is eleven million crowns higher than last year.",
            "Mara Lindt said the bill was eleven million crowns lower than last year.",
        ),
        (
            "The new wing has fewer beds than the old one.",
            "Mara Lindt said the new wing had more beds than the old one.",
        ),
        (
            "The repair will cost between two and three million crowns.",
            "Mara Lindt said the repair would cost at least three million crowns.",
        ),
        (
            "The repair will cost no more than three million crowns.",
            "Mara Lindt said the repair would cost more than three million crowns.",
        ),
        ("The tunnel is 4 kilometres long.", "Mara Lindt said the tunnel was 4 miles long."),
        ("The lake holds 300 litres of oil.", "Mara Lindt said the lake held 300 tonnes of oil."),
        ("The fine is 40 crowns a day.", "Mara Lindt said the fine was 40 crowns a month."),
        ("We stopped short of cancelling the concert.", "Mara Lindt said the concert had been cancelled."),
        ("We have decided against selling the hall.", "Mara Lindt said the hall would be sold."),
        ("The council refused to pay the contractor.", "Mara Lindt said the council had paid the contractor."),
        ("The contractor failed to deliver the beams.", "Mara Lindt said the contractor had delivered the beams."),
        ("We nearly ran out of oxygen on Sunday.", "Mara Lindt said the hospital had run out of oxygen on Sunday."),
        ("We used to test the water every week.", "Mara Lindt said the water was tested every week."),
        ("The school will close if the roof cannot be mended.", "Mara Lindt said the school would close."),
        ("The ferry will run again provided the wind drops.", "Mara Lindt said the ferry would run again."),
        ("I never promised a new hall.", "Mara Lindt said she had promised a new hall."),
        ("I do not regret the decision.", "Mara Lindt said she regretted the decision."),
        ("Is the water safe? I do not know.", "Mara Lindt said the water was safe."),
        ("Critics say the water is dirty.", "Mara Lindt said the water was dirty."),
        ("The opposition claims that we lost the files.", "Mara Lindt admitted that the files had been lost."),
        ("The minister wants the hall to be sold. I do not.", "Mara Lindt wants the hall to be sold."),
        ("We gave the money back to the sponsor.", "Mara Lindt said the sponsor had given the money back."),
        ("The men came from the south of the island.", "Mara Lindt said the men came from the north of the island."),
        ("The company apologised in private.", "Mara Lindt said the company had apologised in public."),
        ("Two people were hurt, none of them seriously.", "Mara Lindt said two people had been seriously hurt."),
        ("The suspect was released without charge.", "Mara Lindt said the suspect had been charged."),
        ("We will look into whether to lower the fee.", "Mara Lindt said the fee would be lowered."),
        ("The fee may be lowered next year.", "Mara Lindt said the fee would be lowered next year."),
        ("The head of the museum offered to resign.", "Mara Lindt said the head of the museum had resigned."),
        ("The strike ended on Monday after three weeks.", "Mara Lindt said the strike began on Monday."),
        ("He is my former deputy.", "Mara Lindt said he was her deputy."),
        (
            "Only members may use the pool in the morning.",
            "Mara Lindt said everybody could use the pool in the morning.",
        ),
        ("Half of the 600 tickets were sold.", "Mara Lindt said 600 tickets had been sold."),
    ],
)
def test_what_contradicts_its_source_is_no_paraphrase(source: str, article: str) -> None:
    assert verdict(source, article) in ("altered", "not_found")


@pytest.mark.parametrize(
    ("source", "article"),
    [
        ("The minister should apologise for the letter.", "Mara Lindt demanded an apology for the letter."),
        ("I want an apology, and I want it in writing.", "Mara Lindt demanded a written apology."),
        (
            "The fire brigade arrived before the police.",
            "Mara Lindt said the fire brigade had arrived before the police.",
        ),
        ("My deputy warned the minister in May.", "Mara Lindt said her deputy had warned the minister in May."),
        (
            "My deputy warned the minister in May.",
            "Mara Lindt said the minister had been warned by her deputy in May.",
        ),
        (
            "The union sued the port for ten million crowns.",
            "Mara Lindt said the port had been sued by the union for ten million crowns.",
        ),
        ("The pool reopens on 5 June.", "Mara Lindt said the pool would reopen on Friday."),
        (
            "About a third of our nurses are thinking of leaving.",
            "Mara Lindt said about one in three nurses was thinking of leaving.",
        ),
        ("Some of the nurses have left.", "Mara Lindt said that some nurses had left."),
        ("Most of the lifts work.", "Mara Lindt said that the majority of lifts worked."),
        ("Every lift works again.", "Mara Lindt said that all lifts worked again."),
        (
            "Sales rose by four per cent, from nine million crowns the year before.",
            "Mara Lindt said sales rose by four per cent.",
        ),
        (
            "The new wing has fewer beds than the old one.",
            "Mara Lindt said the old wing had more beds than the new one.",
        ),
        (
            "The repair will cost between two and three million crowns.",
            "Mara Lindt said the repair would cost up to three million crowns.",
        ),
        (
            "The repair will cost no more than three million crowns.",
            "Mara Lindt said the repair would cost three million crowns at most.",
        ),
        (
            "The repair will cost nearly three million crowns.",
            "Mara Lindt said the repair would cost about three million crowns.",
        ),
        ("We stopped short of cancelling the concert.", "Mara Lindt said they had not cancelled the concert."),
        ("We stopped short of cancelling the concert.", "Mara Lindt said the concert had not been cancelled."),
        ("We have decided against selling the hall.", "Mara Lindt said the hall would not be sold."),
        (
            "The council refused to pay the contractor.",
            "Mara Lindt said the council had refused to pay the contractor.",
        ),
        ("The council refused to pay the contractor.", "Mara Lindt said the council did not pay the contractor."),
        (
            "We nearly ran out of oxygen on Sunday.",
            "Mara Lindt said the hospital had almost run out of oxygen on Sunday.",
        ),
        ("We used to test the water every week.", "Mara Lindt said the water had once been tested every week."),
        (
            "The ferry will run again provided the wind drops.",
            "Mara Lindt said the ferry would run again if the wind dropped.",
        ),
        ("I never promised a new hall.", "Mara Lindt denied that she had promised a new hall."),
        ("I do not regret the decision.", "Mara Lindt said she had no regrets about the decision."),
        ("Critics say the water is dirty.", "Mara Lindt said that critics called the water dirty."),
        (
            "The minister wants the hall to be sold. I do not.",
            "Mara Lindt said the minister wanted to sell the hall.",
        ),
        ("The company apologised in private.", "Mara Lindt said the company had apologised privately."),
        ("Two people were hurt, none of them seriously.", "Mara Lindt said two people had been slightly hurt."),
        ("We will look into whether to lower the fee.", "Mara Lindt said they would consider lowering the fee."),
        (
            "The head of the museum offered to resign.",
            "Mara Lindt said the head of the museum had offered his resignation.",
        ),
        ("Half of the 600 tickets were sold.", "Mara Lindt said that half of the 600 tickets had been sold."),
        ("We tried to save the bridge and we failed.", "Mara Lindt said they had failed to save the bridge."),
        ("We refused to leave, and they let us stay.", "Mara Lindt said that they had not left."),
        ("More than 300 people have signed the letter.", "Mara Lindt said over 300 people had signed the letter."),
        ("At least six houses have burned down.", "Mara Lindt said no fewer than six houses had burned down."),
        ("Everybody in the valley knows the price.", "Mara Lindt said that the whole valley knew the price."),
        (
            "I asked the bank for a loan in April, and the bank said yes.",
            "Mara Lindt said she had asked the bank for a loan in April.",
        ),
        ("The bank called me on Monday.", "Mara Lindt said she had been called by the bank on Monday."),
        (
            "We told the owners that the roof was rotten.",
            "Mara Lindt said the owners had been told that the roof was rotten.",
        ),
        ("All of the boats are back, most of them undamaged.", "Mara Lindt said all boats were back."),
        ("It rains more here than in the capital.", "Mara Lindt said it rained more than in the capital."),
    ],
)
def test_what_says_the_same_in_other_words_is_not_altered(source: str, article: str) -> None:
    assert verdict(source, article) in ("paraphrased", "not_found")


@pytest.mark.parametrize(("day", "told"), [("Friday", "paraphrased"), ("Thursday", "altered")])
def test_the_date_of_the_article_tells_the_week(day: str, told: str) -> None:
    source = "Remarks by Mara Lindt\n\nThe pool will reopen on 12 June, without a band."
    article = replace(SCANNER.scan(f"Mara Lindt said the pool would reopen on {day}."), date="2026-06-08")
    (attribution,) = Evidence([Document("talk", None, source)], SCANNER).verify(article).attributions
    assert attribution.verdict == told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("the inquiry should end by 30 September", "paraphrased"),
        ("the inquiry should end by Christmas", "altered"),
        ("the port lost six million crowns", "paraphrased"),
        ("the port lost nine million crowns", "altered"),
    ],
)
def test_what_is_replaced_or_compared_with_is_not_what_is_said(content: str, told: str) -> None:
    source = "The inquiry should end by 30 September instead of Christmas.\n\n"
    source += "The port lost six million crowns, compared with a loss of nine million crowns the year before."
    assert verdict(source, f"Mara Lindt said {content}.") == told
