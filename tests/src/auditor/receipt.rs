//! Receipts as their papers and their scans say, and what of them may be told to whom.

use std::collections::BTreeMap;

use bipe_core::screen::{Difference, ReceiptSummary, Screen};

use super::account::Goods;

/// What a desk says of an item's goods at the dock, and when they leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DockRule {
    /// How much more than expected may come in, in percent of it. The warehouse of the simulation gives nothing where an item says
    /// nothing.
    pub over_percent: Option<i64>,
    /// Days of life that a lot must still have when it comes in.
    pub days_min: i64,
    /// The same when it leaves.
    pub leaving_days_min: i64,
}

/// How much of some goods a receipt takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// What is expected.
    Expected,
    /// More than that, within the tolerance: once it is confirmed.
    Beyond,
    /// More than that.
    TooMuch,
}

/// A receipt as its paper and its scans say.
#[derive(Clone, Debug, Default)]
pub struct Receipt {
    /// By item: expected and received.
    pub lines: BTreeMap<String, (i64, i64)>,
    /// How many of these went to quarantine.
    pub set_aside: BTreeMap<String, i64>,
    /// How much more than expected its paper lets come in, in percent, before what its items say.
    pub over_percent: Option<i64>,
    /// The lots that the paper names, with their items.
    pub lots: Vec<Goods>,
    /// Pallets that the paper announces, by SSCC, with what stands on each; those that came in are no longer here.
    pub pallets: BTreeMap<String, Vec<(Goods, i64)>>,
    /// How many pallets the paper announced.
    pub pallets_announced: usize,
    /// Whether nobody at the dock is told what is expected: then all that is there comes in.
    pub blind: bool,
    /// Whether it was begun at the dock, and nobody outside was told to expect it.
    pub begun_at_dock: bool,
    /// Whether no paper says what is expected, so that nothing can differ from it.
    pub unannounced: bool,
    /// Whether nothing more comes in.
    pub closed: bool,
}

impl Receipt {
    /// Base units of an item that may still come in.
    pub fn left(&self, sku: &str) -> i64 {
        if self.blind {
            return i64::MAX;
        }
        self.lines.get(sku).map_or(0, |(expected, received)| (expected - received).max(0))
    }

    /// Whether so much more of an item comes in.
    pub fn takes(&self, sku: &str, quantity_base: i64, rules: &BTreeMap<String, DockRule>) -> Takes {
        let percent = self.over_percent.or(rules.get(sku).and_then(|rule| rule.over_percent)).unwrap_or(0);
        let (expected, received) = self.lines.get(sku).copied().unwrap_or_default();
        match received + quantity_base {
            _ if self.blind => Takes::Expected,
            all if all <= expected => Takes::Expected,
            all if all <= expected + expected * percent / 100 => Takes::Beyond,
            _ => Takes::TooMuch,
        }
    }

    /// How all of some goods come in together.
    pub fn takes_all(&self, contents: &[(Goods, i64)], rules: &BTreeMap<String, DockRule>) -> Takes {
        let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
        for (goods, quantity_base) in contents {
            *sums.entry(&goods.sku).or_insert(0) += quantity_base;
        }
        let each: Vec<Takes> =
            sums.into_iter().map(|(sku, quantity_base)| self.takes(sku, quantity_base, rules)).collect();
        let worst = [Takes::TooMuch, Takes::Beyond].into_iter().find(|worst| each.contains(worst));
        worst.unwrap_or(Takes::Expected)
    }

    /// By item: how much more came than was expected, or less. Nothing where both are the same.
    pub fn differences(&self) -> BTreeMap<String, i64> {
        if self.unannounced {
            return BTreeMap::new();
        }
        let differs = |(sku, (expected, received)): (&String, &(i64, i64))| {
            (expected != received).then(|| (sku.clone(), received - expected))
        };
        self.lines.iter().filter_map(differs).collect()
    }

    /// Whether the screen tells of this receipt what it may and must: all that differs when it is about to close, and of a blind one
    /// nothing but what came.
    ///
    /// # Errors
    /// What it tells wrongly.
    pub fn is_told_by(&self, before: &Screen, screen: &Screen) -> Result<(), String> {
        let wrong = |what: &str| Err(format!("{what} of a receipt that is as {self:?}"));
        if let Some(summary) = summary(screen)
            && (summary.blind != self.blind || (self.blind && summary.progress.total != 0))
        {
            return wrong("the screen tells how many lines there are");
        }
        match screen {
            Screen::ReceiveGoods(at) if self.blind && !at.missing.is_empty() => {
                wrong("the screen tells what is missing")
            }
            Screen::ReceiveQuantity(at) => {
                let fresh = matches!(before, Screen::ReceiveGoods(_) | Screen::ReceiveLot(_));
                let guessed = self.blind && fresh && at.proposed != 1;
                if guessed { wrong("the screen proposes a quantity") } else { Ok(()) }
            }
            Screen::ReceiveClose(at) => {
                let (right, aside) = match self.blind {
                    true => (BTreeMap::new(), BTreeMap::new()),
                    false => (self.differences(), self.set_aside.clone()),
                };
                let shown = |of: fn(&Difference) -> i64| sums(&at.differences, of);
                let more = shown(|one| one.goods.quantity.base - one.expected_base);
                if more == right && shown(|one| one.quarantined_base) == aside {
                    Ok(())
                } else {
                    wrong("the close tells other differences")
                }
            }
            _ => Ok(()),
        }
    }
}

/// The receipt that a screen is about.
pub fn summary(screen: &Screen) -> Option<&ReceiptSummary> {
    match screen {
        Screen::ReceiveGoods(at) => Some(&at.receipt),
        Screen::ReceiveQuantity(at) => Some(&at.receipt),
        Screen::ReceiveLot(at) => Some(&at.receipt),
        Screen::ReceiveClose(at) => Some(&at.receipt),
        _ => None,
    }
}

fn sums(shown: &[Difference], of: fn(&Difference) -> i64) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for one in shown {
        *sums.entry(one.goods.sku.clone()).or_insert(0) += of(one);
    }
    // More of one lot may have come for less of another: by item nothing differs then.
    sums.retain(|_, base| *base != 0);
    sums
}
