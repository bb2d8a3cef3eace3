-- Units: an identity, and what it is called and under whom from a day to a day.

CREATE TABLE unit (
    unit_id {id} NOT NULL PRIMARY KEY,
    recorded_at {timestamp} NOT NULL
);

CREATE TABLE unit_version (
    unit_id {id} NOT NULL REFERENCES unit (unit_id),
    valid_from {date} NOT NULL,
    valid_until {date},
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent_id {id} REFERENCES unit (unit_id),
    recorded_at {timestamp} NOT NULL,
    PRIMARY KEY (unit_id, valid_from),
    CHECK (valid_until > valid_from)
);

-- extent: 'whole' when all of the one went into the other, 'part' otherwise.
CREATE TABLE unit_succession (
    from_unit_id {id} NOT NULL REFERENCES unit (unit_id),
    to_unit_id {id} NOT NULL REFERENCES unit (unit_id),
    happened_on {date} NOT NULL,
    extent TEXT NOT NULL,
    PRIMARY KEY (from_unit_id, to_unit_id, happened_on),
    CHECK (extent IN ('whole', 'part')),
    CHECK (from_unit_id <> to_unit_id)
);

-- Forms: the TOML source of each version, as it was when campaigns began to use it.

CREATE TABLE form (
    form_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    digest TEXT NOT NULL,
    recorded_at {timestamp} NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (form_id, version)
);

-- Campaigns and their tasks.

CREATE TABLE campaign (
    campaign_id {id} NOT NULL PRIMARY KEY,
    root_unit_id {id} NOT NULL REFERENCES unit (unit_id),
    name TEXT NOT NULL,
    year BIGINT NOT NULL,
    theme TEXT,
    first_day {date} NOT NULL,
    last_day {date} NOT NULL,
    due_on {date} NOT NULL,
    plan_number TEXT,
    plan_digest TEXT NOT NULL,
    form_id TEXT NOT NULL,
    form_version BIGINT NOT NULL,
    opened_at {timestamp} NOT NULL,
    FOREIGN KEY (form_id, form_version) REFERENCES form (form_id, version)
);

CREATE TABLE campaign_reporter (
    campaign_id {id} NOT NULL REFERENCES campaign (campaign_id),
    unit_id {id} NOT NULL REFERENCES unit (unit_id),
    PRIMARY KEY (campaign_id, unit_id)
);

-- span_from, span_to: bytes of the normalised text of the plan. unresolved: a list of names.
CREATE TABLE task (
    task_id {id} NOT NULL PRIMARY KEY,
    campaign_id {id} NOT NULL REFERENCES campaign (campaign_id),
    ordinal BIGINT NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    span_from BIGINT NOT NULL,
    span_to BIGINT NOT NULL,
    lead_as_written TEXT,
    due_on {date},
    unresolved {json} NOT NULL,
    UNIQUE (campaign_id, ordinal)
);

CREATE TABLE task_assignment (
    task_id {id} NOT NULL REFERENCES task (task_id),
    unit_id {id} NOT NULL REFERENCES unit (unit_id),
    role TEXT NOT NULL,
    ordinal BIGINT NOT NULL,
    PRIMARY KEY (task_id, unit_id, role)
);

-- Distributed by unit_id from here on: what units hand in.

CREATE TABLE file (
    unit_id {id} NOT NULL REFERENCES unit (unit_id),
    digest TEXT NOT NULL,
    name TEXT NOT NULL,
    recorded_at {timestamp} NOT NULL,
    content {blob} NOT NULL,
    PRIMARY KEY (unit_id, digest)
);

CREATE TABLE report (
    unit_id {id} NOT NULL REFERENCES unit (unit_id),
    campaign_id {id} NOT NULL REFERENCES campaign (campaign_id),
    state TEXT NOT NULL,
    latest_revision BIGINT NOT NULL,
    approved_revision BIGINT,
    first_received_on {date} NOT NULL,
    latest_received_on {date} NOT NULL,
    events BIGINT NOT NULL,
    PRIMARY KEY (unit_id, campaign_id)
);

CREATE INDEX report_by_campaign ON report (campaign_id, unit_id);

CREATE TABLE report_revision (
    unit_id {id} NOT NULL,
    campaign_id {id} NOT NULL,
    number BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    file_digest TEXT NOT NULL,
    received_on {date} NOT NULL,
    recorded_at {timestamp} NOT NULL,
    recorded_by TEXT NOT NULL,
    content {json} NOT NULL,
    PRIMARY KEY (unit_id, campaign_id, number),
    FOREIGN KEY (unit_id, campaign_id) REFERENCES report (unit_id, campaign_id),
    FOREIGN KEY (unit_id, file_digest) REFERENCES file (unit_id, digest)
);

CREATE TABLE report_event (
    unit_id {id} NOT NULL,
    campaign_id {id} NOT NULL,
    sequence BIGINT NOT NULL,
    action TEXT NOT NULL,
    revision BIGINT NOT NULL,
    happened_at {timestamp} NOT NULL,
    done_by TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (unit_id, campaign_id, sequence),
    FOREIGN KEY (unit_id, campaign_id, revision) REFERENCES report_revision (unit_id, campaign_id, number)
);
