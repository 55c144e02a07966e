"""Statistical taggers of names behind ``beffroi.privacy.recognizer.NameTagger``; see ``docs/adr/0002-name-tagger.md``."""
