"""The counting tables as SQL: who spoke how much, and who voices which code how often.

A question in a meeting must not count 100,000 fragments again, so these tables are kept true
at every change: triggers note what a row changes, and the end of the transaction counts it.

- `spoken`: turns and words of a speaker in a version of a transcript;
- `fragment_person`: whose words stand in a fragment, and how many;
- `tally`: fragments, words and stances for a person in a transcript (a participation) and a
  code. `shared` is 0, or the id of a fragment that has words of several persons: adding up
  `fragments` over persons would count such a fragment twice;
- `code_above`: which codes a code counts for: itself and those above it;
- `person_code`: what a person voices of a code and all below it, in everything but surveys:
  a row for each group they speak for (`of_group`; no group is ""), and one for all together
  (`of_all`), which is the same row for who speaks for one group. `coded` tells whether it was
  in a transcript that is marked coded; `positive`, `negative`, `mixed` and `neutral` (0 or 1)
  how the person looks at it on the whole. Fragments shared with others are left out here.
- `code_count`: what all persons together voice of a code and all below it, in everything but
  surveys: a row for each group (`of_group` 1) and one for all (`of_group` 0), with the fields of
  a cell of a matrix. Fragments shared by persons count once;
- `voice`: the participations whose person has a turn of their own in the current version of the
  transcript, and the words of those turns.

What is counted follows one definition, whoever coded it: the consensus where one was made,
else the union over coders, in which overlapping fragments of one code count once, with the
words of the longest.
"""

from __future__ import annotations

import sqlite3

CONSENSUS = "consensus"
"""The coder in whose name coders settle their differences. A transcript which this coder has
marked coded counts the fragments of the consensus and no others."""

COUNTED_FRAGMENTS = f"""
SELECT fragment.id, fragment.version_id, fragment.code_id, fragment.start, fragment.end,
    fragment.stance, fragment.origin, fragment.coder
FROM fragment
JOIN transcript_version ON transcript_version.id = fragment.version_id
WHERE (fragment.coder = '{CONSENSUS}' OR NOT EXISTS (
    SELECT 1 FROM coded_by
    WHERE coded_by.transcript_id = transcript_version.transcript_id
      AND coded_by.coder = '{CONSENSUS}'))
"""


def voicings(fragments: str, facet: str = "NULL") -> str:
    """SQL that gives the columns of `tally` for the fragments of a SELECT.

    `fragments` gives id, version_id, code_id, start, end, stance, origin and coder. Where
    `facet` names one of these columns, fragments with another value of it are never taken
    together, and the value is in the column `facet`.
    """
    return f"""
SELECT code_id, version_id, participation_id, shared, sum(1) AS fragments, sum(words) AS words,
    sum(bulk) AS bulk, sum(positive) AS positive, sum(negative) AS negative,
    sum(mixed) AS mixed, sum(neutral) AS neutral, facet
FROM (
    SELECT *, CASE WHEN count(*) OVER one_unit > 1 THEN min(fragment_id) OVER one_unit ELSE 0
        END AS shared, min(only_bulk) OVER one_unit AS bulk
    FROM (
        SELECT code_id, version_id, facet, unit, participation_id, min(id) AS fragment_id,
            max(words) AS words, min(origin = 'bulk') AS only_bulk,
            max(coalesce(stance = 'positive', 0)) AS positive,
            max(coalesce(stance = 'negative', 0)) AS negative,
            max(coalesce(stance = 'mixed', 0)) AS mixed,
            max(coalesce(stance = 'neutral', 0)) AS neutral
        FROM (
            SELECT *, sum(opens) OVER (
                PARTITION BY version_id, code_id, facet ORDER BY start, end, id
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS unit
            FROM (
                SELECT *, {facet} AS facet, coalesce(start >= max(end) OVER (
                    PARTITION BY version_id, code_id, {facet} ORDER BY start, end, id
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 1) AS opens
                FROM ({fragments})
            )
        )
        JOIN fragment_person ON fragment_person.fragment_id = id
        GROUP BY code_id, version_id, facet, unit, participation_id
    )
    WINDOW one_unit AS (PARTITION BY code_id, version_id, facet, unit)
)
GROUP BY code_id, version_id, facet, participation_id, shared
"""


