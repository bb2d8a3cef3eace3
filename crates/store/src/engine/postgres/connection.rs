//! One connection to a server.
//!
//! Changes may wait on it, to be sent together with what is asked next: between processes, and all the more over a network,
//! waiting for an answer takes longer than most statements do. What waits may be of several changes, one after another, each
//! from its savepoint to its [`Waiting::End`]; the server does nothing of what follows a refusal, so what one change was refused
//! is told to that change, undone to its savepoint, and what came after it is sent again.

use super::{Address, tls};
use crate::engine::Expected;
use crate::engine::turn::Verdict;
use crate::error::StoreError;
use crate::sql::{Param, Statement};
use std::borrow::Cow;
use std::collections::HashMap;
use std::error::Error;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use tokio::runtime::Runtime;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type};
use tokio_postgres::{Client, Row};
use tokio_stream::StreamExt;

/// Settings of every connection. Who lost the machine under it must not keep the turn for ever, and an acknowledged change
/// is on the disk of the server, whatever its own default. Files, which are compressed already, are seen to be so much sooner
/// by lz4 than by the older method.
const SETTINGS: &str = "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '10min';
    SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3;
    SET client_min_messages = warning; SET jit = off;
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
    SELECT set_config(name, 'lz4', false) FROM pg_catalog.pg_settings
        WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)";

