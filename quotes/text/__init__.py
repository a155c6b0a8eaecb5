"""A text as it is laid out: paragraphs and lines, quotation marks, sentences, turns of talk."""