def words_in(text: str) -> str:
    """SQL that counts the words of a text: runs of characters between white space."""
    blanks = f"replace(replace(replace({text}, char(10), ' '), char(9), ' '), char(160), ' ')"
    # Two marks in place of each space, of which pairs that meet cancel out: one space is left
    # of every run. Few texts have such runs, and this takes longer than all the rest.
    marked = "replace(replace(plain, ' ', char(1, 2)), char(2, 1), '')"
    single = f"CASE WHEN instr(plain, '  ') THEN replace({marked}, char(1, 2), ' ') ELSE plain END"
    return f"""(
        SELECT CASE single WHEN '' THEN 0 ELSE
            length(single) - length(replace(single, ' ', '')) + 1 END
        FROM (SELECT {single} AS single FROM (SELECT trim({blanks}) AS plain)))"""


def persons_of_fragments(where: str) -> str:
    """SQL that fills `fragment_person` for the fragments that meet a condition."""
    inside = (
        "substr(turn.text, max(fragment.start - turn.start, 0) + 1, "
        "min(fragment.end, turn.end) - max(fragment.start, turn.start))"
    )
    return f"""
    INSERT INTO fragment_person(fragment_id, participation_id, words)
    SELECT fragment.id, speaker.participation_id, sum({words_in(inside)})
    FROM fragment
    JOIN turn ON turn.version_id = fragment.version_id
        AND turn.start < fragment.end AND turn.end > fragment.start
    JOIN speaker ON speaker.id = turn.speaker_id
    WHERE {where} AND speaker.role = 'respondent' AND speaker.participation_id IS NOT NULL
    GROUP BY fragment.id, speaker.participation_id;"""


def count_persons(tables: str) -> str:
    """SQL that fills `person_code` for ALL_TALLIES or DUE_TALLIES: by group, and for all groups
    of who speaks for several.

    A person's stance on the whole: positive and negative together are mixed, and neutral only
    when there is nothing else.
    """

    def rows(of_group: int, group: str, of_all: str, only: str) -> str:
        return f"""
    SELECT above_id, {of_group}, {group} AS group_name, respondent_id, {of_all}, max(coded),
        sum(fragments), sum(words), sum(bulk),
        max(positive) AND NOT max(negative) AND NOT max(mixed),
        max(negative) AND NOT max(positive) AND NOT max(mixed),
        max(mixed) OR (max(positive) AND max(negative)),
        max(neutral) AND NOT max(positive) AND NOT max(negative) AND NOT max(mixed)
    FROM voiced {only}
    GROUP BY above_id, {group}, respondent_id"""

    return f"""
    INSERT INTO person_code
    WITH voiced AS MATERIALIZED ({voiced(tables)})
    {rows(1, "group_name", "groups = 1", "")}
    UNION ALL {rows(0, "''", "1", "WHERE groups > 1")}"""


def voiced(tables: str) -> str:
    """SQL of what persons voice of each code and all below it, by the group they speak for."""
    return f"""
    SELECT *, max(place) OVER (PARTITION BY above_id, respondent_id) AS groups
    FROM (
        SELECT below.above_id, coalesce(participation.group_name, '') AS group_name,
            participation.respondent_id,
            EXISTS (SELECT 1 FROM coded_by WHERE coded_by.transcript_id = transcript.id) AS coded,
            CASE tally.shared WHEN 0 THEN tally.fragments ELSE 0 END AS fragments, tally.words,
            CASE tally.shared WHEN 0 THEN tally.bulk ELSE 0 END AS bulk,
            tally.positive > 0 AS positive, tally.negative > 0 AS negative,
            tally.mixed > 0 AS mixed, tally.neutral > 0 AS neutral,
            dense_rank() OVER (
                PARTITION BY below.above_id, participation.respondent_id
                ORDER BY coalesce(participation.group_name, '')) AS place
        FROM {tables}
        JOIN transcript ON transcript.id = participation.transcript_id
        JOIN transcript_version ON transcript_version.id = tally.version_id
            AND transcript_version.transcript_id = transcript.id
            AND transcript_version.number = transcript.version
        WHERE transcript.kind <> 'survey'
    )"""


