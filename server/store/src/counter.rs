//! Numbers that count up: wave and tour numbers, serials of SSCCs and tracking codes.

use crate::row::one;
use crate::{StoreError, Tx};

/// Takes `count` numbers from the counter `name`; gives the last of them. The first ever is 1.
pub async fn take(tx: &mut Tx, name: &str, count: i64) -> Result<i64, StoreError> {
    one!(tx, (i64,), "counter/next.sql", name, count).map(|(value,)| value)
}
