/** The command line in the page. Loaded on demand; `terminal` is the chunk's name, which scripts/check-sizes.ts weighs. */
export const loadTerminal = () => import('./terminal')
