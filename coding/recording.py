"""The triggers that record every change of what people make, so that no command can forget it.

For each table of `RECORDED` they write the inverse of a change into `undo_statement`, within the
same transaction, and keep in `revision` what a later merge needs to know. What can be computed
again (suggestions, search index, vocabulary, counting tables) has no such triggers.
"""

from __future__ import annotations

# Tables that people make, each with the triggers that record a change in it. The turns of a
# version are inserted with it and vanish with it, so that their insertion needs no inverse of
# its own (there are hundreds to a transcript).
RECORDED = (
    "wave",
    "respondent",
    "transcript",
    "transcript_version",
    "participation",
    "speaker",
    "turn",
    "code",
    "code_version",
    "fragment",
    "decision",
    "coded_by",
    "reviewed_turn",
    "assignment",
    "memo",
    "plan",
    "alias",
    "saved_query",
    "conflict",
)

# What follows from other columns, or differs between copies without anybody having changed
# anything, such as a place in a text, which moves with every correction of that text; a change of
# these alone is no revision of the row.
FOLLOWING = {
    "code": ("path",),
    "transcript_version": ("number",),
    "code_version": ("number",),
    "fragment": ("version_id", "turn_id", "start", "end", "quote"),
    "decision": ("version_id", "start", "end"),
    "reviewed_turn": ("version_id", "turn"),
    "memo": ("turn",),
}

COPY_PATH = "(SELECT '$.\"' || value || '\"' FROM setting WHERE key = 'copy')"


# Which transcript and which code a row is about, for the log.
OF_VERSION = "(SELECT transcript_id FROM transcript_version WHERE id = {row}.version_id)"
TRANSCRIPT_OF = {
    "transcript": "{row}.id",
    **dict.fromkeys(
        ("transcript_version", "participation", "speaker", "coded_by", "assignment"),
        "{row}.transcript_id",
    ),
    **dict.fromkeys(("turn", "fragment", "decision", "reviewed_turn"), OF_VERSION),
}
CODE_OF = {
    "code": "{row}.id",
    **dict.fromkeys(("code_version", "fragment", "decision"), "{row}.code_id"),
}


def undo_triggers(table: str, columns: list[str]) -> str:
    """SQL of the triggers that write the inverse of each change in `table`."""
    names = ", ".join(columns)
    old_values = " || ', ' || ".join(f"quote(OLD.{column})" for column in columns)
    old_pairs = " || ', ' || ".join(f"'{column} = ' || quote(OLD.{column})" for column in columns)
    into = "INSERT INTO undo_statement(change, table_name, row, transcript, code, statement) VALUES"

    def about(row: str) -> str:
        transcript = TRANSCRIPT_OF.get(table, "NULL").format(row=row)
        code = CODE_OF.get(table, "NULL").format(row=row)
        change = "(SELECT change FROM current_change)"
        return f"{change}, '{table}', {row}.id, {transcript}, {code}"

    insert = f"""
CREATE TRIGGER {table}_undo_insert AFTER INSERT ON {table} BEGIN
    {into} ({about("NEW")}, 'DELETE FROM {table} WHERE id = ' || NEW.id);
END;"""
    return f"""{insert if table != "turn" else ""}
CREATE TRIGGER {table}_undo_update AFTER UPDATE ON {table} WHEN {differ(columns)} BEGIN
    {into} ({about("OLD")},
        'UPDATE {table} SET ' || {old_pairs} || ' WHERE id = ' || OLD.id);
END;
CREATE TRIGGER {table}_undo_delete AFTER DELETE ON {table} BEGIN
    {into} ({about("OLD")},
        'INSERT INTO {table}({names}) VALUES (' || {old_values} || ')');
END;
"""


def differ(columns: list[str]) -> str:
    """SQL that tells whether an update changed anything; one that did not is no change."""
    old = ", ".join(f"OLD.{column}" for column in columns)
    new = ", ".join(f"NEW.{column}" for column in columns)
    return f"({old}) IS NOT ({new})"


def revision_triggers(table: str, columns: list[str]) -> str:
    """SQL of the triggers that count the changes of each row of `table` in this copy.

    A row that was never changed after it was made has no entry: two copies cannot make the
    same UUID independently, so "no entry" is the smallest version vector.
    """

    def count(uuid: str, removed: int) -> str:
        return f"""
    INSERT INTO revision(uuid, table_name, vector, removed, change, coder, at)
    SELECT {uuid}, '{table}', json_set('{{}}', {COPY_PATH}, 1), {removed}, change.id, coder, at
    FROM change WHERE id = (SELECT change FROM current_change)
    ON CONFLICT(uuid) DO UPDATE SET removed = excluded.removed, change = excluded.change,
        coder = excluded.coder, at = excluded.at, vector = json_set(
            vector, {COPY_PATH}, coalesce(json_extract(vector, {COPY_PATH}), 0) + 1);"""

    own = [column for column in columns if column not in FOLLOWING.get(table, ())]
    was_removed = "EXISTS (SELECT 1 FROM revision WHERE uuid = NEW.uuid)"
    return f"""
CREATE TRIGGER {table}_revision_insert AFTER INSERT ON {table} WHEN {was_removed} BEGIN{
        count("NEW.uuid", 0)
    }
END;
CREATE TRIGGER {table}_revision_update AFTER UPDATE ON {table} WHEN {differ(own)} BEGIN{
        count("NEW.uuid", 0)
    }
END;
CREATE TRIGGER {table}_revision_delete AFTER DELETE ON {table} BEGIN{count("OLD.uuid", 1)}
END;
"""
