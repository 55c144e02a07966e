"""Compact lists derived from open sources: names, words, communes, public figures. Rebuilt by ``make data``."""