def count_codes(where: str) -> str:
    """SQL that fills `code_count` for the codes (`code_id`) of a condition."""
    nothing = "0, 0, 0, 0, 0"

    def persons(of_group: int, group: str, rows: str) -> str:
        return f"""
        SELECT code_id, {of_group} AS of_group, {group} AS group_name, count(*) AS persons,
            sum(coded) AS among, sum(fragments) AS fragments, sum(words) AS words,
            sum(bulk) AS bulk, max(words) AS most, sum(positive) AS positive,
            sum(negative) AS negative, sum(mixed) AS mixed, sum(neutral) AS neutral
        FROM person_code WHERE {rows} = 1 AND {where} GROUP BY 1, 3"""

    def together(of_group: int, group: str) -> str:
        return f"""
        SELECT code_id, {of_group}, {group} AS group_name, 0, 0, count(DISTINCT shared), 0,
            count(DISTINCT CASE WHEN bulk THEN shared END), {nothing}
        FROM shared GROUP BY 1, 3"""

    return f"""
    INSERT INTO code_count
    WITH shared AS (
        SELECT code_above.above_id AS code_id, tally.shared, tally.bulk,
            coalesce(participation.group_name, '') AS group_name
        FROM code_above
        JOIN tally INDEXED BY tally_shared
            ON tally.code_id = code_above.code_id AND tally.shared > 0
        JOIN participation ON participation.id = tally.participation_id
        JOIN transcript ON transcript.id = participation.transcript_id
        JOIN transcript_version ON transcript_version.id = tally.version_id
            AND transcript_version.number = transcript.version
        WHERE transcript.kind <> 'survey' AND {where.replace("code_id IN", "above_id IN")})
    SELECT code_id, of_group, group_name, sum(persons), sum(among), sum(fragments), sum(words),
        sum(bulk), max(most), sum(positive), sum(negative), sum(mixed), sum(neutral)
    FROM ({persons(1, "group_name", "of_group")} UNION ALL {persons(0, "''", "of_all")}
        UNION ALL {together(1, "group_name")} UNION ALL {together(0, "''")})
    GROUP BY 1, 2, 3"""


def voices_of_transcripts(where: str) -> str:
    """SQL that fills `voice` for the transcripts that meet a condition."""
    return f"""
    INSERT INTO voice
    SELECT speaker.participation_id, transcript.id, transcript_version.id, sum(spoken.words)
    FROM transcript
    JOIN transcript_version ON transcript_version.transcript_id = transcript.id
        AND transcript_version.number = transcript.version
    JOIN spoken ON spoken.version_id = transcript_version.id
    JOIN speaker ON speaker.id = spoken.speaker_id
    WHERE speaker.role = 'respondent' AND speaker.participation_id IS NOT NULL AND {where}
    GROUP BY speaker.participation_id"""


def due_voice(transcript: str) -> str:
    """SQL in a trigger that notes a transcript whose voices must be counted again.

    A conflict could not be ignored: an upsert that fires the trigger has its own policy.
    """
    return f"""
    INSERT INTO voice_due SELECT * FROM ({transcript})
    WHERE NOT EXISTS (SELECT 1 FROM voice_due WHERE transcript_id = ({transcript}));"""


def persons_of_transcript(transcript: str) -> str:
    """SQL that counts the persons of a transcript again in `person_code`."""
    return f"""
    INSERT INTO person_due
    SELECT DISTINCT participation.respondent_id, code_above.above_id
    FROM participation
    JOIN tally ON tally.participation_id = participation.id
    JOIN code_above ON code_above.code_id = tally.code_id
    WHERE participation.transcript_id = {transcript};"""


IN_TRANSCRIPT = """fragment.version_id IN (
        SELECT id FROM transcript_version WHERE transcript_id = NEW.transcript_id)"""

