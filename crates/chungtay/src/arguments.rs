//! The words of the command line. Help texts are in `locales/*/command.ftl`, by the names used here.

use crate::command::audit::AuditArguments;
use crate::command::people::PeopleCommand;
use crate::command::remind::RemindArguments;
use crate::command::task::TaskCommand;
use crate::command::units::UnitsCommand;
use clap::{Args, Parser, Subcommand};
use domain::CivilDate;
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Debug, Parser)]
#[command(name = "chungtay", version, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[arg(long, global = true, env = "CHUNGTAY_DATA", value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    #[arg(long, global = true, env = "CHUNGTAY_DATABASE", hide_env_values = true, value_name = "URL")]
    pub(crate) database: Option<String>,
    #[arg(long, global = true, env = "CHUNGTAY_LANG", value_name = "vi|en", value_parser = ["vi", "en"])]
    pub(crate) lang: Option<String>,
    #[arg(long, global = true, env = "CHUNGTAY_BY", value_name = "NAME")]
    pub(crate) by: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Demo(DemoArguments),
    Serve(ServeArguments),
    Read(ReadArguments),
    #[command(subcommand)]
    Campaign(CampaignCommand),
    #[command(subcommand)]
    Form(FormCommand),
    #[command(subcommand)]
    Task(TaskCommand),
    #[command(subcommand)]
    Report(ReportCommand),
    Status(StatusArguments),
    Remind(RemindArguments),
    Trace(TraceArguments),
    #[command(subcommand)]
    Units(UnitsCommand),
    #[command(subcommand)]
    People(PeopleCommand),
    Audit(AuditArguments),
    Backup(BackupArguments),
    Restore(RestoreArguments),
    Move(MoveArguments),
    Doctor(DoctorArguments),
}

#[derive(Debug, Args)]
pub(crate) struct BackupArguments {
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct RestoreArguments {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct MoveArguments {
    #[arg(long, value_name = "DIR|postgres://…")]
    pub(crate) to: String,
}

#[derive(Debug, Args)]
pub(crate) struct DoctorArguments {
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DemoArguments {
    #[arg(long, conflicts_with = "listen")]
    pub(crate) no_serve: bool,
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
}

#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    #[arg(long, value_name = "https://…", env = "CHUNGTAY_ADDRESS")]
    pub(crate) address: Option<String>,
    #[arg(long)]
    pub(crate) behind_proxy: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ReadArguments {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[arg(long)]
    pub(crate) json: bool,
    #[arg(long, value_name = "FACT", conflicts_with = "json")]
    pub(crate) explain: Option<String>,
    #[arg(long, value_name = "FILE.html", conflicts_with_all = ["json", "explain"])]
    pub(crate) html: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CampaignCommand {
    Open(OpenArguments),
    List,
}

#[derive(Debug, Args)]
pub(crate) struct OpenArguments {
    #[arg(long, value_name = "FILE")]
    pub(crate) plan: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub(crate) units: PathBuf,
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) form: Option<PathBuf>,
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) due: Option<CivilDate>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FormCommand {
    Export(ExportArguments),
    Read(ReadFormArguments),
    Show(ShowArguments),
}

#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    #[arg(long, value_name = "CODE", required_unless_present = "all", conflicts_with = "all")]
    pub(crate) unit: Option<String>,
    #[arg(long)]
    pub(crate) all: bool,
    #[arg(long, value_name = "FILE.xlsx|DIR")]
    pub(crate) out: PathBuf,
    #[arg(long, value_name = "NAME")]
    pub(crate) campaign: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ReadFormArguments {
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) out: PathBuf,
    #[arg(long, value_name = "NAME", default_value = "form")]
    pub(crate) id: String,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArguments {
    #[arg(long, value_name = "NAME")]
    pub(crate) campaign: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReportCommand {
    Submit(SubmitArguments),
    Approve(DecideArguments),
    Return(DecideArguments),
    Reopen(ReopenArguments),
    Consolidate(ConsolidateArguments),
}

#[derive(Debug, Args)]
pub(crate) struct SubmitArguments {
    #[arg(required = true, value_name = "FILE.xlsx|DIR")]
    pub(crate) files: Vec<PathBuf>,
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) received: Option<CivilDate>,
    #[arg(long, value_name = "NAME")]
    pub(crate) campaign: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct DecideArguments {
    #[arg(value_name = "CODE", required_unless_present = "all")]
    pub(crate) units: Vec<String>,
    #[arg(long, conflicts_with = "units")]
    pub(crate) all: bool,
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) campaign: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ReopenArguments {
    #[arg(required = true, value_name = "CODE")]
    pub(crate) units: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) campaign: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ConsolidateArguments {
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) as_of: Option<CivilDate>,
    #[arg(long, value_name = "CODE")]
    pub(crate) unit: Option<String>,
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    #[arg(long, value_name = "NAME")]
    pub(crate) campaign: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) parent_body: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) issuer: Option<String>,
    #[arg(long, value_name = "N")]
    pub(crate) number: Option<u32>,
    #[arg(long, value_name = "BC-…")]
    pub(crate) symbol: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) place: Option<String>,
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<CivilDate>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) authority: Vec<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) signer_title: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) signer: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct StatusArguments {
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Option<CivilDate>,
    #[arg(long, value_name = "NAME")]
    pub(crate) campaign: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct TraceArguments {
    #[arg(value_name = "FIGURE")]
    pub(crate) figure: String,
    #[arg(long, value_name = "CODE")]
    pub(crate) unit: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) campaign: Option<String>,
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) as_of: Option<CivilDate>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum LoadUnitsCommand {
    Vietnam,
}

#[derive(Debug, Args)]
pub(crate) struct FindUnitArguments {
    #[arg(required = true, value_name = "NAME")]
    pub(crate) name: Vec<String>,
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Option<CivilDate>,
}

#[derive(Debug, Args)]
pub(crate) struct UnitHistoryArguments {
    #[arg(required = true, value_name = "CODE|NAME")]
    pub(crate) unit: Vec<String>,
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Option<CivilDate>,
}
