/** What comes from outside while the page is open: another link in the address, a file that is dropped. */
import { openFile, perform } from '../../actions'
import { loadFetching } from '../../store'

/** True for a fragment that wants to be a link. */
export const isLink = (fragment: string): boolean => /^#.*=/.test(fragment)

/** Listens for both; once. */
export function followArrivals(): void {
  window.addEventListener('hashchange', () => {
    if (isLink(location.hash)) void loadFetching().then(({ openLink }) => openLink(location.hash))
  })
  const carriesFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
  document.addEventListener('dragover', (event) => {
    // Without this the browser would leave the page for the file.
    if (carriesFile(event)) event.preventDefault()
  })
  document.addEventListener('drop', (event) => {
    if (!carriesFile(event) || event.defaultPrevented) return
    event.preventDefault()
    const file = event.dataTransfer?.files[0]
    if (file) void perform(openFile, file)
  })
}