SPEAKER_CHANGED = f"""
    DELETE FROM fragment_person WHERE fragment_id IN (
        SELECT fragment.id FROM fragment WHERE {IN_TRANSCRIPT});
    {persons_of_fragments(IN_TRANSCRIPT)}
    INSERT INTO tally_due
    SELECT DISTINCT version_id, code_id FROM fragment WHERE {IN_TRANSCRIPT};"""


def due_turns(row: str) -> str:
    """SQL of a trigger's end that notes a version whose turns must be counted again.

    The condition keeps the many other turns of an import from doing anything at all.
    """
    return f"""
WHEN NOT EXISTS (SELECT 1 FROM spoken_due WHERE version_id = {row}.version_id) BEGIN
    INSERT INTO spoken_due VALUES ({row}.version_id);
END;"""


# What must be counted again stands in tally_due (a code in a version), person_due (a person
# and a code), spoken_due (a version) and voice_due (a transcript) until the end of the
# transaction, when `count_due` does it all at once: counting after every row made a change of
# 20,000 fragments take a minute.
COUNTED = f"""
CREATE TRIGGER spoken_insert AFTER INSERT ON turn {due_turns("NEW")}
CREATE TRIGGER spoken_delete AFTER DELETE ON turn {due_turns("OLD")}
CREATE TRIGGER spoken_update AFTER UPDATE OF speaker_id, words ON turn {due_turns("NEW")}

CREATE TRIGGER voice_spoken_insert AFTER INSERT ON spoken BEGIN
    {due_voice("SELECT transcript_id FROM transcript_version WHERE id = NEW.version_id")}
END;
CREATE TRIGGER voice_spoken_update AFTER UPDATE ON spoken BEGIN
    {due_voice("SELECT transcript_id FROM transcript_version WHERE id = NEW.version_id")}
END;
CREATE TRIGGER voice_spoken_delete AFTER DELETE ON spoken BEGIN
    {due_voice("SELECT transcript_id FROM transcript_version WHERE id = OLD.version_id")}
END;
CREATE TRIGGER voice_speaker_insert AFTER INSERT ON speaker BEGIN
    {due_voice("SELECT NEW.transcript_id")}
END;
CREATE TRIGGER voice_speaker_update AFTER UPDATE OF role, participation_id ON speaker BEGIN
    {due_voice("SELECT NEW.transcript_id")}
END;
CREATE TRIGGER voice_speaker_delete AFTER DELETE ON speaker BEGIN
    {due_voice("SELECT OLD.transcript_id")}
END;
CREATE TRIGGER voice_transcript_update AFTER UPDATE OF version ON transcript BEGIN
    {due_voice("SELECT NEW.id")}
END;

CREATE TRIGGER code_above_insert AFTER INSERT ON code BEGIN
    INSERT INTO code_above
    SELECT NEW.id, NEW.id
    UNION SELECT NEW.id, above_id FROM code_above WHERE code_id = NEW.parent_id;
END;
CREATE TRIGGER code_above_update AFTER UPDATE OF parent_id ON code
WHEN OLD.parent_id IS NOT NEW.parent_id BEGIN
    DELETE FROM code_above
    WHERE code_id IN (SELECT code_id FROM code_above WHERE above_id = NEW.id)
      AND above_id IN (SELECT above_id FROM code_above WHERE code_id = OLD.parent_id);
    INSERT INTO code_above
    SELECT below.code_id, above.above_id
    FROM code_above AS below JOIN code_above AS above ON above.code_id = NEW.parent_id
    WHERE below.above_id = NEW.id;
    INSERT INTO person_due
    SELECT person_code.respondent_id, code_above.above_id
    FROM person_code
    JOIN code_above ON code_above.code_id IN (OLD.parent_id, NEW.parent_id)
    WHERE person_code.code_id = NEW.id;
END;

CREATE TRIGGER code_counted_delete BEFORE DELETE ON code BEGIN
    INSERT INTO person_due
    SELECT person_code.respondent_id, code_above.above_id
    FROM person_code JOIN code_above ON code_above.code_id = person_code.code_id
    WHERE person_code.code_id = OLD.id;
END;

CREATE TRIGGER participation_counted_update
AFTER UPDATE OF group_name, respondent_id ON participation BEGIN
    INSERT INTO person_due
    SELECT DISTINCT person.id, code_above.above_id
    FROM tally
    JOIN code_above ON code_above.code_id = tally.code_id
    JOIN respondent AS person ON person.id IN (OLD.respondent_id, NEW.respondent_id)
    WHERE tally.participation_id = NEW.id;
END;
CREATE TRIGGER participation_counted_delete AFTER DELETE ON participation BEGIN
    INSERT INTO person_due
    SELECT DISTINCT respondent_id, code_id FROM person_code
    WHERE respondent_id = OLD.respondent_id;
END;
CREATE TRIGGER transcript_counted_update AFTER UPDATE OF kind, version ON transcript
WHEN OLD.kind <> NEW.kind OR OLD.version <> NEW.version BEGIN {persons_of_transcript("NEW.id")}
END;
CREATE TRIGGER coded_by_counted_insert AFTER INSERT ON coded_by BEGIN {
    persons_of_transcript("NEW.transcript_id")
}
END;
CREATE TRIGGER coded_by_counted_delete AFTER DELETE ON coded_by BEGIN {
    persons_of_transcript("OLD.transcript_id")
}
END;

CREATE TRIGGER fragment_counted_insert AFTER INSERT ON fragment BEGIN
    {persons_of_fragments("fragment.id = NEW.id")}
    INSERT INTO tally_due VALUES (NEW.version_id, NEW.code_id);
END;
CREATE TRIGGER fragment_counted_delete AFTER DELETE ON fragment BEGIN
    INSERT INTO tally_due VALUES (OLD.version_id, OLD.code_id);
END;
CREATE TRIGGER fragment_counted_update
AFTER UPDATE OF version_id, start, end, code_id, coder, origin, stance ON fragment BEGIN
    DELETE FROM fragment_person WHERE fragment_id = NEW.id;
    {persons_of_fragments("fragment.id = NEW.id")}
    INSERT INTO tally_due VALUES (OLD.version_id, OLD.code_id);
    INSERT INTO tally_due VALUES (NEW.version_id, NEW.code_id);
END;

CREATE TRIGGER typicality_update AFTER UPDATE OF quote, code_id ON fragment BEGIN
    DELETE FROM typicality WHERE fragment_id = NEW.id;
END;

CREATE TRIGGER speaker_counted_insert AFTER INSERT ON speaker BEGIN {SPEAKER_CHANGED}
END;
CREATE TRIGGER speaker_counted_update AFTER UPDATE OF role, participation_id ON speaker
BEGIN {SPEAKER_CHANGED}
END;

CREATE TRIGGER consensus_counted_insert AFTER INSERT ON coded_by
WHEN NEW.coder = '{CONSENSUS}' BEGIN
    INSERT INTO tally_due
    SELECT DISTINCT version_id, code_id FROM fragment WHERE {IN_TRANSCRIPT};
END;
CREATE TRIGGER consensus_counted_delete AFTER DELETE ON coded_by
WHEN OLD.coder = '{CONSENSUS}' BEGIN
    INSERT INTO tally_due
    SELECT DISTINCT version_id, code_id FROM fragment WHERE {IN_TRANSCRIPT.replace("NEW.", "OLD.")};
END;
"""


