//! The disk runs full under load: what is not acknowledged is refused with a word that says why, nothing is lost, and work goes
//! on as soon as there is room.
//!
//! The room is a small file system in memory, which takes root to mount, as in a container or on a build machine. Without it the
//! tests say so and end.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use bipe_tests::fire::{AtWork, Crowd, House, prove};
use bipe_tests::postgres;
use bipe_tests::process::Launch;

/// How much there is room for: the database of a furnished house and some work.
const ROOM_MIB: u32 = 40;
/// How long a state is waited for on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A small file system of its own, unmounted when dropped.
struct Room {
    folder: PathBuf,
}

impl Room {
    /// Mounts one that belongs to a user; nothing where that is not allowed.
    fn mount(name: &str, user: u32) -> Option<Self> {
        let folder = std::env::temp_dir().join(format!("bipe-room-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let options = format!("size={ROOM_MIB}m,mode=0700,uid={user}");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(&folder).status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Self { folder });
        }
        let _ = std::fs::remove_dir(&folder);
        println!("not tried: only root may mount the small file system that this test fills");
        None
    }

    /// Takes all the room that is left.
    fn fill(&self) {
        use std::io::Write as _;
        let mut filler = std::fs::File::create(self.folder.join("filler")).expect("a file");
        let bytes = vec![0_u8; 4096];
        // The end is an error by design: there is no room left.
        while filler.write_all(&bytes).is_ok() {}
    }

    /// Gives the room back.
    fn clear(&self) {
        std::fs::remove_file(self.folder.join("filler")).expect("the filler goes");
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.folder).status();
        let _ = std::fs::remove_dir(&self.folder);
    }
}

/// Waits until so much is true of the crowd.
async fn until(what: &str, at_work: &AtWork, is: impl Fn(&AtWork) -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is(at_work) {
        assert!(Instant::now() < deadline, "{what}: {} problems", at_work.problems());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Fills the room under load, gives it back, and proves what must hold.
async fn full_and_cleared(mut house: House, room: &Room, when: &str) {
    let mut crowd = Crowd::gather(&house, 5).await;
    for round in 1..=2 {
        let when = format!("{when}, round {round}");
        let begun = crowd.acknowledged().len();
        let at_work = crowd.begin();
        until("work is done", &at_work, |at_work| at_work.acknowledged() > begun + 40).await;
        room.fill();
        until("commands are refused", &at_work, |at_work| at_work.problems() >= 20).await;
        crowd = at_work.gather().await;
        let problems = crowd.problems();
        for problem in &problems {
            problem.problem(507, "no-room");
        }
        room.clear();
        crowd.settle().await;
        prove(&house, &crowd, &when);
        // It goes on, and what went wrong before did not stay in the way of a new start.
        if round == 2 {
            house.server.kill();
            house.server.restart();
        }
        let (begun, at_work) = (crowd.acknowledged().len(), crowd.begin());
        until("work goes on", &at_work, |at_work| at_work.acknowledged() > begun + 40).await;
        crowd = at_work.gather().await;
        crowd.settle().await;
        let problems = crowd.problems();
        assert!(problems.is_empty(), "{when}: all is served again, but {:?}", problems.first());
        prove(&house, &crowd, &when);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_room_for_sqlite() {
    let Some(room) = Room::mount("sqlite", 0) else { return };
    let database = format!("sqlite:{}", room.folder.join("house.db").display());
    let house = House::on(database, tempfile::tempdir().expect("a folder"), Launch::new()).await;
    full_and_cleared(house, &room, "SQLite without room").await;
}

fn owner(folder: &Path) -> u32 {
    std::fs::metadata(folder).expect("a folder").uid()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_room_for_postgres() {
    let server = tokio::task::spawn_blocking(postgres::roomy).await.expect("a server");
    let Some(room) = Room::mount("postgres", owner(server.folder())) else { return };
    let database = tokio::task::spawn_blocking({
        let folder = room.folder.clone();
        move || server.database_in(&folder)
    });
    let database = database.await.expect("a database");
    let house = House::on(database, tempfile::tempdir().expect("a folder"), Launch::new()).await;
    full_and_cleared(house, &room, "PostgreSQL without room").await;
}
