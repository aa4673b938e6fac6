//! The warehouse as it is walked: read from its locations and what is said of its ways.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bipe_api::desk::{LayoutMap, MapAisle, MapFault, MapHall, MapLink, MapSpot, MapTour};
use bipe_core::id::{LocationId, WarehouseId, WaveId};
use bipe_core::item::Handling;
use bipe_core::plan::site::{self, Bin, Fault, Flaw, Measured, Site, faults};
use bipe_core::plan::ways::Ways;
use bipe_store::location::Spots;
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
    let site = Ground::of(tx, place, layout).await?.site().ok();
    sites.known().insert(place, (version, site.clone()));
    Ok(site)
}

/// What a layout is made from.
pub(super) struct Ground {
    spots: Spots,
    pub cross_mm: Vec<i64>,
    pub ways: Ways,
}

impl Ground {
    pub(super) async fn read(tx: &mut Tx, place: WarehouseId) -> Result<Self, StoreError> {
        let layout = warehouse::layout(tx, place).await?;
        Self::of(tx, place, layout).await
    }

    async fn of(tx: &mut Tx, place: WarehouseId, layout: Layout) -> Result<Self, StoreError> {
        let Layout { cross_mm, ways, .. } = layout;
        Ok(Self { spots: location::spots(tx, place).await?, cross_mm, ways })
    }

    fn seen(&self) -> site::Ground<'_> {
        let Spots { bins, others, desk_mm } = &self.spots;
        site::Ground { bins, others, cross_mm: &self.cross_mm, desk_mm: desk_mm.unwrap_or_default() }
    }

    fn site(&self) -> Result<Site, Fault> {
        Site::with_ways(&self.seen(), &self.ways)
    }

    /// What is wrong with what is said of the ways.
    pub(super) fn flaws(&self) -> Vec<Flaw> {
        site::flaws(&self.seen(), &self.ways)
    }
}

/// The map with a wave's tours, or with the picks of the last thirty days.
pub async fn map(
    tx: &mut Tx,
    place: WarehouseId,
    wave: Option<WaveId>,
    now_ms: i64,
) -> Result<LayoutMap, StoreError> {
    let ground = Ground::read(tx, place).await?;
    let (picks, paths) = match wave {
        None => (location::picked_since(tx, place, now_ms - HEAT_MS).await?, Vec::new()),
        Some(wave) => {
            let paths = tour::paths(tx, place, wave).await?;
            let mut picks = BTreeMap::new();
            for (_, bin, _) in &paths {
                *picks.entry(*bin).or_insert(0) += 1;
            }
            (picks, paths)
        }
    };
    let mut wrong = faults(&ground.spots.bins);
    let site = match ground.site() {
        Ok(site) => {
            wrong.extend(site.cut().iter().map(|flaw| flaw.fault.clone()));
            Some(site)
        }
        Err(fault) => {
            wrong.push(fault);
            None
        }
    };
    let (start, ends) = match &site {
        Some(site) => site.ends_mm(),
        None => (ground.spots.desk_mm.unwrap_or_default(), Vec::new()),
    };
    let drawn = match &site {
        Some(site) if !paths.is_empty() => tours(site.clone(), paths).await?,
        _ => Vec::new(),
    };
    Ok(LayoutMap {
        aisles: aisles(&ground, site.as_ref()),
        halls: site.as_ref().map(halls).unwrap_or_default(),
        cross_aisles_mm: site.as_ref().map(|site| site.crosses_mm().to_vec()).unwrap_or_default(),
        desk_mm: start.into(),
        ends_mm: ends.into_iter().map(<[i64; 2]>::from).collect(),
        links: site.as_ref().map(|site| links(site, &ground.ways)).unwrap_or_default(),
        spots: spots(&ground.spots.bins, site.as_ref(), &picks),
        tours: drawn,
        faults: wrong.into_iter().map(MapFault::from).collect(),
    })
}

/// How far to the right of where it stands an aisle is drawn.
fn shift_mm(site: Option<&Site>, aisle: &str) -> i64 {
    site.and_then(|site| site.hall_of(aisle)).map_or(0, |hall| hall.shift_mm)
}

