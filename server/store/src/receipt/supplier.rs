//! Who sends goods.

use bipe_core::id::SupplierId;
use bipe_core::words::fold;
use uuid::Uuid;

use crate::row::all;
use crate::{StoreError, Tx};

/// The fewest characters that a tax id is sought by: fewer stand in too many.
const TAX_ID_BEGUN: usize = 3;

/// A supplier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supplier {
    /// Its id.
    pub id: SupplierId,
    /// The name.
    pub name: String,
    /// CNPJ, CPF or what else tells suppliers apart.
    pub tax_id: String,
}

impl Supplier {
    /// Where it stands in the list.
    pub fn place(&self) -> (String, SupplierId) {
        (fold(&self.name), self.id)
    }

    /// Whether its name contains `search`, which is folded, or its tax id begins with it, however either is punctuated.
    fn matches(&self, search: &str) -> bool {
        let bare =
            |text: &str| -> String { text.chars().filter(|letter| letter.is_alphanumeric()).collect() };
        let is_code = search.chars().all(|letter| letter.is_alphanumeric() || ".-/".contains(letter));
        let code = bare(search);
        fold(&self.name).contains(search)
            || (is_code && code.len() >= TAX_ID_BEGUN && fold(&bare(&self.tax_id)).starts_with(&code))
    }
}

/// The suppliers whose name contains `search`, a folded text, or whose tax id begins with it, by name; empty finds all. They are few
/// enough to be looked through here: the engines fold letters differently. The one that stands for "nobody knows" is none of them.
pub async fn suppliers(tx: &mut Tx, search: &str) -> Result<Vec<Supplier>, StoreError> {
    let rows = all!(tx, (Uuid, String, String), "receipt/suppliers.sql")?;
    let supplier = |(id, name, tax_id)| Supplier { id: SupplierId(id), name, tax_id };
    let known = rows.into_iter().map(supplier).filter(|supplier| !supplier.name.is_empty());
    let mut found: Vec<Supplier> = known.filter(|supplier| supplier.matches(search)).collect();
    found.sort_by_cached_key(Supplier::place);
    Ok(found)
}