/// What is in the schema we would use: tables (without those of extensions), the mark on ours, the encoding, the version.
const LOOK: &str = "SELECT
    (SELECT COUNT(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
            AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')),
    (SELECT obj_description(c.oid, 'pg_class') FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = current_schema() AND c.relname = 'schema_migration'),
    current_setting('server_encoding'), current_setting('server_version')";

/// Marks the table of migrations as ours.
pub(super) const MARK: &str = "chungtay";

/// Changes that wait at most, and bytes of their values.
const WAITING: usize = 64;
const WAITING_BYTES: usize = 4 << 20;

/// One connection, with the statements prepared on it.
pub(super) struct Connection {
    /// Taken out when dropped.
    line: Option<Line>,
    /// By the address of the statement, which is static, and what it must have done.
    prepared: HashMap<(usize, Expected), tokio_postgres::Statement>,
    /// Not sent yet, in their order.
    waiting: Vec<Waiting>,
    waiting_bytes: usize,
}

/// The client with what drives it: only while somebody waits for an answer.
struct Line {
    client: Client,
    runtime: Runtime,
}

/// Something that was not sent yet.
enum Waiting {
    /// A savepoint, or the way back to it.
    Words {
        during: &'static str,
        sql: &'static str,
    },
    Change {
        name: &'static str,
        prepared: tokio_postgres::Statement,
        values: Vec<Encoded>,
    },
    /// The end of a change that is over for its caller: what was refused of it is told there.
    End(Verdict),
}

/// Undoes a change.
const BACK: &str = "ROLLBACK TO change";

/// A value in the form it is sent in.
#[derive(Debug)]
struct Encoded(Option<BytesMut>);

impl ToSql for Encoded {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        let Some(bytes) = &self.0 else { return Ok(IsNull::Yes) };
        out.extend_from_slice(bytes);
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

impl Connection {
    pub(super) fn open(address: &Address) -> Result<Self, StoreError> {
        const DURING: &str = "connecting";
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| StoreError::Engine { during: DURING, source: Box::new(e) })?;
        let (client, traffic) = runtime.block_on(tls::connect(address))?;
        runtime.spawn(traffic);
        let line = Some(Line { client, runtime });
        let mut connection = Self { line, prepared: HashMap::new(), waiting: Vec::new(), waiting_bytes: 0 };
        connection.run(DURING, SETTINGS)?;
        Ok(connection)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.line.as_ref().is_none_or(|line| line.client.is_closed())
    }

    /// Runs words without values.
    pub(super) fn run(&mut self, during: &'static str, sql: &str) -> Result<(), StoreError> {
        self.ask(during, async |client| client.batch_execute(sql).await)
    }

    /// Ends what was begun to read; the answer is not waited for, but heard at the next use.
    pub(super) fn end_reading(&mut self) {
        if !self.waiting.is_empty() {
            // Nothing was asked, nor begun.
            return self.forget_all();
        }
        let Some(Line { client, runtime }) = &self.line else { return };
        runtime.block_on(async {
            let mut sent = pin!(client.batch_execute("ROLLBACK"));
            poll_fn(|context| Poll::Ready(sent.as_mut().poll(context).is_ready())).await;
            // The traffic is carried while this waits.
            tokio::task::yield_now().await;
        });
    }

    /// Hears what came since the last use: an answer nobody waited for, or that the server ended the connection.
    pub(super) fn listen(&mut self) {
        if let Some(Line { runtime, .. }) = &self.line {
            runtime.block_on(async {
                for _ in 0..2 {
                    tokio::task::yield_now().await;
                }
            });
        }
    }

    /// Runs words without values together with what comes next.
    pub(super) fn run_later(&mut self, during: &'static str, sql: &'static str) -> Result<(), StoreError> {
        self.wait(Waiting::Words { during, sql }, sql.len())
    }

    /// Every row of a query until `visit` says false: the outer error is the engine's, the inner one that of `visit`.
    pub(super) fn each(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
        mut visit: impl FnMut(&Row) -> Result<bool, StoreError>,
    ) -> Result<Result<(), StoreError>, StoreError> {
        let prepared = self.prepare(statement)?;
        self.ask(statement.name(), async |client| {
            let mut rows = pin!(client.query_raw(&prepared, params).await?);
            while let Some(row) = rows.next().await {
                match visit(&row?) {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => return Ok(Err(error)),
                }
            }
            Ok(Ok(()))
        })
    }

    /// Inserts or updates; returns how many rows.
    pub(super) fn change(&mut self, statement: &'static Statement, params: &[Param<'_>]) -> Result<usize, StoreError> {
        let prepared = self.prepare(statement)?;
        let values: Vec<&(dyn ToSql + Sync)> = params.iter().map(|param| param as _).collect();
        let changed = self.ask(statement.name(), async |client| client.execute(&prepared, &values).await)?;
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    /// Inserts or updates together with what comes next.
    pub(super) fn change_later(
        &mut self,
        statement: &'static Statement,
        params: &[Param<'_>],
        expected: Expected,
    ) -> Result<(), StoreError> {
        self.send_later(statement, params.iter(), expected)
    }

    /// Inserts rows with one statement, together with what comes next.
    pub(super) fn insert_later(
        &mut self,
        statement: &'static Statement,
        rows: &[Vec<Param<'_>>],
    ) -> Result<(), StoreError> {
        let expected = if rows.len() == 1 { Expected::Anything } else { Expected::Rows(rows.len()) };
        self.send_later(statement, rows.iter().flatten(), expected)
    }

    fn send_later<'p>(
        &mut self,
        statement: &'static Statement,
        params: impl Iterator<Item = &'p Param<'p>>,
        expected: Expected,
    ) -> Result<(), StoreError> {
        let (name, prepared) = (statement.name(), self.prepare_for(statement, expected)?);
        let refused = |source| StoreError::Engine { during: name, source };
        let mut values = Vec::with_capacity(prepared.params().len());
        for (param, ty) in params.zip(prepared.params()) {
            let mut bytes = BytesMut::new();
            let is_null = matches!(param.to_sql(ty, &mut bytes).map_err(refused)?, IsNull::Yes);
            values.push(Encoded((!is_null).then_some(bytes)));
        }
        let size = values.iter().filter_map(|value| value.0.as_ref()).map(BytesMut::len).sum();
        self.wait(Waiting::Change { name, prepared, values }, size)
    }

    /// The change that waits is over for its caller, and is refused, if it is, by its verdict.
    pub(super) fn leave(&mut self, verdict: &Verdict) {
        if !self.waiting.is_empty() {
            self.waiting.push(Waiting::End(Verdict::clone(verdict)));
        }
    }

    fn wait(&mut self, waiting: Waiting, size: usize) -> Result<(), StoreError> {
        self.waiting.push(waiting);
        self.waiting_bytes += size;
        match self.waiting.len() >= WAITING || self.waiting_bytes >= WAITING_BYTES {
            true => self.settle(),
            false => Ok(()),
        }
    }

    /// Sends what waits, and says whether any of the change under way was refused.
    fn settle(&mut self) -> Result<(), StoreError> {
        match self.waiting.is_empty() {
            true => Ok(()),
            false => self.ask("settling a change", async |_| Ok(())),
        }
    }

    /// Forgets what waits of the change under way; its savepoint remains, and what came before it.
    pub(super) fn forget_change(&mut self) {
        let is_before = |waiting: &Waiting| !matches!(waiting, Waiting::Change { .. });
        self.waiting.truncate(self.waiting.iter().rposition(is_before).map_or(0, |last| last + 1));
    }

    /// Forgets all that waits.
    pub(super) fn forget_all(&mut self) {
        self.waiting.clear();
        self.waiting_bytes = 0;
    }

    /// One row of facts about the server or the database.
    pub(super) fn facts<T>(
        &mut self,
        during: &'static str,
        sql: &str,
        read: impl Fn(&Row) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, StoreError> {
        self.ask(during, async |client| read(&client.query_one(sql, &[]).await?))
    }

    /// Whether the database is one of ours; false when it is empty, anything else is refused. Changes nothing.
    pub(super) fn recognise(&mut self) -> Result<bool, StoreError> {
        type Found = (i64, Option<String>, String);
        let (tables, mark, encoding): Found =
            self.facts("opening the database", LOOK, |row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)))?;
        match (tables, mark.as_deref()) {
            _ if encoding != "UTF8" => Err(StoreError::NotOurs),
            (0, None) => Ok(false),
            (1.., Some(MARK)) => Ok(true),
            _ => Err(StoreError::NotOurs),
        }
    }

    fn prepare(&mut self, statement: &'static Statement) -> Result<tokio_postgres::Statement, StoreError> {
        self.prepare_for(statement, Expected::Anything)
    }

    fn prepare_for(
        &mut self,
        statement: &'static Statement,
        expected: Expected,
    ) -> Result<tokio_postgres::Statement, StoreError> {
        let key = (std::ptr::from_ref(statement).addr(), expected);
        if let Some(prepared) = self.prepared.get(&key) {
            return Ok(prepared.clone());
        }
        let words = match expected {
            Expected::Anything => Cow::Borrowed(statement.sql()),
            Expected::Rows(rows) => {
                let source = || "does not insert the values it is given".into();
                let sql = statement.of_rows(rows);
                Cow::Owned(sql.ok_or_else(|| StoreError::Engine { during: statement.name(), source: source() })?)
            }
            // What follows is sent before it is known whether a row was there, so the server itself must refuse.
            Expected::ARow => {
                let sql = statement.sql();
                Cow::Owned(format!("WITH changed AS ({sql} RETURNING 1) SELECT 1 / COUNT(*) FROM changed"))
            }
        };
        let prepared = self.ask(statement.name(), async |client| client.prepare(&words).await)?;
        self.prepared.insert(key, prepared.clone());
        Ok(prepared)
    }

    /// Sends what waits and then what `ask` sends, at once. Of several refusals the first is the true one: the others come
    /// of it. When it is that of a change that is over, the rest is sent again.
    fn ask<T>(
        &mut self,
        during: &'static str,
        mut ask: impl AsyncFnMut(&Client) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, StoreError> {
        loop {
            let Line { client, runtime } = self.line.as_ref().ok_or(StoreError::NoServer { during })?;
            match runtime.block_on(flight(client, &self.waiting, &mut ask)) {
                Ok(answer) => {
                    self.forget_all();
                    return answer.map_err(|error| failure(during, error));
                }
                Err((at, error)) => self.refused(at, error)?,
            }
        }
    }

    /// What waits was refused at a place: that is told to the change it was of, if that is over, and undone with the next try;
    /// otherwise it is the error of the change under way.
    fn refused(&mut self, at: usize, error: StoreError) -> Result<(), StoreError> {
        if let Some(Waiting::Words { during, .. }) = self.waiting.get(at) {
            // Nothing is certain without the savepoint: all is lost with the connection.
            let during = *during;
            self.forget_all();
            self.line = None;
            return Err(StoreError::NoServer { during });
        }
        let lost = matches!(error, StoreError::NoServer { .. });
        let end = self.waiting.iter().skip(at).position(|waiting| matches!(waiting, Waiting::End(_)));
        match end.and_then(|end| self.waiting.drain(..=at + end).next_back()) {
            Some(Waiting::End(verdict)) if !lost => {
                // Whoever left the change is told when all others of the group are.
                let _ = verdict.set(error);
                self.waiting.insert(0, Waiting::Words { during: "undoing a change", sql: BACK });
                Ok(())
            }
            _ => {
                self.forget_all();
                Err(error)
            }
        }
    }
}

impl Waiting {
    async fn send(&self, client: &Client) -> Result<(), StoreError> {
        match self {
            Self::Words { during, sql } => client.batch_execute(sql).await.map_err(|e| failure(during, e)),
            Self::Change { name, prepared, values } => {
                client.execute_raw(prepared, values).await.map(drop).map_err(|e| failure(name, e))
            }
            Self::End(_) => Ok(()),
        }
    }
}

/// Something on its way.
struct Sent<'a> {
    answer: Pin<Box<dyn Future<Output = Result<(), StoreError>> + 'a>>,
    /// What was there at the first look.
    early: Option<Result<(), StoreError>>,
}

impl<'a> Sent<'a> {
    fn new(answer: impl Future<Output = Result<(), StoreError>> + 'a) -> Self {
        Self { answer: Box::pin(answer), early: None }
    }

    fn poll_first(&mut self, context: &mut Context<'_>) {
        if let Poll::Ready(outcome) = self.answer.as_mut().poll(context) {
            self.early = Some(outcome);
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<(), StoreError>> {
        match self.early.take() {
            Some(outcome) => Poll::Ready(outcome),
            None => self.answer.as_mut().poll(context),
        }
    }
}

/// Sends all that waits and what `ask` sends before any answer is waited for: at the first poll. Answers come in order, and
/// that to `ask` is looked at only when nothing before it was refused; otherwise it is told where.
async fn flight<T>(
    client: &Client,
    waiting: &[Waiting],
    ask: &mut impl AsyncFnMut(&Client) -> Result<T, tokio_postgres::Error>,
) -> Result<Result<T, tokio_postgres::Error>, (usize, StoreError)> {
    let mut sent: Vec<Sent<'_>> = waiting.iter().map(|waiting| Sent::new(waiting.send(client))).collect();
    let mut asked = pin!(ask(client));
    let (mut begun, mut at, mut answer) = (false, 0, Poll::Pending);
    poll_fn(|context| {
        if !std::mem::replace(&mut begun, true) {
            // The way to each answer is laid in this round; one that is there already is seen in the next.
            for sent in &mut sent {
                sent.poll_first(context);
            }
            answer = asked.as_mut().poll(context);
        }
        while let Some(next) = sent.get_mut(at) {
            match next.poll(context) {
                Poll::Ready(Ok(())) => at += 1,
                Poll::Ready(Err(error)) => return Poll::Ready(Err((at, error))),
                Poll::Pending => return Poll::Pending,
            }
        }
        if answer.is_pending() {
            answer = asked.as_mut().poll(context);
        }
        std::mem::replace(&mut answer, Poll::Pending).map(Ok)
    })
    .await
}

/// The runtime of a connection must not end inside another one: its last owner may be a task of the web server.
impl Drop for Connection {
    fn drop(&mut self) {
        let line = self.line.take();
        // Without a thread the connection ends with the process.
        let _ = std::thread::Builder::new().spawn(move || drop(line));
    }
}

/// What an error of PostgreSQL, or of the connection to it, means for whoever asked. Never shows what was stored.
pub(super) fn failure(during: &'static str, error: tokio_postgres::Error) -> StoreError {
    let Some(code) = error.code() else {
        let by_network = error.is_closed() || error.source().is_some_and(|source| source.is::<std::io::Error>());
        return match by_network {
            true => StoreError::NoServer { during },
            // Such as a password that is asked for and not given.
            false if during == "connecting" => StoreError::NotLetIn,
            false => StoreError::Engine { during, source: error.to_string().into() },
        };
    };
    // By the class, which is the beginning of the code, where it says enough.
    match (code.code().get(..2).unwrap_or_default(), code) {
        ("23", _) => StoreError::Conflict { what: during },
        ("53", &SqlState::DISK_FULL) => StoreError::DiskFull,
        ("53", &SqlState::TOO_MANY_CONNECTIONS) | ("08", _) => StoreError::NoServer { during },
        ("57", &(SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW)) => {
            StoreError::NoServer { during }
        }
        ("25", &SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT) => StoreError::NoServer { during },
        ("25", &SqlState::READ_ONLY_SQL_TRANSACTION) => StoreError::ReadOnly,
        ("28" | "3D", _) | ("42", &SqlState::INSUFFICIENT_PRIVILEGE) => StoreError::NotLetIn,
        // Of a change that must have changed a row: see `Connection::prepare_for`.
        ("22", &SqlState::DIVISION_BY_ZERO) => StoreError::Conflict { what: during },
        ("55", &SqlState::LOCK_NOT_AVAILABLE) | ("40", _) | ("57", &SqlState::QUERY_CANCELED) => StoreError::Busy,
        ("58", _) => StoreError::DiskFailed { during, code: 0 },
        ("XX", &(SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED)) => StoreError::Corrupt { what: during },
        (_, code) => StoreError::Engine { during, source: format!("SQLSTATE {}", code.code()).into() },
    }
}
