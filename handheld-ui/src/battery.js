// How full the battery is, where the browser tells it: `tell` gets the level, 0 to 1, and whether it is being charged, now and at each change.
export async function watch_battery(tell) {
  if (!navigator.getBattery) {
    return;
  }
  const battery = await navigator.getBattery();
  const say = () => tell(battery.level, battery.charging);
  battery.addEventListener('levelchange', say);
  battery.addEventListener('chargingchange', say);
  say();
}
