#!/bin/bash
# Runs one command inside a small virtual machine whose kernel has simulated USB devices.
#   machine.sh [-t seconds] -- COMMAND...
# USB_VM_KERNEL names the folder of an unpacked Debian kernel package. The command sees this machine's files
# read-only, its own /dev, /proc and /sys, a writable /run, and an exchange folder at /mnt. The exit status is the
# command's.
set -euo pipefail
export PATH=$PATH:/usr/sbin:/sbin
here=$(cd "$(dirname "$0")" && pwd)
limit=120
while [ $# -gt 0 ]; do case $1 in
  -t) limit=$2; shift 2;;
  --) shift; break;;
  *) echo "usage: machine.sh [-t seconds] -- COMMAND..." >&2; exit 2;;
esac; done
kernel=${USB_VM_KERNEL:?names the folder of an unpacked Debian kernel package}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
exchange=$work/exchange
mkdir -p "$exchange"

version=$(basename "$kernel"/lib/modules/*)
[ -e "$kernel/lib/modules/$version/modules.dep" ] || depmod -b "$kernel" "$version"

# The first file system: busybox, the init, and the modules, each with the order in which it wants to be loaded.
first=$work/first
mkdir -p "$first"/{bin,dev,proc,sys,mods}
cp "$(command -v busybox)" "$first/bin/busybox"
cp "$here/guest-init" "$first/init"
chmod +x "$first/init"
for module in dummy_hcd usb_f_printer usb_f_acm usb_f_hid usblp cdc_acm usbhid hid_generic evdev 9p 9pnet_virtio virtio_pci; do
  modprobe -d "$kernel" -S "$version" --show-depends $module | awk '/insmod/ {print $2}' | tee "$work/list" \
    | xargs -r cp -u -t "$first/mods/"
  sed 's,.*/,,; s/\.ko\(\.xz\)\?$//' "$work/list" > "$first/mods/$module.order"
done
# Newer kernels come with compressed modules.
find "$first/mods" -name '*.ko.xz' -exec xz -d {} +
(cd "$first" && find . | cpio -o -H newc 2>/dev/null | gzip -1) > "$work/initrd.gz"

printf '%s' "$PATH" > "$exchange/path"
{ echo "cd $(printf %q "$PWD")"; printf '%q ' "$@"; echo; } > "$exchange/command.sh"
timeout $((limit + 60)) qemu-system-x86_64 -accel tcg,thread=multi -smp 2 -M q35 -cpu max -m 1024 \
  -nographic -no-reboot -net none -kernel "$kernel"/boot/vmlinuz-* -initrd "$work/initrd.gz" \
  -append "console=ttyS0 panic=-1 quiet loglevel=3 limit=$limit" \
  -virtfs local,path=/,mount_tag=hostroot,security_model=none,readonly=on,multidevs=remap \
  -virtfs local,path="$exchange",mount_tag=exchange,security_model=none \
  </dev/null | sed -u 's/\x1b\[[0-9;?]*[A-Za-z]//g; s/\x1bc//; s/\r$//' | sed -u '1,/^Booting from/d' || true
if [ ! -s "$exchange/status" ]; then
  echo "machine: it ended without an answer: it did not boot, or took more than $((limit + 60)) s. See above." >&2
  exit 98
fi
exit "$(cat "$exchange/status")"
