//! Batching: which orders share a cart.
//!
//! Where the layout is known, a [`Search`] looks for the plan whose tours are shortest in all. Where only a pick sequence is,
//! [`carts`] groups orders whose goods begin near each other in the walk, first come first served among equals.

mod anneal;
mod asked;
mod bound;
mod frontier;
mod lineage;
mod measure;
mod narrow;
mod partition;
mod price;
mod problem;
mod search;
mod simplex;
mod states;
mod sweep;
mod walks;
mod work;

pub use self::partition::{Proof, plain_bound};
pub use self::problem::{CAPACITY_MAX, Order, Problem, Unfit};
pub use self::search::{Plan, Search};
pub use self::work::Work;

/// Groups orders onto carts of at most `orders_max`. Each order is given as the pick sequences of its stops; the answer holds
/// their positions in `orders`, each once. Orders without stops go nowhere.
///
/// # Panics
/// When `orders_max` is zero.
pub fn carts(orders: &[Vec<i64>], orders_max: usize) -> Vec<Vec<usize>> {
    assert!(orders_max > 0, "a cart holds an order at least");
    let span = |at: usize| orders[at].iter().min().zip(orders[at].iter().max());
    let mut queue: Vec<usize> = (0..orders.len()).filter(|at| !orders[*at].is_empty()).collect();
    queue.sort_by_key(|at| (span(*at), *at));
    queue.chunks(orders_max).map(<[usize]>::to_vec).collect()
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod carts_tests {
    use super::*;

    #[test]
    fn near_orders_share_a_cart() {
        let orders = [vec![50, 60], vec![10], vec![], vec![50, 51], vec![11, 90], vec![10]];
        assert_eq!(carts(&orders, 2), [vec![1, 5], vec![4, 3], vec![0]]);
        assert_eq!(carts(&orders, 6), [vec![1, 5, 4, 3, 0]]);
        assert_eq!(carts(&[], 6), Vec::<Vec<usize>>::new());
    }
}