TALLIES = (
    "code_id, version_id, participation_id, shared, fragments, words, bulk, positive, negative, "
    "mixed, neutral"
)
PERSONS_OF_TALLIES = """
INSERT INTO person_due
SELECT DISTINCT participation.respondent_id, code_above.above_id
FROM tally_due
CROSS JOIN tally ON tally.code_id = tally_due.code_id AND tally.version_id = tally_due.version_id
JOIN participation ON participation.id = tally.participation_id
JOIN code_above ON code_above.code_id = tally.code_id"""
DUE_FRAGMENTS = """AND fragment.id IN (
    SELECT due.id FROM tally_due CROSS JOIN fragment AS due
    ON due.version_id = tally_due.version_id AND due.code_id = tally_due.code_id)"""
ALL_TALLIES = """participation
        JOIN tally ON tally.participation_id = participation.id
        JOIN code_above AS below ON below.code_id = tally.code_id"""
# CROSS JOIN keeps SQLite from reading everything that is said on a code for a few persons.
DUE_TALLIES = """person_due
        CROSS JOIN participation ON participation.respondent_id = person_due.respondent_id
        CROSS JOIN code_above AS below ON below.above_id = person_due.code_id
        CROSS JOIN tally ON tally.participation_id = participation.id
            AND tally.code_id = below.code_id"""