fn aisles(ground: &Ground, site: Option<&Site>) -> Vec<MapAisle> {
    let mut ends: BTreeMap<&str, [i64; 4]> = BTreeMap::new();
    for bin in ground.spots.bins.iter().filter(|bin| !bin.aisle.is_empty()) {
        let first = [bin.x_mm, bin.x_mm, bin.y_mm, bin.y_mm];
        let [left, right, front, back] = ends.entry(&bin.aisle).or_insert(first);
        (*left, *right) = ((*left).min(bin.x_mm), (*right).max(bin.x_mm));
        (*front, *back) = ((*front).min(bin.y_mm), (*back).max(bin.y_mm));
    }
    let aisle = |(aisle, [left, right, front, back]): (&str, [i64; 4])| {
        let hall = site.and_then(|site| site.hall_of(aisle).map(|hall| (site, hall)));
        MapAisle {
            aisle: aisle.to_owned(),
            x_mm: (left + right) / 2 + shift_mm(site, aisle),
            y_mm: [front, back],
            hall: hall
                .and_then(|(site, hall)| site.halls().iter().position(|one| one == hall))
                .unwrap_or_default(),
            direction: ground.ways.one_way.get(aisle).copied(),
        }
    };
    let mut aisles: Vec<MapAisle> = ends.into_iter().map(aisle).collect();
    aisles.sort_by(|a, b| (a.x_mm, &a.aisle).cmp(&(b.x_mm, &b.aisle)));
    aisles
}

fn halls(site: &Site) -> Vec<MapHall> {
    let hall = |hall: &site::Hall| {
        let x = |at: Option<&i64>| at.copied().unwrap_or_default() + hall.shift_mm;
        MapHall {
            name: hall.name.clone(),
            x_mm: [x(hall.lines_mm.first()), x(hall.lines_mm.last())],
            cross_aisles_mm: hall.crosses_mm.clone(),
        }
    };
    site.halls().iter().map(hall).collect()
}

fn links(site: &Site, ways: &Ways) -> Vec<MapLink> {
    let drawn = site.links_mm().iter().zip(&ways.links);
    drawn
        .map(|([from, to], link)| MapLink {
            name: link.name.clone(),
            from_mm: (*from).into(),
            to_mm: (*to).into(),
            length_mm: link.length_mm,
            one_way: link.one_way,
        })
        .collect()
}

fn spots(bins: &[Bin], site: Option<&Site>, picks: &BTreeMap<LocationId, i64>) -> Vec<MapSpot> {
    let mut spots: BTreeMap<(i64, i64), MapSpot> = BTreeMap::new();
    for bin in bins.iter().filter(|bin| !bin.aisle.is_empty()) {
        let x_mm = bin.x_mm + shift_mm(site, &bin.aisle);
        let spot = spots.entry((x_mm, bin.y_mm)).or_insert_with(|| MapSpot {
            code: bin.code.clone(),
            x_mm,
            y_mm: bin.y_mm,
            bins: 0,
            picks: 0,
        });
        spot.bins += 1;
        spot.picks += picks.get(&bin.id).copied().unwrap_or(0);
    }
    spots.into_values().collect()
}

/// The tours' lines and lengths. How short a long one could be takes some milliseconds to tell.
async fn tours(
    mut site: Site,
    paths: Vec<(String, LocationId, Handling)>,
) -> Result<Vec<MapTour>, StoreError> {
    let mut tours: BTreeMap<String, Vec<(LocationId, Handling)>> = BTreeMap::new();
    for (number, bin, handling) in paths {
        tours.entry(number).or_default().push((bin, handling));
    }
    let mut tour = move |(number, stops): (String, Vec<(LocationId, Handling)>)| {
        let bins: Vec<LocationId> = stops.iter().map(|(bin, _)| *bin).collect();
        let Measured { length, least } = site.measured(&stops);
        let mm = |metres: f64| (metres * 1_000.0).round() as i64;
        MapTour {
            number,
            path_mm: site.path_mm(&bins).into_iter().map(<[i64; 2]>::from).collect(),
            walk_mm: mm(length),
            least_mm: least.map(mm),
        }
    };
    let drawn = tokio::task::spawn_blocking(move || tours.into_iter().map(&mut tour).collect());
    drawn.await.map_err(|_| StoreError::Panicked("layout.draw"))
}
