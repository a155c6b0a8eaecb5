"""What `quotes scan --help` and `quotes verify --help` end with."""

SCAN = """\
examples:
  quotes scan article.txt
  quotes scan news/ --format jsonl -o quotes.jsonl
  quotes scan article.txt --format html -o report.html
  quotes scan article.txt --type direct --speaker "Ana Pereira"
  quotes scan news/ --by-speaker
  quotes scan news/ dump.csv.gz articles.parquet --text-column body --id-column url --format jsonl -o quotes.jsonl
  quotes scan https://news.example/2026/03/harbour-strike
  cat article.txt | quotes scan -
"""
VERIFY = """\
verdicts:
  verbatim        the words in quotation marks stand in a source, one after another
  trimmed         words are left out between them
  altered         words are changed, put in, or a "not" is dropped or put in
  misattributed   the words are there, but somebody else says them
  out_of_context  the words are there, but the speaker does not assert them: denied, doubted, asked, others' claim
  paraphrased     indirect content, near in meaning to something the speaker says: weaker evidence
  not_found       nothing in the sources says that

exit status: 3 when words in quotation marks are altered, misattributed, out of context or not found

examples:
  quotes verify article.txt --against speech.txt
  quotes verify news/ --against transcripts/ statement.html --format html -o report.html
  quotes verify article.txt --against speech.txt --verdict altered --verdict not_found
"""
INDEX = """\
What is there already, by its content, is left out, and what changed is read anew, so that the same command goes on
after any stop.

examples:
  quotes index news.db news/
  quotes index news.db dump.parquet --text-column body --id-column url --date-column published --site-column paper
  quotes index news.db --remove harbour-strike
"""
SEARCH = """\
examples:
  quotes search news.db harbour fees
  quotes search news.db '"fair to the crews" OR strike*' --speaker "Ines Moreau" --from 2026-03
  quotes search news.db strike NOT fees --format csv -o strike.csv
  quotes search news.db --speaker Moreau
"""
TRACE = """\
examples:
  quotes trace news.db "nobody will load a ship alone in the dark again"
  quotes trace news.db --quote 17
  quotes trace news.db --quote 17 --against speech.txt
  quotes trace news.db --all --format json -o groups.json
"""
SPEAKERS = """\
examples:
  quotes speakers news.db --from 2026-01 --site harbour-post.example
  quotes speakers news.db --format html -o speakers.html
  quotes speakers news.db --merge "Ines Moreau" "Minister Moreau"
"""
