//! The warehouse as it is walked: read from its locations.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bipe_api::desk::{LayoutMap, MapAisle, MapFault, MapSpot, MapTour};
use bipe_core::id::{LocationId, WarehouseId, WaveId};
use bipe_core::plan::site::{Bin, Fault, Site, faults, spans};
use bipe_store::warehouse::Layout;
use bipe_store::{StoreError, Tx, location, tour, warehouse};

use crate::App;

/// Without a wave, picks count that were released so long ago at most.
const HEAT_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// Layouts as they were last read, by warehouse, each with the version it had then. A large warehouse has many bins, and small
/// waves are released often.
#[derive(Clone, Debug, Default)]
pub struct Sites(Arc<Mutex<Known>>);

type Known = HashMap<WarehouseId, (i64, Option<Site>)>;

impl Sites {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The layout; `None` where none can be read.
pub async fn load(app: &App, place: WarehouseId) -> Result<Option<Site>, StoreError> {
    let mut tx = app.store.reader().await?;
    // Before the bins: what changes meanwhile makes the version another one.
    let layout = warehouse::layout(&mut tx, place).await?;
    of(&mut tx, &app.sites, place, layout).await
}

/// The same for a transaction that has read what is known beside the bins; these it reads where they are not known in this version.
pub async fn of(
    tx: &mut Tx,
    sites: &Sites,
    place: WarehouseId,
    layout: Layout,
) -> Result<Option<Site>, StoreError> {
    let version = layout.version;
    if let Some((_, site)) = sites.known().get(&place).filter(|(known, _)| *known == version) {
        return Ok(site.clone());
    }
    let site = Ground::read(tx, place, layout).await?.site().ok();
    sites.known().insert(place, (version, site.clone()));
    Ok(site)
}

/// What a layout is made from.
struct Ground {
    bins: Vec<Bin>,
    cross_mm: Vec<i64>,
    desk_mm: (i64, i64),
}

impl Ground {
    async fn read(tx: &mut Tx, place: WarehouseId, layout: Layout) -> Result<Self, StoreError> {
        let (bins, desk) = location::spots(tx, place).await?;
        let Layout { cross_mm, .. } = layout;
        Ok(Self { bins, cross_mm, desk_mm: desk.map_or((0, 0), |desk| (desk.x_mm, desk.y_mm)) })
    }

    fn site(&self) -> Result<Site, Fault> {
        Site::new(&self.bins, &self.cross_mm, self.desk_mm)
    }
}

/// The map with a wave's tours, or with the picks of the last thirty days.
pub async fn map(
    tx: &mut Tx,
    place: WarehouseId,
    wave: Option<WaveId>,
    now_ms: i64,
) -> Result<LayoutMap, StoreError> {
    let layout = warehouse::layout(tx, place).await?;
    let ground = Ground::read(tx, place, layout).await?;
    let (picks, paths) = match wave {
        None => (location::picked_since(tx, place, now_ms - HEAT_MS).await?, Vec::new()),
        Some(wave) => {
            let paths = tour::paths(tx, place, wave).await?;
            let mut picks = BTreeMap::new();
            for (_, bin) in &paths {
                *picks.entry(*bin).or_insert(0) += 1;
            }
            (picks, paths)
        }
    };
    let mut wrong = faults(&ground.bins);
    let site = match ground.site() {
        Ok(site) => Some(site),
        Err(fault) => {
            wrong.push(fault);
            None
        }
    };
    Ok(LayoutMap {
        aisles: aisles(&ground.bins),
        cross_aisles_mm: site.as_ref().map(|site| site.crosses_mm().to_vec()).unwrap_or_default(),
        desk_mm: ground.desk_mm.into(),
        spots: spots(&ground.bins, &picks),
        tours: site.as_ref().map(|site| tours(site, paths)).unwrap_or_default(),
        faults: wrong.into_iter().map(MapFault::from).collect(),
    })
}

fn aisles(bins: &[Bin]) -> Vec<MapAisle> {
    let aisle =
        |(aisle, (from, to)): (&str, (i64, i64))| MapAisle { aisle: aisle.to_owned(), x_mm: (from + to) / 2 };
    let mut aisles: Vec<MapAisle> = spans(bins).into_iter().map(aisle).collect();
    aisles.sort_by(|a, b| (a.x_mm, &a.aisle).cmp(&(b.x_mm, &b.aisle)));
    aisles
}

fn spots(bins: &[Bin], picks: &BTreeMap<LocationId, i64>) -> Vec<MapSpot> {
    let mut spots: BTreeMap<(i64, i64), MapSpot> = BTreeMap::new();
    for bin in bins.iter().filter(|bin| !bin.aisle.is_empty()) {
        let spot = spots.entry((bin.x_mm, bin.y_mm)).or_insert_with(|| MapSpot {
            code: bin.code.clone(),
            x_mm: bin.x_mm,
            y_mm: bin.y_mm,
            bins: 0,
            picks: 0,
        });
        spot.bins += 1;
        spot.picks += picks.get(&bin.id).copied().unwrap_or(0);
    }
    spots.into_values().collect()
}

fn tours(site: &Site, paths: Vec<(String, LocationId)>) -> Vec<MapTour> {
    let mut tours: BTreeMap<String, Vec<LocationId>> = BTreeMap::new();
    for (number, bin) in paths {
        tours.entry(number).or_default().push(bin);
    }
    let tour = |(number, stops): (String, Vec<LocationId>)| MapTour {
        number,
        path_mm: site.path_mm(&stops).into_iter().map(<[i64; 2]>::from).collect(),
    };
    tours.into_iter().map(tour).collect()
}
