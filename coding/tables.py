"""The tables of a project, its views and the triggers of what is computed, as SQL.

Offsets are Unicode code points, 0-based, end exclusive; times in a recording are seconds;
moments are ISO 8601 in UTC. The ids of what people make are never used again (AUTOINCREMENT),
because the inverse of a change names its row by id and may be played long after.
"""

TABLES = """
CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    coder TEXT NOT NULL,
    operation TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    program TEXT NOT NULL,
    place TEXT NOT NULL,
    reverses INTEGER REFERENCES change(id) ON DELETE CASCADE
) STRICT;
CREATE INDEX change_reverses ON change(reverses);

CREATE TABLE current_change (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    change INTEGER NOT NULL REFERENCES change(id)
) STRICT;

CREATE TABLE undo_statement (
    id INTEGER PRIMARY KEY,
    change INTEGER NOT NULL REFERENCES change(id) ON DELETE CASCADE,
    table_name TEXT NOT NULL,
    row INTEGER NOT NULL,
    transcript INTEGER,
    code INTEGER,
    statement TEXT NOT NULL
) STRICT;
CREATE INDEX undo_statement_change ON undo_statement(change);
CREATE INDEX undo_statement_row ON undo_statement(table_name, row);
CREATE INDEX undo_statement_transcript ON undo_statement(transcript)
    WHERE transcript IS NOT NULL;

CREATE TABLE revision (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    table_name TEXT NOT NULL,
    vector TEXT NOT NULL CHECK (json_valid(vector)),
    removed INTEGER NOT NULL CHECK (removed IN (0, 1)),
    coder TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL DEFAULT '',
    change INTEGER
) STRICT;
CREATE INDEX revision_change ON revision(change);

CREATE TABLE conflict (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    row_uuid TEXT NOT NULL,
    table_name TEXT NOT NULL,
    vector TEXT NOT NULL CHECK (json_valid(vector)),
    removed INTEGER NOT NULL CHECK (removed IN (0, 1)),
    content TEXT NOT NULL CHECK (json_valid(content)),
    coder TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX conflict_row ON conflict(row_uuid);

CREATE TABLE same (
    uuid TEXT PRIMARY KEY,
    same_as TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE checksum (
    table_name TEXT NOT NULL,
    row INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (table_name, row)
) STRICT, WITHOUT ROWID;

CREATE TABLE wave (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    position INTEGER NOT NULL,
    starts TEXT,
    ends TEXT
) STRICT;

CREATE TABLE respondent (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL UNIQUE COLLATE NOCASE,
    size INTEGER NOT NULL DEFAULT 1 CHECK (size >= 1),
    consent TEXT NOT NULL DEFAULT 'unknown'
        CHECK (consent IN ('quote', 'paraphrase', 'none', 'unknown')),
    retention_date TEXT,
    attributes TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(attributes))
) STRICT;

CREATE TABLE transcript (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    kind TEXT NOT NULL
        CHECK (kind IN ('interview', 'group', 'meeting', 'survey', 'report', 'document')),
    date TEXT,
    wave_id INTEGER REFERENCES wave(id),
    approval TEXT NOT NULL DEFAULT 'draft' CHECK (approval IN ('draft', 'sent', 'approved')),
    version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX transcript_wave ON transcript(wave_id);

CREATE TABLE transcript_version (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    transcript_id INTEGER NOT NULL REFERENCES transcript(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    format TEXT NOT NULL,
    source TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    tail TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(notes)),
    UNIQUE (transcript_id, number)
) STRICT;
CREATE INDEX transcript_version_sha256 ON transcript_version(sha256);

CREATE TABLE participation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    transcript_id INTEGER NOT NULL REFERENCES transcript(id) ON DELETE CASCADE,
    respondent_id INTEGER NOT NULL REFERENCES respondent(id),
    group_name TEXT,
    areas TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(areas)),
    function TEXT NOT NULL DEFAULT '',
    UNIQUE (transcript_id, respondent_id)
) STRICT;
CREATE INDEX participation_respondent ON participation(respondent_id);

CREATE TABLE speaker (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    transcript_id INTEGER NOT NULL REFERENCES transcript(id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('interviewer', 'respondent', 'other')),
    participation_id INTEGER REFERENCES participation(id),
    UNIQUE (transcript_id, label)
) STRICT;
CREATE INDEX speaker_participation ON speaker(participation_id);

CREATE TABLE turn (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version_id INTEGER NOT NULL REFERENCES transcript_version(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    speaker_id INTEGER NOT NULL REFERENCES speaker(id),
    start INTEGER NOT NULL,
    end INTEGER NOT NULL CHECK (end > start),
    words INTEGER NOT NULL,
    time REAL,
    time_end REAL,
    cues TEXT NOT NULL DEFAULT '[]',
    question TEXT NOT NULL DEFAULT '',
    before TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (version_id, number)
) STRICT;
CREATE INDEX turn_speaker ON turn(speaker_id);

CREATE TABLE code (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    parent_id INTEGER REFERENCES code(id),
    slug TEXT NOT NULL,
    path TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    name TEXT NOT NULL,
    definition TEXT NOT NULL DEFAULT '',
    use_when TEXT NOT NULL DEFAULT '',
    not_when TEXT NOT NULL DEFAULT '',
    example TEXT NOT NULL DEFAULT '',
    counterexample TEXT NOT NULL DEFAULT '',
    indicators TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(indicators)),
    shortcut TEXT NOT NULL DEFAULT '',
    colour TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX code_parent ON code(parent_id);

CREATE TABLE code_version (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    code_id INTEGER NOT NULL REFERENCES code(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content)),
    note TEXT NOT NULL DEFAULT '',
    coder TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (code_id, number)
) STRICT;

CREATE TABLE fragment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    citation TEXT NOT NULL UNIQUE,
    version_id INTEGER NOT NULL REFERENCES transcript_version(id) ON DELETE CASCADE,
    turn_id INTEGER NOT NULL REFERENCES turn(id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL CHECK (end > start),
    quote TEXT NOT NULL,
    code_id INTEGER NOT NULL REFERENCES code(id),
    code_version INTEGER NOT NULL,
    coder TEXT NOT NULL,
    origin TEXT NOT NULL
        CHECK (origin IN ('manual', 'accepted', 'bulk', 'imported', 'adjudicated')),
    stance TEXT CHECK (stance IN ('positive', 'negative', 'mixed', 'neutral')),
    at TEXT NOT NULL,
    UNIQUE (version_id, start, end, code_id, coder)
) STRICT;
CREATE INDEX fragment_code ON fragment(code_id, version_id);
CREATE INDEX fragment_turn ON fragment(turn_id);

CREATE TABLE decision (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    version_id INTEGER NOT NULL REFERENCES transcript_version(id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL CHECK (end > start),
    code_id INTEGER NOT NULL REFERENCES code(id) ON DELETE CASCADE,
    coder TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected')),
    score REAL,
    raw REAL,
    bulk INTEGER NOT NULL DEFAULT 0 CHECK (bulk IN (0, 1)),
    at TEXT NOT NULL,
    UNIQUE (version_id, start, end, code_id, coder)
) STRICT;
CREATE INDEX decision_code ON decision(code_id);

CREATE TABLE coded_by (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    transcript_id INTEGER NOT NULL REFERENCES transcript(id) ON DELETE CASCADE,
    coder TEXT NOT NULL,
    UNIQUE (transcript_id, coder)
) STRICT;

CREATE TABLE reviewed_turn (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    version_id INTEGER NOT NULL REFERENCES transcript_version(id) ON DELETE CASCADE,
    turn INTEGER NOT NULL,
    coder TEXT NOT NULL,
    UNIQUE (version_id, turn, coder)
) STRICT;

CREATE TABLE assignment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    transcript_id INTEGER NOT NULL REFERENCES transcript(id) ON DELETE CASCADE,
    coder TEXT NOT NULL,
    UNIQUE (transcript_id, coder)
) STRICT;

CREATE TABLE memo (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    target TEXT NOT NULL CHECK (target IN
        ('project', 'transcript', 'turn', 'fragment', 'code', 'respondent', 'cell')),
    target_uuid TEXT NOT NULL DEFAULT '',
    turn INTEGER,
    code_uuid TEXT,
    coder TEXT NOT NULL,
    text TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX memo_target ON memo(target_uuid);

CREATE TABLE plan (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    group_name TEXT NOT NULL,
    area TEXT NOT NULL DEFAULT '',
    persons INTEGER NOT NULL CHECK (persons >= 0),
    UNIQUE (group_name, area)
) STRICT;

CREATE TABLE alias (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('interviewer', 'respondent', 'other')),
    respondent_id INTEGER REFERENCES respondent(id) ON DELETE CASCADE
) STRICT;

CREATE TABLE saved_query (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    command TEXT NOT NULL CHECK (json_valid(command))
) STRICT;

CREATE TABLE suggestion (
    id INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES transcript_version(id) ON DELETE CASCADE,
    turn_id INTEGER NOT NULL REFERENCES turn(id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL CHECK (end > start),
    code_id INTEGER NOT NULL REFERENCES code(id) ON DELETE CASCADE,
    score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
    raw REAL,
    reasons TEXT NOT NULL CHECK (json_valid(reasons)),
    UNIQUE (version_id, start, end, code_id)
) STRICT;
CREATE INDEX suggestion_code ON suggestion(code_id);
CREATE INDEX suggestion_turn ON suggestion(turn_id);

CREATE TABLE sentence_vector (
    sha256 TEXT NOT NULL,
    model TEXT NOT NULL,
    vector BLOB NOT NULL,
    PRIMARY KEY (sha256, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE vocabulary (
    word TEXT PRIMARY KEY,
    lemma TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX vocabulary_lemma ON vocabulary(lemma);

CREATE TABLE participation_area (
    participation_id INTEGER NOT NULL REFERENCES participation(id) ON DELETE CASCADE,
    area TEXT NOT NULL,
    PRIMARY KEY (participation_id, area)
) STRICT, WITHOUT ROWID;

CREATE INDEX participation_area_area ON participation_area(area);

CREATE TABLE spoken (
    version_id INTEGER NOT NULL REFERENCES transcript_version(id) ON DELETE CASCADE,
    speaker_id INTEGER NOT NULL REFERENCES speaker(id) ON DELETE CASCADE,
    turns INTEGER NOT NULL,
    words INTEGER NOT NULL,
    PRIMARY KEY (version_id, speaker_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX spoken_speaker ON spoken(speaker_id);

CREATE TABLE fragment_person (
    fragment_id INTEGER NOT NULL REFERENCES fragment(id) ON DELETE CASCADE,
    participation_id INTEGER NOT NULL REFERENCES participation(id) ON DELETE CASCADE,
    words INTEGER NOT NULL,
    PRIMARY KEY (fragment_id, participation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX fragment_person_participation ON fragment_person(participation_id);

CREATE TABLE tally (
    code_id INTEGER NOT NULL REFERENCES code(id) ON DELETE CASCADE,
    version_id INTEGER NOT NULL REFERENCES transcript_version(id) ON DELETE CASCADE,
    participation_id INTEGER NOT NULL REFERENCES participation(id) ON DELETE CASCADE,
    shared INTEGER NOT NULL,
    fragments INTEGER NOT NULL,
    words INTEGER NOT NULL,
    bulk INTEGER NOT NULL,
    positive INTEGER NOT NULL,
    negative INTEGER NOT NULL,
    mixed INTEGER NOT NULL,
    neutral INTEGER NOT NULL,
    PRIMARY KEY (code_id, version_id, participation_id, shared)
) STRICT, WITHOUT ROWID;
CREATE INDEX tally_participation ON tally(participation_id, code_id);
CREATE INDEX tally_shared ON tally(code_id) WHERE shared > 0;

CREATE TABLE code_above (
    code_id INTEGER NOT NULL REFERENCES code(id) ON DELETE CASCADE,
    above_id INTEGER NOT NULL REFERENCES code(id) ON DELETE CASCADE,
    PRIMARY KEY (code_id, above_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX code_above_above ON code_above(above_id);

CREATE TABLE person_code (
    code_id INTEGER NOT NULL REFERENCES code(id) ON DELETE CASCADE,
    of_group INTEGER NOT NULL,
    group_name TEXT NOT NULL,
    respondent_id INTEGER NOT NULL REFERENCES respondent(id) ON DELETE CASCADE,
    of_all INTEGER NOT NULL,
    coded INTEGER NOT NULL,
    fragments INTEGER NOT NULL,
    words INTEGER NOT NULL,
    bulk INTEGER NOT NULL,
    positive INTEGER NOT NULL,
    negative INTEGER NOT NULL,
    mixed INTEGER NOT NULL,
    neutral INTEGER NOT NULL,
    PRIMARY KEY (code_id, of_group, group_name, respondent_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_code_respondent ON person_code(respondent_id, code_id);

CREATE TABLE code_count (
    code_id INTEGER NOT NULL REFERENCES code(id) ON DELETE CASCADE,
    of_group INTEGER NOT NULL,
    group_name TEXT NOT NULL,
    persons INTEGER NOT NULL,
    among INTEGER NOT NULL,
    fragments INTEGER NOT NULL,
    words INTEGER NOT NULL,
    bulk INTEGER NOT NULL,
    most INTEGER NOT NULL,
    positive INTEGER NOT NULL,
    negative INTEGER NOT NULL,
    mixed INTEGER NOT NULL,
    neutral INTEGER NOT NULL,
    PRIMARY KEY (code_id, of_group, group_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE voice (
    participation_id INTEGER PRIMARY KEY REFERENCES participation(id) ON DELETE CASCADE,
    transcript_id INTEGER NOT NULL REFERENCES transcript(id) ON DELETE CASCADE,
    version_id INTEGER NOT NULL REFERENCES transcript_version(id) ON DELETE CASCADE,
    words INTEGER NOT NULL
) STRICT;
CREATE INDEX voice_transcript ON voice(transcript_id);
CREATE INDEX voice_version ON voice(version_id);

CREATE TABLE typicality (
    fragment_id INTEGER PRIMARY KEY REFERENCES fragment(id) ON DELETE CASCADE,
    code_id INTEGER NOT NULL REFERENCES code(id) ON DELETE CASCADE,
    score REAL NOT NULL
) STRICT;
CREATE INDEX typicality_code ON typicality(code_id, score);

CREATE TABLE person_due (
    respondent_id INTEGER NOT NULL,
    code_id INTEGER NOT NULL,
    PRIMARY KEY (respondent_id, code_id) ON CONFLICT IGNORE
) STRICT, WITHOUT ROWID;

CREATE TABLE voice_due (
    transcript_id INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE tally_due (
    version_id INTEGER NOT NULL,
    code_id INTEGER NOT NULL,
    PRIMARY KEY (version_id, code_id) ON CONFLICT IGNORE
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE turn_search USING fts5(
    text, content='turn', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);
"""

