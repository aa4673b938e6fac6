//! Parts that screens and pages are made of, named by what they are on screen.

pub mod actions;
pub mod answer;
pub mod bar;
pub mod battery;
pub mod bin;
pub mod field;
pub mod goods;
pub mod icon;
pub mod keypad;
pub mod panel;
pub mod settings;
pub mod state;
pub mod table;
