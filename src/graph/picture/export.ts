/** The picture as files: SVG text, and PNG by drawing that on a canvas. Loaded on demand. */
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { ui, world } from '../../store'
import { picture } from './Picture'
import { lightTokens, plainColours } from './tokens'

/** Sharp on screens of two device pixels to one, as far as browsers' canvases go. */
const SCALE = 2
const MOST_PX = 8_192

/** The picture as it stands, in the light theme. */
export async function drawPicture(): Promise<{ svg: string; png: () => Promise<Blob> }> {
  const seconds = Math.floor(world.nowMs / 1_000)
  const { width, height, element } = picture(ui().title, `${Math.floor(seconds / 60)} min ${seconds % 60} s`)
  const holder = document.createElement('div')
  const root = createRoot(holder)
  flushSync(() => root.render(element))
  const drawn = holder.firstElementChild
  if (!drawn) throw new Error('nothing was drawn')
  const svg = plainColours(new XMLSerializer().serializeToString(drawn), lightTokens(document.styleSheets))
  root.unmount()
  return { svg, png: () => rasterize(svg, width, height) }
}

async function rasterize(svg: string, width: number, height: number): Promise<Blob> {
  const scale = Math.min(SCALE, MOST_PX / width, MOST_PX / height)
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the browser made no PNG of it'))), 'image/png')
  })
}