def turns_of_speakers(where: str) -> str:
    """SQL that fills `spoken` for the turns that meet a condition."""
    return f"""
    INSERT INTO spoken(version_id, speaker_id, turns, words)
    SELECT version_id, speaker_id, count(*), sum(words) FROM turn WHERE {where} GROUP BY 1, 2"""


def count_due(connection: sqlite3.Connection) -> None:
    """Count again what a transaction changed, before it ends."""
    if connection.execute("SELECT 1 FROM spoken_due LIMIT 1").fetchone():
        due_versions = "version_id IN (SELECT version_id FROM spoken_due)"
        connection.execute(f"DELETE FROM spoken WHERE {due_versions}")
        connection.execute(turns_of_speakers(due_versions))
        connection.execute("DELETE FROM spoken_due")
    if connection.execute("SELECT 1 FROM tally_due LIMIT 1").fetchone():
        connection.execute(PERSONS_OF_TALLIES)
        connection.execute(
            "DELETE FROM tally WHERE (code_id, version_id) IN "
            "(SELECT code_id, version_id FROM tally_due)"
        )
        connection.execute(
            f"INSERT INTO tally({TALLIES}) "
            f"SELECT {TALLIES} FROM ({voicings(COUNTED_FRAGMENTS + DUE_FRAGMENTS)})"
        )
        connection.execute(PERSONS_OF_TALLIES)
        connection.execute("DELETE FROM tally_due")
    if connection.execute("SELECT 1 FROM person_due LIMIT 1").fetchone():
        connection.execute(
            "DELETE FROM person_code WHERE (respondent_id, code_id) IN "
            "(SELECT respondent_id, code_id FROM person_due)"
        )
        connection.execute(count_persons(DUE_TALLIES))
        due_codes = "code_id IN (SELECT code_id FROM person_due)"
        connection.execute(f"DELETE FROM code_count WHERE {due_codes}")
        connection.execute(count_codes(due_codes))
        connection.execute("DELETE FROM person_due")
    if connection.execute("SELECT 1 FROM voice_due LIMIT 1").fetchone():
        due_voices = "transcript.id IN (SELECT transcript_id FROM voice_due)"
        connection.execute(f"DELETE FROM voice WHERE {due_voices.replace('.id', '_id')}")
        connection.execute(voices_of_transcripts(due_voices))
        connection.execute("DELETE FROM voice_due")


def count_again(connection: sqlite3.Connection) -> None:
    """Fill the counting tables anew from what people made, inside an open transaction."""
    connection.execute("DELETE FROM spoken")
    connection.execute(turns_of_speakers("TRUE"))
    connection.execute("DELETE FROM fragment_person")
    connection.execute(persons_of_fragments("TRUE"))
    connection.execute("DELETE FROM tally")
    connection.execute(
        f"INSERT INTO tally({TALLIES}) SELECT {TALLIES} FROM ({voicings(COUNTED_FRAGMENTS)})"
    )
    connection.execute("DELETE FROM code_above")
    connection.execute(
        "WITH RECURSIVE above(code_id, above_id) AS ("
        "SELECT id, id FROM code UNION ALL SELECT above.code_id, code.parent_id FROM above "
        "JOIN code ON code.id = above.above_id WHERE code.parent_id IS NOT NULL) "
        "INSERT INTO code_above SELECT code_id, above_id FROM above"
    )
    connection.execute("DELETE FROM person_code")
    connection.execute(count_persons(ALL_TALLIES))
    connection.execute("DELETE FROM code_count")
    connection.execute(count_codes("code_id IN (SELECT id FROM code)"))
    connection.execute("DELETE FROM voice")
    connection.execute(voices_of_transcripts("TRUE"))
