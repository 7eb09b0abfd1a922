export { worldDocument } from './document'
export { WORLD_READS, WORLD_TABLES, type WorldReads, type WorldTable } from './names'
export { plain } from './plain'
