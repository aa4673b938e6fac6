//! Numbers that count up: wave and tour numbers, serials of SSCCs and tracking codes.

use crate::row::{all, json, one};
use crate::{StoreError, Tx};

/// Takes `count` numbers from the counter `name`; gives the last of them. The first ever is 1.
pub async fn take(tx: &mut Tx, name: &str, count: i64) -> Result<i64, StoreError> {
    one!(tx, (i64,), "counter/next.sql", name, count).map(|(value,)| value)
}

/// Takes one number from each of these counters, which differ.
pub async fn take_each<const N: usize>(tx: &mut Tx, names: [String; N]) -> Result<[i64; N], StoreError> {
    #[derive(serde::Serialize)]
    struct Wanted<'n> {
        name: &'n str,
    }
    let wanted: Vec<Wanted<'_>> = names.iter().map(|name| Wanted { name }).collect();
    let taken = all!(tx, (String, i64), "counter/next_each.sql", json(&wanted))?;
    let value = |name: &String| taken.iter().find(|(of, _)| of == name).map_or(0, |(_, value)| *value);
    Ok(std::array::from_fn(|at| value(&names[at])))
}
