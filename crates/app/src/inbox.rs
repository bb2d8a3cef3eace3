//! Messages to a person in the app.

use crate::Context;
use domain::NoticeId;
use domain::job::Notice;
use store::StoreError;

/// Messages on a page.
const PAGE: u32 = 30;

/// A page of messages, the newest first.
#[derive(Clone, Debug, Default)]
pub struct Inbox {
    /// The messages, each with the code of the unit it is about, as it is today.
    pub notices: Vec<(Notice, Option<String>)>,
    /// Where the next page begins, when there is one.
    pub older: Option<NoticeId>,
    /// How many are not read.
    pub unread: u32,
}

/// Messages to the actor. Nobody sees those of another.
///
/// # Errors
/// Those of the store.
pub fn inbox(context: Context<'_>, older_than: Option<NoticeId>) -> Result<Inbox, StoreError> {
    let Some(person) = context.actor.person() else { return Ok(Inbox::default()) };
    context.store.read(|session| {
        let mut notices = session.notices(person, older_than, PAGE + 1)?;
        let more = notices.len() > PAGE as usize;
        notices.truncate(PAGE as usize);
        let older = notices.last().filter(|_| more).map(|notice| notice.id);
        let directory = context.memory().directory(session)?;
        let code = |notice: &Notice| {
            let of = |version: &&domain::unit::UnitVersion| Some(version.unit) == notice.unit;
            directory.versions().iter().rev().find(of).map(|version| version.code.to_string())
        };
        let notices = notices.into_iter().map(|notice| (code(&notice), notice)).map(|(code, n)| (n, code)).collect();
        Ok(Inbox { notices, older, unread: session.unread_notices(person)? })
    })
}

/// Notes that the actor read a message, or all of them.
///
/// # Errors
/// Those of the store.
pub fn mark_read(context: Context<'_>, notice: Option<NoticeId>) -> Result<(), StoreError> {
    let Some(person) = context.actor.person() else { return Ok(()) };
    context.store.write(|session| match notice {
        Some(notice) => session.read_notice(person, notice, context.now()).map(drop),
        None => session.read_notices(person, context.now()).map(drop),
    })
}
