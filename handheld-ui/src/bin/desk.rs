//! The desk's program: puts it on the page.

fn main() {
    leptos::mount::mount_to_body(handheld_ui::app::desk);
    handheld_ui::app::started();
}
