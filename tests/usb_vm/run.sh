#!/bin/bash
# Drives simulated USB devices through a real kernel: runs the bench in the virtual machine.
#   run.sh [PROGRAM]
# PROGRAM is the bench, built; without it, it is built here. Exit status 0: every step held. See README.md beside this file.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
export PATH=$PATH:/usr/sbin:/sbin

missing=
need() { command -v "$1" >/dev/null || missing="$missing $2"; }
need qemu-system-x86_64 qemu-system-x86; need busybox busybox-static; need depmod kmod; need cpio cpio; need xz xz-utils
# Inside the machine there are no libraries: a busybox that needs them is of no use.
if command -v busybox >/dev/null && ldd "$(command -v busybox)" >/dev/null 2>&1; then missing="$missing busybox-static"; fi
if [ -n "$missing" ]; then
  echo "usb_vm: packages are missing. Run: apt-get install -y --no-install-recommends$missing" >&2
  exit 1
fi

cd "$root"
target=${CARGO_TARGET_DIR:-$root/target}
case $target in /*) ;; *) target=$root/$target;; esac
program=${1:-}
if [ -z "$program" ]; then
  cargo build --quiet -p bipe-drivers --example usb-bench
  program=$target/debug/examples/usb-bench
fi

kernel=${USB_VM_KERNEL:-$target/usb_vm/kernel}
compgen -G "$kernel/boot/vmlinuz-*" >/dev/null || "$here/kernel.sh" "$kernel"
USB_VM_KERNEL=$kernel "$here/machine.sh" -t "${USB_VM_SECONDS:-240}" -- "$program"
