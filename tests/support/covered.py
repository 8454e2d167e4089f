"""Whether each control of a page can be reached by who uses it enlarged (WCAG 2.2, 1.4.4 and 2.4.11)."""

COVERED = """() => {
    const before = document.activeElement;
    const modal = document.querySelector('dialog:modal') ?? document;
    const hit = (e, x, y) => {
        const top = document.elementFromPoint(x, y);
        return top && (e.contains(top) || top.contains(e) || [...(e.labels ?? [])].some((l) => l.contains(top)));
    };
    const covered = [...modal.querySelectorAll('button, a[href], input, select, textarea, summary')].filter((e) => {
        if (e.disabled || e.matches('.skip, .said, [inert] *')) return false;
        if (!e.checkVisibility({ visibilityProperty: true })) return false;
        e.focus();
        const { left, right, top, bottom, width, height } = e.getBoundingClientRect();
        if (width <= 1 || height <= 1) return false;
        for (const share of [0.5, 0.1, 0.9])
            for (const across of [0.5, 0.1, 0.9])
                if (hit(e, left + width * across, top + height * share)) return false;
        return true;
    });
    before?.focus?.({ preventScroll: true });
    return covered.map((e) => e.outerHTML.slice(0, 90));
}"""
"""JavaScript: the controls of which nothing is to be seen even when they have the focus, as a piece of their HTML.

Left out is what is meant for who does not see (`said`) and what comes down only while it has the focus (`skip`).
"""