# The tables of sqlite_utils' own, as it makes them.
# What schema 2 added: talks in the order of their dates, and the versions of which the turns
# must be counted again before a transaction ends.
SCHEMA_2 = """
CREATE INDEX transcript_order ON transcript(coalesce(date, ''), slug);

CREATE TABLE spoken_due (
    version_id INTEGER PRIMARY KEY
) STRICT;
"""

MIGRATIONS = """
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
) STRICT;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
"""

# What somebody finds who opens the project in Datasette or another SQLite program; described
# in docs/sql.md. Nothing in the program reads them.
VIEWS = """
CREATE VIEW quotes AS
SELECT fragment.citation, fragment.quote, code.path AS code, fragment.stance,
    respondent.label AS respondent, participation.group_name AS "group", (
        SELECT group_concat(area, ', ') FROM (
            SELECT area FROM participation_area
            WHERE participation_id = participation.id ORDER BY area)) AS area,
    transcript.slug AS transcript, turn.number AS turn, transcript.kind, transcript.date,
    wave.name AS wave, fragment.coder, fragment.origin
FROM fragment
JOIN code ON code.id = fragment.code_id
JOIN turn ON turn.id = fragment.turn_id
JOIN speaker ON speaker.id = turn.speaker_id
JOIN transcript ON transcript.id = speaker.transcript_id
LEFT JOIN participation ON participation.id = speaker.participation_id
LEFT JOIN respondent ON respondent.id = participation.respondent_id
LEFT JOIN wave ON wave.id = transcript.wave_id;

CREATE VIEW persons_by_theme AS
SELECT code.path AS code, nullif(person_code.group_name, '') AS "group", count(*) AS persons,
    sum(person_code.fragments) AS fragments, sum(person_code.words) AS words,
    sum(person_code.positive) AS positive, sum(person_code.negative) AS negative,
    sum(person_code.mixed) AS mixed, sum(person_code.neutral) AS neutral
FROM person_code JOIN code ON code.id = person_code.code_id
WHERE person_code.of_group = 1
GROUP BY code.id, person_code.group_name;

CREATE VIEW voices AS
SELECT respondent.label AS respondent, transcript.slug AS transcript, transcript.kind,
    participation.group_name AS "group", participation_area.area, wave.name AS wave,
    sum(spoken.turns) AS turns, sum(spoken.words) AS words,
    EXISTS (SELECT 1 FROM coded_by WHERE transcript_id = transcript.id) AS coded
FROM participation
JOIN respondent ON respondent.id = participation.respondent_id
JOIN transcript ON transcript.id = participation.transcript_id
JOIN transcript_version ON transcript_version.transcript_id = transcript.id
    AND transcript_version.number = transcript.version
JOIN speaker ON speaker.participation_id = participation.id AND speaker.role = 'respondent'
JOIN spoken ON spoken.version_id = transcript_version.id AND spoken.speaker_id = speaker.id
LEFT JOIN participation_area ON participation_area.participation_id = participation.id
LEFT JOIN wave ON wave.id = transcript.wave_id
GROUP BY participation.id, participation_area.area;

CREATE VIEW said AS
SELECT transcript.slug AS transcript, turn.number AS turn, speaker.label AS speaker,
    speaker.role, respondent.label AS respondent, turn.words, turn.text
FROM turn
JOIN speaker ON speaker.id = turn.speaker_id
JOIN transcript_version ON transcript_version.id = turn.version_id
JOIN transcript ON transcript.id = transcript_version.transcript_id
    AND transcript.version = transcript_version.number
LEFT JOIN participation ON participation.id = speaker.participation_id
LEFT JOIN respondent ON respondent.id = participation.respondent_id;

CREATE VIEW codes AS
SELECT path AS code, name, definition, use_when, not_when, shortcut FROM code ORDER BY path;
"""

