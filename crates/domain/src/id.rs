//! Identifiers: UUID version 7, made from the instant given, so that they sort by age.

use crate::time::Instant;
use std::fmt;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// An id made at `now` with 10 bytes of randomness.
            #[must_use]
            pub fn new(now: Instant, random: [u8; 10]) -> Self {
                let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }

            /// Reads an id back from its text form.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::try_parse(text).ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }
    };
}

id!(
    /// An administrative unit, whatever its code and name on a given day.
    UnitId
);
id!(
    /// A campaign: one action month of one issuing unit in one year.
    CampaignId
);
id!(
    /// A task of a campaign.
    TaskId
);
id!(
    /// A person who signs in.
    PersonId
);
id!(
    /// Something that happened, on the audit trail.
    AuditId
);
id!(
    /// A message to a person in the app.
    NoticeId
);
id!(
    /// Work to be done later: a mail, a reminder.
    JobId
);
