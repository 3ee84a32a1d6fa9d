import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { PusherFakeError, showValue } from '../../errors/pusher-fake-error.ts'

const NAME = /^\w[\w.-]{0,252}$/

/** Hosts besides this machine that may use the control API: names, addresses, and networks such as 172.16.0.0/12. */
export class AllowedHosts {
  readonly #names: readonly string[]
  readonly #addresses = new BlockList()
  readonly #anybody: boolean

  /** @throws PusherFakeError `invalid_option` for an entry that is none of them */
  constructor(entries: readonly string[]) {
    this.#anybody = entries.includes('*')
    this.#names = entries.filter((entry) => entry !== '*' && !this.#addAddress(entry))
    const wrong = this.#names.find((name) => !NAME.test(name))
    if (wrong === undefined) return
    throw new PusherFakeError(
      'invalid_option',
      `Option "control.hosts" must name hosts, addresses or networks, got ${showValue(wrong)}. Write pusher, 172.18.0.3 or 172.16.0.0/12.`,
    )
  }

  /** Whether a `Host` is one of the names. */
  names(host: string): boolean {
    return this.#anybody || this.#names.some((name) => name.toLowerCase() === host.toLowerCase())
  }

  /** Whether an address is one of the addresses, or one that a name leads to. */
  async reaches(address: string): Promise<boolean> {
    const family = isIP(address)
    if (family === 0) return false
    if (this.#anybody || this.#addresses.check(address, family === 6 ? 'ipv6' : 'ipv4')) return true
    const found = await Promise.all(this.#names.map(addressesOf))
    return found.flat().includes(address.replace(/^::ffff:/i, ''))
  }

  #addAddress(entry: string): boolean {
    const [address = '', prefix, ...more] = entry.replace(/[[\]]/g, '').split('/')
    const family = isIP(address)
    if (family === 0 || more.length > 0) return false
    const kind = family === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined) {
      this.#addresses.addAddress(address, kind)
      return true
    }
    const bits = Number(prefix)
    if (!/^\d+$/.test(prefix) || bits > (family === 6 ? 128 : 32)) return false
    this.#addresses.addSubnet(address, bits, kind)
    return true
  }
}

/** A name of a container that is not up yet leads nowhere. */
async function addressesOf(name: string): Promise<string[]> {
  try {
    return (await lookup(name, { all: true })).map(({ address }) => address)
  } catch {
    return []
  }
}
