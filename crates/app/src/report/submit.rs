//! Taking in filled forms: read on all cores, stored in batches, acknowledged when durable.

use super::record::{self, BATCH, Record, Recorded};
use crate::Context;
use crate::campaign::{self, FindError, Loaded};
use crate::file::{FileError, SourceFile};
use crate::form::believed_days;
use crate::memory::Reporters;
use domain::access::Action as Permission;
use domain::check::{Warning, check};
use domain::report::{Punctuality, Refusal, punctuality};
use domain::unit::UnitCode;
use domain::{CampaignId, CivilDate};
use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use store::{Session, StoreError};
use workbook::{CellError, ReadError};

/// How reports are handed in.
#[derive(Clone, Debug, Default)]
pub struct Submission {
    /// The campaign they must belong to; any open one otherwise.
    pub campaign: Option<String>,
    /// The day they were received; today otherwise.
    pub received_on: Option<CivilDate>,
}

/// A report that was taken in.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// Code of the unit.
    pub code: UnitCode,
    /// Name of the unit.
    pub name: String,
    /// The revision it became.
    pub revision: u32,
    /// The same file had been handed in before: nothing was stored.
    pub already_there: bool,
    /// On time or late.
    pub punctuality: Punctuality,
    /// How many cells are filled in.
    pub filled: usize,
    /// What does not add up, to be explained.
    pub warnings: Vec<Warning>,
    /// Cells whose explanation stands beside a blank figure: kept in the file only.
    pub loose_reasons: Vec<String>,
    /// The form of its campaign, to name cells by.
    pub campaign: Arc<Loaded>,
}

