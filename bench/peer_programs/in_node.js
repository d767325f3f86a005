// compromise under measure: `node in_node.js FILE SECONDS`, as in_python.py does it.
const { readFileSync } = require('fs')
const nlp = require('compromise')

const used = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
const [file, seconds] = process.argv.slice(2)
const texts = readFileSync(file, 'ascii').trim().split('\n').map((line) => Buffer.from(line, 'base64').toString('utf8'))
const reads = () => {
  let found = 0
  for (const text of texts) {
    const read = nlp(text)
    for (const kind of [read.people(), read.places(), read.organizations(), read.match('#Date+')]) found += kind.length
  }
  return found
}
const ready = used()
const found = reads()
const start = used()
let passes = 0
while (!passes || used() - start < Number(seconds)) {
  reads()
  passes += 1
}
console.log(JSON.stringify({ ready, seconds: used() - start, passes, found }))
