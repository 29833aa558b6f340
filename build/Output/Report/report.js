(() => {
  const at = id => document.getElementById(id);
  const [find, changed, trouble, found] = ['find', 'changed', 'trouble', 'found'].map(at);
  if (!find) return;
  const groups = [...document.querySelectorAll('#objects .group')].map(group => ({
    group, title: group.firstElementChild.textContent.toLowerCase(), wasOpen: group.open,
    objects: [...group.querySelectorAll('.object')].map(object => ({ object, name: object.querySelector('.name').textContent.toLowerCase() })),
  }));
  const show = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const asked = words.length > 0 || changed.checked || trouble.checked;
    let count = 0;
    for (const { group, title, wasOpen, objects } of groups) {
      let some = 0;
      for (const { object, name } of objects) {
        const shown = words.every(word => name.includes(word) || title.includes(word)) &&
          !(changed.checked && object.classList.contains('same')) && !(trouble.checked && !object.classList.contains('trouble'));
        object.hidden = !shown;
        if (shown) some++;
      }
      group.hidden = some === 0;
      group.open = asked ? some > 0 : wasOpen;
      count += some;
    }
    found.textContent = asked ? `${count} found` : '';
  };
  for (const input of [find, changed, trouble]) input.addEventListener('input', show);
  const open = () => {
    const target = location.hash && at(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) { target.open = true; target.scrollIntoView(); }
  };
  addEventListener('hashchange', open);
  open();
})();
