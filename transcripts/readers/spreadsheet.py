"""Sheets (.csv, .tsv, .xlsx): a survey, with every column used as proposed."""

from __future__ import annotations

from ..model import Transcript
from ..survey import survey_of, to_transcript
from .source import Source


def read_spreadsheet(source: Source) -> Transcript:
    """Read a sheet as a survey; `transcripts.survey` overrules what is proposed."""
    return to_transcript(survey_of(source))
