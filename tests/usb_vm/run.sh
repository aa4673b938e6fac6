#!/bin/bash
# Drives simulated USB devices through a real kernel: builds the bench and runs it in the virtual machine.
# Exit status 0: every step held. See README.md beside this file.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
export PATH=$PATH:/usr/sbin:/sbin

missing=
need() { command -v "$1" >/dev/null || missing="$missing $2"; }
need qemu-system-x86_64 qemu-system-x86; need busybox busybox-static; need depmod kmod; need cpio cpio
# Inside the machine there are no libraries: a busybox that needs them is of no use.
if command -v busybox >/dev/null && ldd "$(command -v busybox)" >/dev/null 2>&1; then missing="$missing busybox-static"; fi
if [ -n "$missing" ]; then
  echo "usb_vm: packages are missing. Run: apt-get install -y --no-install-recommends$missing" >&2
  exit 1
fi

cd "$root"
target=${CARGO_TARGET_DIR:-$root/target}
case $target in /*) ;; *) target=$root/$target;; esac
cargo build --quiet -p bipe-drivers --example usb-bench

kernel=${USB_VM_KERNEL:-$target/usb_vm/kernel}
if ! compgen -G "$kernel/boot/vmlinuz-*" >/dev/null; then
  package=$(apt-cache depends linux-image-amd64 2>/dev/null | sed -n 's/.*Depends: \(linux-image-[^ ]*\).*/\1/p' | head -1)
  if [ -z "$package" ]; then
    echo "usb_vm: no Debian kernel package is known here. Run apt-get update on Debian 12, or name a folder with the" \
      "unpacked package in USB_VM_KERNEL" >&2
    exit 1
  fi
  fresh=$(mktemp -d)
  trap 'rm -rf "$fresh"' EXIT
  (cd "$fresh" && apt-get -q download "$package" >&2 && dpkg-deb -x ./*.deb unpacked)
  mkdir -p "$(dirname "$kernel")"
  rm -rf "$kernel"
  mv "$fresh/unpacked" "$kernel"
fi

USB_VM_KERNEL=$kernel "$here/machine.sh" -t "${USB_VM_SECONDS:-240}" -- "$target/debug/examples/usb-bench"
