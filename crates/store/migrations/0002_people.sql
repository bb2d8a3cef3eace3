-- People, what they are where, and how they come in.

CREATE TABLE person (
    person_id {id} NOT NULL PRIMARY KEY,
    sign_in_name TEXT NOT NULL,
    folded_sign_in_name TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    email TEXT,
    language TEXT NOT NULL,
    created_at {timestamp} NOT NULL,
    disabled_at {timestamp},
    totp_confirmed_at {timestamp},
    last_totp_step BIGINT,
    password_hash TEXT,
    totp_secret {blob},
    CHECK (language IN ('vi', 'en'))
);

-- A role given and taken again stays as a row, so that the audit trail can be read against it.
CREATE TABLE person_role (
    person_id {id} NOT NULL REFERENCES person (person_id),
    unit_id {id} NOT NULL REFERENCES unit (unit_id),
    role TEXT NOT NULL,
    granted_at {timestamp} NOT NULL,
    granted_by TEXT NOT NULL,
    ended_at {timestamp},
    PRIMARY KEY (person_id, unit_id, role, granted_at),
    CHECK (role IN ('administrator', 'agency', 'officer', 'leader'))
);

CREATE UNIQUE INDEX person_role_held ON person_role (person_id, unit_id, role) WHERE ended_at IS NULL;

CREATE INDEX person_role_at ON person_role (unit_id) WHERE ended_at IS NULL;

CREATE TABLE person_recovery_code (
    person_id {id} NOT NULL REFERENCES person (person_id),
    digest TEXT NOT NULL,
    used_at {timestamp},
    PRIMARY KEY (person_id, digest)
);

-- person_id: none for the code that lets the first administrator in.
CREATE TABLE one_time_code (
    digest TEXT NOT NULL PRIMARY KEY,
    person_id {id} REFERENCES person (person_id),
    purpose TEXT NOT NULL,
    expires_at {timestamp} NOT NULL,
    used_at {timestamp},
    CHECK (purpose IN ('first-administrator', 'invitation', 'reset'))
);

-- Never the cookie itself: SHA-256 of it, in hexadecimal.
CREATE TABLE sign_in (
    token_digest TEXT NOT NULL PRIMARY KEY,
    person_id {id} NOT NULL REFERENCES person (person_id),
    began_at {timestamp} NOT NULL,
    last_seen_at {timestamp} NOT NULL,
    expires_at {timestamp} NOT NULL,
    device TEXT NOT NULL,
    second_factor TEXT NOT NULL,
    ended_at {timestamp},
    CHECK (second_factor IN ('none', 'pending', 'passed'))
);

CREATE INDEX sign_in_of_person ON sign_in (person_id, began_at);

-- The name need not be anybody's.
CREATE TABLE sign_in_attempt (
    folded_sign_in_name TEXT NOT NULL,
    network TEXT NOT NULL,
    failures BIGINT NOT NULL,
    last_failed_at {timestamp} NOT NULL,
    PRIMARY KEY (folded_sign_in_name, network)
);

CREATE INDEX sign_in_attempt_of_network ON sign_in_attempt (network);

CREATE TABLE api_token (
    token_digest TEXT NOT NULL PRIMARY KEY,
    person_id {id} NOT NULL REFERENCES person (person_id),
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at {timestamp} NOT NULL,
    expires_at {timestamp},
    last_used_at {timestamp},
    revoked_at {timestamp}
);

CREATE INDEX api_token_of_person ON api_token (person_id, created_at);

-- Who changed what. actor: the name as it was then; person_id: none for an operator at the terminal.

CREATE TABLE audit_event (
    audit_id {id} NOT NULL PRIMARY KEY,
    happened_at {timestamp} NOT NULL,
    actor TEXT NOT NULL,
    person_id {id} REFERENCES person (person_id),
    action TEXT NOT NULL,
    unit_id {id} REFERENCES unit (unit_id),
    subject TEXT NOT NULL,
    before_change {json},
    after_change {json}
);

CREATE INDEX audit_event_by_time ON audit_event (happened_at, audit_id);

-- Campaigns under way: whether closed, what the units were sent, how often something changed.

ALTER TABLE campaign ADD COLUMN closed_at {timestamp};

CREATE TABLE task_sent (
    task_id {id} NOT NULL REFERENCES task (task_id),
    unit_id {id} NOT NULL REFERENCES unit (unit_id),
    sent_at {timestamp} NOT NULL,
    seen_at {timestamp},
    PRIMARY KEY (task_id, unit_id)
);

CREATE TABLE campaign_change (
    campaign_id {id} NOT NULL PRIMARY KEY REFERENCES campaign (campaign_id),
    counter BIGINT NOT NULL
);

-- The merged prose as edited, and the leader's word on a consolidated report: by the unit that consolidates.

CREATE TABLE narrative_text (
    campaign_id {id} NOT NULL REFERENCES campaign (campaign_id),
    root_unit_id {id} NOT NULL REFERENCES unit (unit_id),
    section TEXT NOT NULL,
    number BIGINT NOT NULL,
    written_at {timestamp} NOT NULL,
    written_by TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (campaign_id, root_unit_id, section, number)
);

