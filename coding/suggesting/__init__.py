"""From a sentence to proposed codes, with reasons."""
