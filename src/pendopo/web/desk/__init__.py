"""The officer's desk: sign in, choose a post, open a counter, serve.

Pages ask for a session: `/masuk`, `/keluar`, `/undangan/<token>`, `/pos`, `/loket/<counter code>/`. Opening a counter (POST `/pos/buka`,
fields `loket`, `ambil_alih`) gives the browser the desk's lease as the cookie `meja`. From then on everything is pressed under `/d/`,
where the lease alone counts: a session that ends in the middle of serving does not stop anybody.

POST `/d/<word>`, with `kunci` (an idempotency key, a UUID) and for most of them `tiket` (the number's id):

    panggil       call next                         lewat        did not come, stop
    panggil-ulang call again                        lewat-lanjut did not come, call the next one
    panggil-ini   call this one, out of turn        tahan        set aside: alasan, menit
    tiba          stands at the counter             lanjut       go on with one who was set aside
    datang        came, the service begins          alihkan      send on: tujuan (jalur:ID, layanan:ID, loket:ID,
    selesai       finish: hasil                                  petugas:ID), tempat (first, by_time, last), catatan
    batal         cancel                            tambah       a further service: layanan
    kembalikan    back into the line after a miss   ambil        take a number for somebody: layanan, prioritas
    catatan       keep the note: catatan            hadir        check in a number held from home: kode
    jeda          pause: alasan, menit              buka-lagi    back from the pause
    tutup         close: menunggu (keep, stop_issuing)

Each answers the desk as a fragment (htmx), as a whole page (no JavaScript), or what it did as JSON (`Accept: application/json`):
`ticket`, `number`, `state`, and `code` for a number that was taken. GET `/d/<word>` shows the sheet that asks for the rest; GET
`/d/meja` is the desk itself, `/d/antrean` what stands beside the visitor.
"""
