//! Live boards: who looks at a campaign is told when something of it changed, and fetches it.
//!
//! The change counter of a campaign is raised in the transaction of every change, whichever process made it. One task a
//! server looks at the counters; open boards hear of it by server-sent events.

use crate::failure::Failure;
use crate::site::Site;
use crate::visitor::Visitor;
use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use domain::CampaignId;
use serde::Deserialize;
use std::collections::HashMap;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast;
use tokio::task::JoinHandle;
use tokio_stream::wrappers::{BroadcastStream, IntervalStream};
use tokio_stream::{Stream, StreamExt, once};

/// How often the counters are looked at, which is one small query.
const EVERY: Duration = Duration::from_millis(250);

/// How long after the newest campaign the numbers of the others are read.
const OTHERS_AFTER: Duration = Duration::from_secs(1);

/// Changes kept for a listener that is slow; one that misses some is told to look anew.
const KEPT: usize = 64;

/// How long a listener is served; its browser asks again, and is asked again who it is.
const LISTENING: Duration = Duration::from_secs(600);

/// After how many milliseconds a browser asks again.
const RETRY: Duration = Duration::from_secs(2);

/// What listeners hear.
#[derive(Clone, Copy, Debug)]
enum Heard {
    /// Something of a campaign changed; its counter.
    Changed(CampaignId, u64),
    /// The server is closing.
    Closing,
}

/// Listeners of a server.
pub(crate) struct Live {
    changes: broadcast::Sender<Heard>,
}

impl Default for Live {
    fn default() -> Self {
        Self { changes: broadcast::channel(KEPT).0 }
    }
}

impl Live {
    /// Ends every listener, so that the server can.
    pub(crate) fn close(&self) {
        // Nobody listening is no failure.
        let _ = self.changes.send(Heard::Closing);
    }
}

/// Reads the numbers of all campaigns once: of the newest at once, which is what is asked for, of the others when those who came
/// first have their answers.
async fn warm_up(site: Site) {
    // What cannot be read now is read when it is asked for, and told then.
    let _ = site.look(|store| store.warm_up(1)).await;
    tokio::time::sleep(OTHERS_AFTER).await;
    let _ = site.look(|store| store.warm_up(usize::MAX)).await;
}

/// Looks at the counters while anybody listens, and forgets quiet addresses of the rate limits now and then.
pub(crate) fn watch(site: Site) -> JoinHandle<()> {
    tokio::spawn(async move {
        tokio::spawn(warm_up(site.clone()));
        let mut seen: Option<HashMap<CampaignId, u64>> = None;
        let mut rounds: u32 = 0;
        loop {
            tokio::time::sleep(EVERY).await;
            rounds = rounds.wrapping_add(1);
            if rounds.is_multiple_of(400) {
                site.limits().forget_quiet();
            }
            if site.live().changes.receiver_count() == 0 {
                // Whoever comes next is told the counter of that moment.
                seen = None;
                continue;
            }
            let Ok(counters) = site.look(|store| store.read(|session| session.change_counters())).await else {
                continue;
            };
            let now: HashMap<CampaignId, u64> = counters.into_iter().collect();
            if let Some(before) = &seen {
                for (campaign, counter) in &now {
                    if before.get(campaign) != Some(counter) {
                        let _ = site.live().changes.send(Heard::Changed(*campaign, *counter));
                    }
                }
            }
            seen = Some(now);
        }
    })
}

/// What is listened to.
#[derive(Deserialize)]
pub(crate) struct Asked {
    campaign: Option<String>,
}

/// Tells an open board whenever something of its campaign changed: `event: change`, with the counter. The first one tells
/// the counter as it is, so that a change between the page and the listening is not missed.
pub(crate) async fn events(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Failure> {
    // Listening begins before the counter is read: what changes in between is heard twice rather than never.
    let heard = site.live().changes.subscribe();
    let (campaign, counter) =
        site.ask(&visitor, move |context| app::status::change_counter(context, asked.campaign.as_deref())).await?;
    let ticks = tokio::time::interval_at(tokio::time::Instant::now() + LISTENING, LISTENING);
    let changes = BroadcastStream::new(heard).map(Some);
    let until = IntervalStream::new(ticks).map(|_| None);
    let told = changes.merge(until).map_while(move |item| match item {
        None | Some(Ok(Heard::Closing)) => None,
        Some(Ok(Heard::Changed(of, counter))) => Some((of == campaign).then_some(counter)),
        // Some were missed: any number that the board has not seen makes it look.
        Some(Err(_)) => Some(Some(0)),
    });
    let told = once(counter).chain(told.filter_map(|counter| counter));
    let event = |counter: u64| Ok(Event::default().event("change").data(counter.to_string()).retry(RETRY));
    Ok(Sse::new(told.map(event)).keep_alive(KeepAlive::default()))
}
