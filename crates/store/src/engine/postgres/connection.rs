//! One connection to a server.
//!
//! Changes may wait on it, to be sent together with what is asked next: between processes, and all the more over a network,
//! waiting for an answer takes longer than most statements do.

use super::{Address, tls};
use crate::engine::Expected;
use crate::error::StoreError;
use crate::sql::{Param, Statement};
use std::collections::HashMap;
use std::error::Error;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
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
    /// By the address of the statement, which is static.
    prepared: HashMap<usize, tokio_postgres::Statement>,
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
    Words { during: &'static str, sql: &'static str },
    Change { name: &'static str, prepared: tokio_postgres::Statement, values: Vec<Encoded>, expected: Expected },
}

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
        let (name, prepared) = (statement.name(), self.prepare(statement)?);
        let refused = |source| StoreError::Engine { during: name, source };
        let mut values = Vec::with_capacity(params.len());
        for (param, ty) in params.iter().zip(prepared.params()) {
            let mut bytes = BytesMut::new();
            let is_null = matches!(param.to_sql(ty, &mut bytes).map_err(refused)?, IsNull::Yes);
            values.push(Encoded((!is_null).then_some(bytes)));
        }
        let size = values.iter().filter_map(|value| value.0.as_ref()).map(BytesMut::len).sum();
        self.wait(Waiting::Change { name, prepared, values, expected }, size)
    }

    fn wait(&mut self, waiting: Waiting, size: usize) -> Result<(), StoreError> {
        self.waiting.push(waiting);
        self.waiting_bytes += size;
        match self.waiting.len() >= WAITING || self.waiting_bytes >= WAITING_BYTES {
            true => self.settle(),
            false => Ok(()),
        }
    }

    /// Sends what waits, and says whether any of it was refused.
    pub(super) fn settle(&mut self) -> Result<(), StoreError> {
        match self.waiting.is_empty() {
            true => Ok(()),
            false => self.ask("settling a change", async |_| Ok(())),
        }
    }

    /// Forgets the changes that wait; what they stand between remains.
    pub(super) fn forget_changes(&mut self) {
        self.waiting.retain(|waiting| matches!(waiting, Waiting::Words { .. }));
    }

    /// One row of facts about the server or the database.
    pub(super) fn facts<T>(
        &mut self,
        during: &'static str,
        sql: &str,
        read: impl FnOnce(&Row) -> Result<T, tokio_postgres::Error>,
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
        let key = std::ptr::from_ref(statement).addr();
        if let Some(prepared) = self.prepared.get(&key) {
            return Ok(prepared.clone());
        }
        let prepared = self.ask(statement.name(), async |client| client.prepare(statement.sql()).await)?;
        self.prepared.insert(key, prepared.clone());
        Ok(prepared)
    }

    /// Sends what waits and then what `ask` sends, at once. Of several refusals the first is the true one: the others come
    /// of it.
    fn ask<T>(
        &mut self,
        during: &'static str,
        ask: impl AsyncFnOnce(&Client) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, StoreError> {
        let waiting = std::mem::take(&mut self.waiting);
        self.waiting_bytes = 0;
        let Line { client, runtime } = self.line.as_ref().ok_or(StoreError::NoServer { during })?;
        let mut answer = None;
        runtime.block_on(async {
            let mut sent: Vec<Sent<'_>> = Vec::with_capacity(waiting.len() + 1);
            for waiting in &waiting {
                sent.push(Box::pin(waiting.send(client)));
            }
            sent.push(Box::pin(async {
                answer = Some(ask(client).await.map_err(|e| failure(during, e))?);
                Ok(())
            }));
            in_order(sent).await
        })?;
        answer.ok_or(StoreError::Abandoned)
    }
}

impl Waiting {
    async fn send(&self, client: &Client) -> Result<(), StoreError> {
        match self {
            Self::Words { during, sql } => client.batch_execute(sql).await.map_err(|e| failure(during, e)),
            Self::Change { name, prepared, values, expected } => {
                let changed = client.execute_raw(prepared, values).await.map_err(|e| failure(name, e))?;
                match (changed, expected) {
                    (0, Expected::ARow) => Err(StoreError::Conflict { what: name }),
                    _ => Ok(()),
                }
            }
        }
    }
}

/// Something on its way.
type Sent<'a> = Pin<Box<dyn Future<Output = Result<(), StoreError>> + 'a>>;

/// Waits for all; the outcome is the first refusal. What is sent is sent at the first poll, and all are polled, in order,
/// before one is waited for.
async fn in_order(mut sent: Vec<Sent<'_>>) -> Result<(), StoreError> {
    let mut outcomes: Vec<Option<Result<(), StoreError>>> = sent.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (sent, outcome) in sent.iter_mut().zip(&mut outcomes).filter(|(_, outcome)| outcome.is_none()) {
            if let Poll::Ready(ended) = sent.as_mut().poll(context) {
                *outcome = Some(ended);
            }
        }
        if outcomes.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    outcomes.into_iter().flatten().collect()
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
        ("55", &SqlState::LOCK_NOT_AVAILABLE) | ("40", _) | ("57", &SqlState::QUERY_CANCELED) => StoreError::Busy,
        ("58", _) => StoreError::DiskFailed { during, code: 0 },
        ("XX", &(SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED)) => StoreError::Corrupt { what: during },
        (_, code) => StoreError::Engine { during, source: format!("SQLSTATE {}", code.code()).into() },
    }
}
