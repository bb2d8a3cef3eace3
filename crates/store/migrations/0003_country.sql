-- Whether what is kept in memory still holds: how often units, their successions, campaigns, who reports in them, or forms
-- changed. One row, which comes with the first change.
CREATE TABLE directory_change (
    name TEXT NOT NULL PRIMARY KEY,
    counter BIGINT NOT NULL
);

-- The change counter of the campaign when the report last moved; none for one that has not moved since. So what changed
-- after a counter is asked for, one row for each report however often it moved, and nothing has to be pruned.
ALTER TABLE report ADD COLUMN change_counter BIGINT;

CREATE INDEX report_by_change ON report (campaign_id, change_counter);

-- The numbers of a revision by the position of the cell in the form of its campaign, packed, and what its checks gave when
-- it came in. words: the cells that hold text, as [position, text]; none without such.
CREATE TABLE report_sheet (
    unit_id {id} NOT NULL,
    campaign_id {id} NOT NULL,
    number BIGINT NOT NULL,
    received_on {date} NOT NULL,
    warnings BIGINT NOT NULL,
    unexplained BIGINT NOT NULL,
    words {json},
    numbers {blob} NOT NULL,
    PRIMARY KEY (unit_id, campaign_id, number),
    FOREIGN KEY (unit_id, campaign_id, number) REFERENCES report_revision (unit_id, campaign_id, number)
);