/// Why a file was not taken in.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SubmitError {
    /// The file.
    #[error(transparent)]
    File(#[from] FileError),
    /// No form in it.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Cells that cannot be stored as what they claim to be.
    #[error("{} cells cannot be read", .0.len())]
    Cells(Vec<CellError>),
    /// A form of a campaign that is not here.
    #[error("the form belongs to another campaign")]
    OtherCampaign,
    /// An older or newer version of the form.
    #[error("the form is not the one of this campaign")]
    OtherForm,
    /// The unit does not report in this campaign.
    #[error("unit {0} does not report in this campaign")]
    NotAReporter(UnitCode),
    /// A day of receipt that cannot be meant.
    #[error("{day} is not between {earliest} and {latest}")]
    ReceivedOutOfRange {
        /// The day given.
        day: CivilDate,
        /// First day believed.
        earliest: CivilDate,
        /// Last day believed.
        latest: CivilDate,
    },
    /// Nothing is filled in.
    #[error("the form is blank")]
    Blank,
    /// The campaign takes no reports any more.
    #[error("the campaign is closed")]
    Closed,
    /// The report does not take a revision now.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Campaign or unit.
    #[error(transparent)]
    Find(#[from] FindError),
}

impl From<StoreError> for SubmitError {
    fn from(error: StoreError) -> Self {
        Self::Find(error.into())
    }
}

/// What is answered of a file that was read, once it is stored.
struct Answering {
    campaign: Arc<Loaded>,
    code: UnitCode,
    name: String,
    filled: usize,
    warnings: Vec<Warning>,
    loose_reasons: Vec<String>,
    received_on: CivilDate,
}

/// A file that was read and can be stored.
type Ready = (Record, Answering);

impl Answering {
    fn accepted(self, recorded: Recorded) -> Accepted {
        let Self { campaign, code, name, filled, warnings, loose_reasons, received_on } = self;
        let Recorded { revision, already_there, first_received_on } = recorded;
        let punctuality = punctuality(Some(first_received_on), campaign.campaign.due_on, received_on);
        Accepted { code, name, revision, already_there, punctuality, filled, warnings, loose_reasons, campaign }
    }
}

/// Takes in files. `acknowledge` is called for each, in order: for an accepted one after it is durable.
///
/// # Errors
/// Only when the store itself fails (full disk); files acknowledged before are safe.
pub fn submit(
    context: Context<'_>,
    submission: &Submission,
    files: &[PathBuf],
    acknowledge: &mut dyn FnMut(&Path, Result<Accepted, SubmitError>),
) -> Result<(), StoreError> {
    let desk = Desk::open(context, submission)?;
    // While one batch is stored, the next is read; the one after waits, so that no more than two are in memory.
    let (hand_over, batches) = sync_channel::<Vec<Result<Ready, SubmitError>>>(0);
    std::thread::scope(|scope| {
        let desk = &desk;
        scope.spawn(move || {
            for batch in files.chunks(BATCH) {
                let read = batch.par_iter().map(|path| desk.read(context, path)).collect();
                if hand_over.send(read).is_err() {
                    // The store failed.
                    return;
                }
            }
        });
        // Owned here, and so gone when the store fails: the reader waits for nobody then.
        let batches = batches;
        for (batch, read) in files.chunks(BATCH).zip(&batches) {
            for (path, outcome) in batch.iter().zip(store_batch(context, read)?) {
                acknowledge(path, outcome);
            }
        }
        Ok(())
    })
}

/// A file that was sent: its name, and what became of it.
pub type Answer = (String, Result<Accepted, SubmitError>);

/// Takes in files that were sent, not lying on a disk: read on all cores, stored in one transaction for each batch.
///
/// # Errors
/// Only when the store itself fails; then what became of the last batch is not known to the sender, who may send again.
pub fn submit_uploaded(
    context: Context<'_>,
    submission: &Submission,
    files: Vec<SourceFile>,
) -> Result<Vec<Answer>, StoreError> {
    let desk = Desk::open(context, submission)?;
    take_and_store(context, &desk, files)
}

/// Takes in a file that was sent for one campaign; to whom that is not to see, it is not there.
///
/// # Errors
/// Those of finding the campaign, and of the store, as in [`submit_uploaded`].
pub fn submit_sent(
    context: Context<'_>,
    campaign: &str,
    file: SourceFile,
) -> Result<(CampaignId, Result<Accepted, SubmitError>), FindError> {
    let (campaign, desk) = context.store.read(|session| {
        let directory = context.memory().directory_seen(context.seen, session)?;
        let loaded = campaign::enter_in(context, session, directory, Some(campaign), Permission::ViewCampaign)?;
        crate::totals::top_for(context, &loaded, None, Permission::ViewProgress)?;
        let id = loaded.campaign.id;
        Ok::<_, FindError>((id, Desk::of(session, vec![loaded], context.today())?))
    })?;
    // Read by one of the threads that are as many as cores: in a storm as many files as people send would be half read, and
    // who has the turn to write would wait for all of them.
    let (record, answering) = match rayon::scope(|_| desk.take(context, file)) {
        Ok(ready) => ready,
        Err(refused) => return Ok((campaign, Err(refused))),
    };
    let outcome = record::store_with_others(context, record)?;
    Ok((campaign, outcome.map(|recorded| answering.accepted(recorded)).map_err(SubmitError::from)))
}

/// Reads files on all cores, and stores them in one transaction for each batch.
fn take_and_store(context: Context<'_>, desk: &Desk, files: Vec<SourceFile>) -> Result<Vec<Answer>, StoreError> {
    let mut answers = Vec::with_capacity(files.len());
    let mut files = files.into_iter().peekable();
    while files.peek().is_some() {
        let batch: Vec<SourceFile> = files.by_ref().take(BATCH).collect();
        let names: Vec<String> = batch.iter().map(|file| file.name.clone()).collect();
        let read = rayon::scope(|_| batch.into_par_iter().map(|file| desk.take(context, file)).collect());
        answers.extend(names.into_iter().zip(store_batch(context, read)?));
    }
    Ok(answers)
}

/// Stores a batch in one transaction; refusals stay in their place.
fn store_batch(
    context: Context<'_>,
    mut batch: Vec<Result<Ready, SubmitError>>,
) -> Result<Vec<Result<Accepted, SubmitError>>, StoreError> {
    let outcomes = context.store.write(|session| {
        let records = batch.iter_mut().filter_map(|ready| ready.as_mut().ok().map(|(record, _)| record));
        record::store(context, session, records.collect())
    })?;
    let mut outcomes = outcomes.into_iter();
    let answers = batch.into_iter().map(|ready| {
        let (_, answering) = ready?;
        match outcomes.next() {
            Some(Ok(recorded)) => Ok(answering.accepted(recorded)),
            Some(Err(refusal)) => Err(refusal.into()),
            None => Err(StoreError::Abandoned.into()),
        }
    });
    Ok(answers.collect())
}

/// Campaigns that reports may belong to, loaded once.
struct Desk {
    campaigns: HashMap<CampaignId, (Arc<Loaded>, Reporters)>,
    closed: HashSet<CampaignId>,
    refused: Option<FindError>,
    received_on: CivilDate,
}

impl Desk {
    fn open(context: Context<'_>, submission: &Submission) -> Result<Self, StoreError> {
        let received_on = submission.received_on.unwrap_or_else(|| context.today());
        let found = context.store.read(|session| {
            let directory = context.memory().directory(session)?;
            let campaigns = match &submission.campaign {
                Some(name) => vec![campaign::one_of(directory.campaigns(), Some(name))?.clone()],
                None => directory.campaigns().to_vec(),
            };
            let loaded = campaigns.into_iter().map(|campaign| campaign::recall(context, session, campaign));
            Self::of(session, loaded.collect::<Result<_, _>>()?, received_on)
        });
        match found {
            Ok(desk) => Ok(desk),
            Err(FindError::Store(fault)) => Err(fault),
            Err(refused) => {
                Ok(Self { campaigns: HashMap::new(), closed: HashSet::new(), refused: Some(refused), received_on })
            }
        }
    }

    /// For reports of these campaigns, loaded in the session.
    fn of(session: &Session<'_>, loaded: Vec<Loaded>, received_on: CivilDate) -> Result<Self, FindError> {
        let mut closed = HashSet::new();
        let mut campaigns = HashMap::new();
        for loaded in loaded {
            let reporters = loaded.reporters(session)?;
            closed.extend(loaded.directory().closed_at(loaded.campaign.id).map(|_| loaded.campaign.id));
            campaigns.insert(loaded.campaign.id, (Arc::new(loaded), reporters));
        }
        Ok(Self { campaigns, closed, refused: None, received_on })
    }

    fn read(&self, context: Context<'_>, path: &Path) -> Result<Ready, SubmitError> {
        self.is_open()?;
        self.take(context, SourceFile::read(path)?)
    }

    /// Refuses when there is no campaign to report to.
    fn is_open(&self) -> Result<(), SubmitError> {
        match &self.refused {
            Some(FindError::UnknownCampaign(name)) => Err(FindError::UnknownCampaign(name.clone()))?,
            Some(FindError::Ambiguous(name)) => Err(FindError::Ambiguous(name.clone()))?,
            Some(_) => Err(FindError::NoCampaign)?,
            None if self.campaigns.is_empty() => Err(FindError::NoCampaign)?,
            None => Ok(()),
        }
    }

    fn take(&self, context: Context<'_>, file: SourceFile) -> Result<Ready, SubmitError> {
        self.is_open()?;
        let form_file = workbook::open_form(&file.bytes)?;
        let (loaded, reporters) = self.campaigns.get(&form_file.campaign()).ok_or(SubmitError::OtherCampaign)?;
        let campaign = &loaded.campaign;
        if *form_file.form() != campaign.form {
            return Err(SubmitError::OtherForm);
        }
        let code = form_file.unit_code().clone();
        let unit = loaded.hierarchy.by_code(code.as_str()).map(|version| version.unit);
        let unit = unit.filter(|unit| reporters.contains(unit));
        let unit = unit.ok_or_else(|| SubmitError::NotAReporter(code.clone()))?;
        loaded.permit(context, Permission::HandIn, unit)?;
        if self.closed.contains(&campaign.id) {
            return Err(SubmitError::Closed);
        }
        let (earliest, latest) = receivable(loaded, self.received_on)?;
        let filled = form_file.content(&loaded.form, earliest..=latest).map_err(SubmitError::Cells)?;
        let content = filled.content;
        let loose_reasons = filled.loose_reasons.into_iter().map(|loose| loose.at).collect();
        if content.figures.is_empty() && content.prose.is_empty() {
            return Err(SubmitError::Blank);
        }
        let warnings = check(&loaded.form, &content);
        let name = loaded.hierarchy.get(unit).map(|version| version.name.clone()).unwrap_or_default();
        let (campaign, digest, received_on) = (Arc::clone(loaded), file.digest(), self.received_on);
        let filled = content.figures.len();
        let record = Record::new(context, &campaign, unit, (file, digest), (content, &warnings), received_on);
        Ok((record, Answering { campaign, code, name, filled, warnings, loose_reasons, received_on }))
    }
}

/// The days on which a report of the campaign can have been received, unless this one is not among them.
pub(crate) fn receivable(loaded: &Loaded, day: CivilDate) -> Result<(CivilDate, CivilDate), SubmitError> {
    let (earliest, latest) = believed_days(loaded.campaign.year, loaded.campaign.due_on);
    if (earliest..=latest).contains(&day) {
        Ok((earliest, latest))
    } else {
        Err(SubmitError::ReceivedOutOfRange { day, earliest, latest })
    }
}
