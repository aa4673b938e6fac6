//! The interface's entry point: puts the program on the page.

fn main() {
    leptos::mount::mount_to_body(handheld_ui::app::App);
    handheld_ui::app::started();
}