# The search index and the counting tables follow their sources by triggers, so that an undo
# (which replays plain SQL) leaves them as true as any command does. It may bring a speaker
# back after the fragments in their turns, hence a trigger on the insertion of a speaker too.
DERIVED = """
CREATE TRIGGER turn_search_insert AFTER INSERT ON turn BEGIN
    INSERT INTO turn_search(rowid, text) VALUES (NEW.id, NEW.text);
END;
CREATE TRIGGER turn_search_delete AFTER DELETE ON turn BEGIN
    INSERT INTO turn_search(turn_search, rowid, text) VALUES ('delete', OLD.id, OLD.text);
END;
CREATE TRIGGER turn_search_update AFTER UPDATE OF text ON turn BEGIN
    INSERT INTO turn_search(turn_search, rowid, text) VALUES ('delete', OLD.id, OLD.text);
    INSERT INTO turn_search(rowid, text) VALUES (NEW.id, NEW.text);
END;

CREATE TRIGGER participation_area_insert AFTER INSERT ON participation BEGIN
    INSERT INTO participation_area SELECT DISTINCT NEW.id, value FROM json_each(NEW.areas);
END;
CREATE TRIGGER participation_area_update AFTER UPDATE OF areas ON participation BEGIN
    DELETE FROM participation_area WHERE participation_id = NEW.id;
    INSERT INTO participation_area SELECT DISTINCT NEW.id, value FROM json_each(NEW.areas);
END;
"""
