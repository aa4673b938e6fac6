//! The warehouse as it is walked: read from its locations.

use std::collections::BTreeMap;

use bipe_api::desk::{LayoutMap, MapAisle, MapFault, MapSpot, MapTour};
use bipe_core::id::{LocationId, WarehouseId, WaveId};
use bipe_core::plan::site::{Bin, Fault, Site, faults};
use bipe_store::{StoreError, Tx, location, tour, warehouse};

/// Without a wave, picks count that were released so long ago at most.
const HEAT_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// The layout, as far as it can be read; or why not.
pub async fn load(tx: &mut Tx, place: WarehouseId) -> Result<Result<Site, Fault>, StoreError> {
    let (bins, desk) = location::spots(tx, place).await?;
    let cross_mm = warehouse::cross_aisles_mm(tx, place).await?;
    Ok(Site::new(&bins, &cross_mm, desk_of(desk.as_ref())))
}

fn desk_of(desk: Option<&Bin>) -> (i64, i64) {
    desk.map_or((0, 0), |desk| (desk.x_mm, desk.y_mm))
}

/// The map with a wave's tours, or with the picks of the last thirty days.
pub async fn map(
    tx: &mut Tx,
    place: WarehouseId,
    wave: Option<WaveId>,
    now_ms: i64,
) -> Result<LayoutMap, StoreError> {
    let (bins, desk) = location::spots(tx, place).await?;
    let desk = desk_of(desk.as_ref());
    let cross_mm = warehouse::cross_aisles_mm(tx, place).await?;
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
    let mut wrong = faults(&bins);
    let site = match Site::new(&bins, &cross_mm, desk) {
        Ok(site) => Some(site),
        Err(fault) => {
            wrong.push(fault);
            None
        }
    };
    Ok(LayoutMap {
        aisles: aisles(&bins),
        cross_aisles_mm: site.as_ref().map(|site| site.crosses_mm().to_vec()).unwrap_or_default(),
        desk_mm: desk.into(),
        spots: spots(&bins, &picks),
        tours: site.as_ref().map(|site| tours(site, paths)).unwrap_or_default(),
        faults: wrong.into_iter().map(MapFault::from).collect(),
    })
}

fn aisles(bins: &[Bin]) -> Vec<MapAisle> {
    let mut spans: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for bin in bins.iter().filter(|bin| !bin.aisle.is_empty()) {
        let span = spans.entry(&bin.aisle).or_insert((bin.x_mm, bin.x_mm));
        *span = (span.0.min(bin.x_mm), span.1.max(bin.x_mm));
    }
    let aisle =
        |(aisle, (from, to)): (&str, (i64, i64))| MapAisle { aisle: aisle.to_owned(), x_mm: (from + to) / 2 };
    let mut aisles: Vec<MapAisle> = spans.into_iter().map(aisle).collect();
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
