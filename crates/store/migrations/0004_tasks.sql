-- Tasks that people add, word anew and withdraw; and what units say of their parts.

-- added_by: none for a task read in the plan.
ALTER TABLE task ADD COLUMN added_at {timestamp};
ALTER TABLE task ADD COLUMN added_by TEXT;
ALTER TABLE task ADD COLUMN withdrawn_at {timestamp};
ALTER TABLE task ADD COLUMN withdrawn_by TEXT;
ALTER TABLE task ADD COLUMN withdrawn_because TEXT;

-- Words written instead of those of the task, which stay; the last ones count.
CREATE TABLE task_wording (
    task_id {id} NOT NULL REFERENCES task (task_id),
    number BIGINT NOT NULL,
    written_at {timestamp} NOT NULL,
    written_by TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (task_id, number)
);

-- Distributed by unit_id: what is said of a unit's part in a task; the last word counts. done_on: only with 'done'.
CREATE TABLE task_progress (
    unit_id {id} NOT NULL REFERENCES unit (unit_id),
    campaign_id {id} NOT NULL REFERENCES campaign (campaign_id),
    task_id {id} NOT NULL REFERENCES task (task_id),
    sequence BIGINT NOT NULL,
    word TEXT NOT NULL,
    done_on {date},
    said_at {timestamp} NOT NULL,
    said_by TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (unit_id, task_id, sequence),
    CHECK (word IN ('done', 'reopened', 'returned'))
);

CREATE INDEX task_progress_by_campaign ON task_progress (campaign_id, unit_id);
