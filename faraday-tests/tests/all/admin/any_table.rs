//! A table whose declaration a test makes at run time: [`Any`].

use std::cell::Cell;

use faraday::Database;
use faraday::schema::{DeclaredTable, KeyElement, Simple, TableSchema};
use faraday_tests::control_plane::ControlPlane;

thread_local! {
    static DECLARED: Cell<Option<TableSchema>> = const { Cell::new(None) };
}

/// What [`declare`] said last on this thread.
pub struct Any;

impl DeclaredTable for Any {
    type Key = Simple<String>;
    type Ttl = faraday::schema::NeverExpires;

    const TABLE: TableSchema = TableSchema::new("any-table", KeyElement::new::<String>("pk"));

    fn declarations() -> Vec<(&'static str, TableSchema)> {
        vec![("Any", DECLARED.get().expect("a test declares a table first"))]
    }
}

pub fn declare(schema: TableSchema) {
    DECLARED.set(Some(schema));
}

/// For what a declaration holds by reference.
pub fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// A database on a control plane that is as slow and as strict as the service.
pub fn slow() -> (Database, ControlPlane) {
    let plane = ControlPlane::new();
    (database_on(&plane), plane)
}

/// With the plane's time, so that a new table is new.
pub fn database_on(plane: &ControlPlane) -> Database {
    let clock = plane.clone();
    Database::builder(plane.client()).clock(move || clock.time()).build()
}