-- digest: of what was signed, so that a later change shows.
CREATE TABLE sign_off (
    campaign_id {id} NOT NULL REFERENCES campaign (campaign_id),
    unit_id {id} NOT NULL REFERENCES unit (unit_id),
    sequence BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT,
    digest TEXT NOT NULL,
    signed_at {timestamp} NOT NULL,
    signed_by TEXT NOT NULL,
    PRIMARY KEY (campaign_id, unit_id, sequence),
    CHECK (verdict IN ('approved', 'returned'))
);

-- Messages, work to be done, answers kept.

CREATE TABLE notice (
    notice_id {id} NOT NULL PRIMARY KEY,
    person_id {id} NOT NULL REFERENCES person (person_id),
    kind TEXT NOT NULL,
    campaign_id {id} REFERENCES campaign (campaign_id),
    unit_id {id} REFERENCES unit (unit_id),
    noted_at {timestamp} NOT NULL,
    read_at {timestamp},
    params {json} NOT NULL
);

CREATE INDEX notice_of_person ON notice (person_id, notice_id);

CREATE INDEX notice_unread ON notice (person_id) WHERE read_at IS NULL;

-- name: what the job is, once and for all; a second one of the same name is the same job.
CREATE TABLE job (
    job_id {id} NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    run_at {timestamp} NOT NULL,
    attempts BIGINT NOT NULL,
    locked_until {timestamp},
    done_at {timestamp},
    given_up_at {timestamp},
    last_error TEXT,
    payload {json} NOT NULL
);

CREATE INDEX job_waiting ON job (run_at) WHERE done_at IS NULL AND given_up_at IS NULL;

CREATE TABLE answered_request (
    person_id {id} NOT NULL REFERENCES person (person_id),
    request_key TEXT NOT NULL,
    request_digest TEXT NOT NULL,
    status BIGINT NOT NULL,
    answered_at {timestamp} NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (person_id, request_key)
);

CREATE INDEX answered_request_by_time ON answered_request (answered_at);

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    changed_at {timestamp} NOT NULL,
    changed_by TEXT NOT NULL,
    value {json} NOT NULL
);

-- Distributed by unit_id from here on: what is being typed, asked and laid beside a report; plans being read.

-- content: none once it was handed in or thrown away. The row stays for its version, which is never given twice.
CREATE TABLE report_draft (
    unit_id {id} NOT NULL REFERENCES unit (unit_id),
    campaign_id {id} NOT NULL REFERENCES campaign (campaign_id),
    version BIGINT NOT NULL,
    based_on_revision BIGINT,
    updated_at {timestamp} NOT NULL,
    updated_by TEXT NOT NULL,
    content {json},
    PRIMARY KEY (unit_id, campaign_id)
);

CREATE INDEX report_draft_by_campaign ON report_draft (campaign_id, unit_id);

CREATE TABLE report_comment (
    unit_id {id} NOT NULL REFERENCES unit (unit_id),
    campaign_id {id} NOT NULL REFERENCES campaign (campaign_id),
    sequence BIGINT NOT NULL,
    cell TEXT,
    written_at {timestamp} NOT NULL,
    written_by TEXT NOT NULL,
    person_id {id} REFERENCES person (person_id),
    resolved_at {timestamp},
    resolved_by TEXT,
    content TEXT NOT NULL,
    PRIMARY KEY (unit_id, campaign_id, sequence)
);

CREATE INDEX report_comment_by_campaign ON report_comment (campaign_id, unit_id);

CREATE TABLE attachment (
    unit_id {id} NOT NULL,
    campaign_id {id} NOT NULL REFERENCES campaign (campaign_id),
    digest TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    attached_at {timestamp} NOT NULL,
    attached_by TEXT NOT NULL,
    removed_at {timestamp},
    removed_by TEXT,
    PRIMARY KEY (unit_id, campaign_id, digest),
    FOREIGN KEY (unit_id, digest) REFERENCES file (unit_id, digest)
);

CREATE INDEX attachment_by_campaign ON attachment (campaign_id, unit_id);

-- A plan looked at before a campaign is opened from it.
CREATE TABLE document (
    unit_id {id} NOT NULL,
    digest TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    recorded_at {timestamp} NOT NULL,
    recorded_by TEXT NOT NULL,
    PRIMARY KEY (unit_id, digest),
    FOREIGN KEY (unit_id, digest) REFERENCES file (unit_id, digest)
);

-- correction: 'value' for another value, 'struck' for no fact at all, 'as-read' for what the reader found after all.
CREATE TABLE fact_correction (
    unit_id {id} NOT NULL,
    digest TEXT NOT NULL,
    fact TEXT NOT NULL,
    number BIGINT NOT NULL,
    correction TEXT NOT NULL,
    corrected_at {timestamp} NOT NULL,
    corrected_by TEXT NOT NULL,
    value TEXT,
    PRIMARY KEY (unit_id, digest, fact, number),
    FOREIGN KEY (unit_id, digest) REFERENCES document (unit_id, digest),
    CHECK (correction IN ('value', 'struck', 'as-read'))
);
