//! What the tests of use cases stand on.

#![expect(clippy::unwrap_used, reason = "what a test builds on may panic like the test itself")]

use app::Kept;
use store::{Location, Store};

/// An empty store: in memory, or in a database of its own when the tests are run on PostgreSQL.
pub(crate) fn empty_store() -> Kept {
    let store = match test_postgres::database_if_asked() {
        Some(database) => Store::open_at(&Location::on_server("unused", &database).unwrap()),
        None => Store::open_in_memory(),
    };
    Kept::from(store.unwrap())
}
