//! Work done beside the pages: reminders are scheduled and sent, what is long over is forgotten.

use crate::site::Site;
use crate::visitor::Guest;
use app::{Context, installation, jobs, mail};
use domain::CivilDate;
use domain::time::day_in_vietnam;
use std::time::Duration;
use tokio::task::JoinHandle;

/// How often is looked for work that is due, which is one small query.
const EVERY: Duration = Duration::from_secs(5);

/// Jobs done in one round.
const AT_ONCE: u32 = 20;

/// Begins to work, until the task is aborted. Several servers on one store share the work: each job is taken by one.
pub(crate) fn start(site: Site) -> JoinHandle<()> {
    tokio::spawn(async move {
        remember_address(&site).await;
        let mut today = None;
        loop {
            today = round(&site, today).await;
            tokio::time::sleep(EVERY).await;
        }
    })
}

/// The address the server was started with is the one in mails.
async fn remember_address(site: &Site) {
    let Some(base) = site.options().base.clone() else { return };
    let kept = site.ask_for_guest(nobody(site), move |store, world| {
        installation::set_address(Context::of_operator(store, world, "chungtay serve"), Some(&base))
    });
    if !matches!(kept.await, Ok(Ok(()))) {
        tracing::warn!("the address of the site could not be stored; mails will name the one before, or none");
    }
}

/// One round: what belongs to a new day, then the jobs that are due. Returns the day.
async fn round(site: &Site, before: Option<CivilDate>) -> Option<CivilDate> {
    let done = site.ask_for_guest(nobody(site), move |store, world| {
        let today = day_in_vietnam(world.now());
        if before != Some(today) {
            jobs::schedule(store, world)?;
            jobs::prune(store, world.now())?;
        }
        // Most rounds have nothing to do: a look disturbs nobody, while taking jobs is a write.
        let due = store.read(|session| session.next_job_at())?.is_some_and(|at| at <= world.now());
        let ran = if due { jobs::run_due(store, world, &mail::Smtp, AT_ONCE)? } else { jobs::Ran::default() };
        Ok::<_, store::StoreError>((today, ran))
    });
    match done.await {
        Ok(Ok((today, ran))) => {
            if ran.failed > 0 {
                tracing::warn!(failed = ran.failed, "jobs failed; they are tried again, see the administrator's page");
            }
            Some(today)
        }
        Ok(Err(error)) => {
            tracing::warn!(%error, "work could not be done, and is tried again");
            before
        }
        Err(_) => before,
    }
}

fn nobody(site: &Site) -> Guest {
    Guest { language: site.options().language, address: None }
}
