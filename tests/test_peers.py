"""The table of the bench's peers, from timings that are given."""

from bench.peers import Run, Timing, table


def timing(name: str, seconds: float) -> Timing:
    half = Run(500, seconds * 0.6, seconds * 0.5, 1.0, 400.0)
    return Timing(name, Run(1000, seconds, seconds * 0.8, 1.25, 512.4), (half, half))


def test_speeds_are_words_a_second_and_ratios_say_how_many_times_as_fast_ours_is() -> None:
    _, _, ours, theirs = table([timing("quotes", 0.5), timing("other", 1.0)]).splitlines()
    assert ours == "| quotes | 2,000 | 1.00 × | 3,333 | 1.00 × | 2,500 | 1.00 × | 1.2 s | 512 MB |"
    assert theirs == "| other | 1,000 | 2.00 × | 1,667 | 2.00 × | 1,250 | 2.00 × | 1.2 s | 512 MB |"


def test_two_processes_are_as_fast_as_the_slower_lets_them() -> None:
    runs = Run(600, 2.0, 2.0, 1.0, 1.0), Run(400, 4.0, 2.0, 1.0, 1.0)
    assert Timing("quotes", runs[0], runs).together == 250
