"""What stands outside in the place of personal data: derived with a key, never drawn at random, never a real third party's."""
