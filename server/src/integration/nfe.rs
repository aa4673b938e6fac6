//! NF-e: the Brazilian electronic invoice (layout 4.00) as a file, read into an [`Invoice`].
//!
//! Source: Manual de Orientação do Contribuinte 7.0, annex I (groups A to I80), and NT 2025.001 for letters in the CNPJ.
//! A file is `nfeProc` (the invoice with its authorisation) or `NFe` alone, with or without namespaces. What the warehouse
//! has no use for (taxes, payment, transport) is not looked at.
//!
//! **Invariant**: document types and entities of its own are refused, so no file can grow or reach elsewhere while it is read.
//! **Invariant**: all that is wrong is told at once, each with its place.

mod det;
#[cfg(test)]
mod tests;

use bipe_core::code::NfeKey;
use bipe_core::words::fault::{self, Fault, FaultAt};
use roxmltree::{Document, Node, ParsingOptions};

pub use det::{Line, Lot, Measure};

/// The largest file, in bytes: the tax authorities take 500 kB.
pub const FILE_BYTES_MAX: usize = 1024 * 1024;

/// The most XML nodes in a file: 990 items of some 150 nodes.
const NODES_MAX: u32 = 400_000;

/// An invoice, as far as a warehouse needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    /// The access key.
    pub key: NfeKey,
    /// The invoice's number (`nNF`).
    pub number: String,
    /// Who sends the goods.
    pub supplier: Party,
    /// Whom they are for (`dest`): CNPJ or CPF.
    pub recipient_tax_id: Option<String>,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A company or person on an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// CNPJ (14 characters) or CPF (11 digits).
    pub tax_id: String,
    /// Its name (`xNome`).
    pub name: String,
}

/// What was read of a file: with faults, the lines that could be read all the same, so that these can be checked further
/// and everything is told at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The invoice; none where its key, number or sender can't be read.
    pub invoice: Option<Invoice>,
    /// All that is wrong.
    pub faults: Vec<FaultAt>,
}

/// Why a file is no invoice at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is not XML: where, and why.
    Xml(FaultAt),
    /// It is XML, but not an NF-e.
    NotNfe(FaultAt),
}

/// Faults found so far.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<FaultAt>);

impl Faults {
    /// Notes what is wrong at a place.
    pub(crate) fn add(&mut self, at: impl Into<String>, fault: Fault) {
        self.0.push(FaultAt::new(at, fault));
    }

    /// All of them.
    pub(crate) fn into_vec(self) -> Vec<FaultAt> {
        self.0
    }
}

/// Reads a file.
///
/// # Errors
/// It is no XML, or no NF-e: where.
pub fn read(file: &[u8]) -> Result<Reading, Unreadable> {
    let text = std::str::from_utf8(file).map_err(|error| {
        let before = String::from_utf8_lossy(&file[..error.valid_up_to()]);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Unreadable::Xml(FaultAt::new(place(line, column), fault::not_utf8()))
    })?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES_MAX };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let at = error.pos();
        Unreadable::Xml(FaultAt::new(place(at.row as usize, at.col as usize), fault::unread(error)))
    })?;
    let root = document.root_element();
    let invoice = if root.tag_name().name() == "NFe" { Some(root) } else { child(root, "NFe") };
    let Some(info) = invoice.and_then(|invoice| child(invoice, "infNFe")) else {
        let at = document.text_pos_at(root.range().start);
        let found = fault::other_root(root.tag_name().name());
        return Err(Unreadable::NotNfe(FaultAt::new(place(at.row as usize, at.col as usize), found)));
    };
    let mut faults = Faults::default();
    let invoice = invoice_of(root, info, &mut faults);
    Ok(Reading { invoice, faults: faults.into_vec() })
}

fn place(line: usize, column: usize) -> String {
    format!("line {line} column {column}")
}

fn invoice_of(root: Node<'_, '_>, info: Node<'_, '_>, faults: &mut Faults) -> Option<Invoice> {
    let key = key_of(info, faults);
    let ide = child(info, "ide");
    let number = ide.and_then(|ide| text(ide, "nNF"));
    if number.is_none() {
        faults.add("ide/nNF", fault::no_number());
    }
    let supplier = party(info, "emit", faults);
    let recipient_tax_id =
        child(info, "dest").and_then(|dest| text(dest, "CNPJ").or_else(|| text(dest, "CPF")));
    if let Some(key) = &key {
        agree(root, ide, supplier.as_ref(), key, faults);
    }
    let dets: Vec<Node<'_, '_>> = children(info, "det").collect();
    if dets.is_empty() {
        faults.add("det", fault::no_items());
    }
    let lines: Vec<Line> = dets.into_iter().filter_map(|det| det::read(det, faults)).collect();
    let mut seen = std::collections::BTreeSet::new();
    for line in lines.iter().filter(|line| !seen.insert(line.number)) {
        faults.add(format!("det[{}]", line.number), fault::item_number_twice());
    }
    Some(Invoice {
        key: key?,
        number: number?.to_owned(),
        supplier: supplier?,
        recipient_tax_id: recipient_tax_id.map(str::to_owned),
        lines,
    })
}

fn key_of(info: Node<'_, '_>, faults: &mut Faults) -> Option<NfeKey> {
    let at = "infNFe/@Id";
    let Some(id) = info.attribute("Id") else {
        faults.add(at, fault::no_key());
        return None;
    };
    let Some(key) = id.strip_prefix("NFe") else {
        faults.add(at, fault::key_prefix(id));
        return None;
    };
    match NfeKey::parse(key) {
        Ok(key) if key.model() != 55 => {
            faults.add(at, fault::key_model(key.model()));
            None
        }
        Ok(key) => Some(key),
        Err(error) => {
            faults.add(at, error.fault());
            None
        }
    }
}

fn party(info: Node<'_, '_>, tag: &str, faults: &mut Faults) -> Option<Party> {
    let Some(node) = child(info, tag) else {
        faults.add(tag, fault::no_sender());
        return None;
    };
    let tax_id = text(node, "CNPJ").or_else(|| text(node, "CPF"));
    let name = text(node, "xNome");
    if tax_id.is_none() {
        faults.add(format!("{tag}/CNPJ"), fault::no_tax_id());
    }
    if name.is_none() {
        faults.add(format!("{tag}/xNome"), fault::no_name());
    }
    Some(Party { tax_id: tax_id?.to_owned(), name: name?.to_owned() })
}

/// The key repeats what stands elsewhere in the file: all must agree.
fn agree(
    root: Node<'_, '_>,
    ide: Option<Node<'_, '_>>,
    supplier: Option<&Party>,
    key: &NfeKey,
    faults: &mut Faults,
) {
    let protocol = child(root, "protNFe").and_then(|protocol| child(protocol, "infProt"));
    if let Some(other) = protocol.and_then(|protocol| text(protocol, "chNFe"))
        && other != key.as_str()
    {
        faults.add("protNFe/infProt/chNFe", fault::other_key(other, key));
    }
    if let Some(status) = protocol.and_then(|protocol| text(protocol, "cStat"))
        && !matches!(status, "100" | "150")
    {
        faults.add("protNFe/infProt/cStat", fault::not_authorised(status));
    }
    if let Some(supplier) =
        supplier.filter(|supplier| format!("{:0>14}", supplier.tax_id) != key.issuer_tax_id())
    {
        let (found, told) = (&supplier.tax_id, key.issuer_tax_id());
        faults.add("emit/CNPJ", fault::other_issuer(found, told));
    }
    let Some(ide) = ide else { return };
    for (tag, told) in
        [("nNF", key.number()), ("serie", u32::from(key.series())), ("mod", u32::from(key.model()))]
    {
        if let Some(found) = text(ide, tag).filter(|found| found.parse() != Ok(told)) {
            faults.add(format!("ide/{tag}"), fault::other_than_key(found, told));
        }
    }
}

/// The children with a name, whatever their namespace.
pub(crate) fn children<'a, 'i: 'a>(
    node: Node<'a, 'i>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

/// The first child with a name.
pub(crate) fn child<'a, 'i: 'a>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

/// The text of a child, trimmed; empty is absent.
pub(crate) fn text<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    child(node, name).and_then(|child| child.text()).map(str::trim).filter(|text| !text.is_empty())
}
