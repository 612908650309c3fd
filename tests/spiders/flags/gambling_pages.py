"""Made-up pages that gambling was put into, and clean ones that look like it. No brand, village or host is real.

Each is the page of a village site in the forms that intruders were seen to use (shared notes of 2026-11: hidden links
in code far before added pages). `TAKEN` says what each is to be flagged; `CLEAN` is to have no flag.
"""

from __future__ import annotations

HOST = "contohrejo.desa.example"
ARTICLE = (
    "<p>Warga Desa Contohrejo bergotong royong memperbaiki saluran air di Dusun Krajan pada hari Minggu. Sebanyak empat "
    "puluh orang ikut serta sejak pagi.</p><p>Kepala desa berterima kasih kepada semua warga. Pekerjaan akan dilanjutkan "
    "pekan depan dengan pemasangan tutup saluran dan penanaman pohon di tepi jalan.</p>"
)
NAV = '<ul class="menu"><li><a href="/">Beranda</a></li><li><a href="/profil">Profil Desa</a></li><li><a href="/berita">Berita</a></li></ul>'


def page(
    body: str = ARTICLE,
    title: str = "Kerja Bakti Saluran Air",
    head: str = "",
    after: str = "",
    heading: str | None = None,
) -> str:
    return (
        f"<!DOCTYPE html><html lang=id><head><title>{title} - Desa Contohrejo</title>{head}</head><body>{NAV}"
        f"<article><h1>{title if heading is None else heading}</h1><div class=entry-content>{body}</div></article>{after}"
        f"<footer>Kantor Desa Contohrejo, Jalan Raya 1. <a href='https://kabupaten.example/'>Kabupaten</a></footer></body></html>"
    )


def bold(text: str) -> str:
    """In the bold letters of Unicode, which look like others and are not."""
    starts = {"A": 0x1D400, "a": 0x1D41A, "0": 0x1D7CE}
    first = {one: "0" if one.isdigit() else "A" if one.isupper() else "a" for one in text if one.isalnum()}
    return "".join(chr(starts[first[one]] + ord(one) - ord(first[one])) if one in first else one for one in text)


def links(*names: str, host: str = "") -> str:
    return " ".join(f'<a href="https://{host or name.replace(" ", "")}.example/">{name}</a>' for name in names)


SPAM = links("mangga138", "kelapa4d", "duriantoto", "pisang88")
WORDS = "situs slot gacor maxwin link alternatif toto macau rtp live bonus new member"
OFFER = (
    "<p>MANGGA138 adalah situs slot gacor terpercaya dengan bonus new member dan deposit dana tanpa potongan.</p>"
    "<p>Daftar akun pro, dapatkan bocoran slot dan rtp live setiap hari. Toto macau, togel online dan live casino ada.</p>"
)


def hidden(style: str, inside: str = SPAM) -> str:
    return page(ARTICLE + f'<div style="{style}">{inside}</div>')


# fmt: off
TAKEN: dict[str, tuple[str, str]] = {
    "display none": ("gambling_injected", hidden("display:none")),
    "display none in capitals": ("gambling_injected", hidden("DISPLAY : NONE !important")),
    "visibility hidden": ("gambling_injected", hidden("visibility: hidden")),
    "left of the screen": ("gambling_injected", hidden("position:absolute;left:-9999px")),
    "above the screen": ("gambling_injected", hidden("position:fixed; top: -5000px")),
    "left by em": ("gambling_injected", hidden("position:absolute;left:-999em")),
    "indented away": ("gambling_injected", hidden("text-indent:-99999px")),
    "no height": ("gambling_injected", hidden("height:0;overflow:hidden")),
    "one pixel": ("gambling_injected", hidden("width:1px;height:1px;overflow:hidden")),
    "no letter size": ("gambling_injected", hidden("font-size:0px")),
    "transparent": ("gambling_injected", hidden("opacity:0")),
    "clipped": ("gambling_injected", hidden("position:absolute;clip:rect(0,0,0,0)")),
    "clip path": ("gambling_injected", hidden("clip-path: inset(50%)")),
    "scaled to nothing": ("gambling_injected", hidden("transform:scale(0)")),
    "moved away": ("gambling_injected", hidden("transform: translateX(-9999px)")),
    "hidden attribute": ("gambling_injected", page(after=f"<div hidden>{SPAM}</div>")),
    "marquee of no size": ("gambling_injected", page(after=f'<marquee width="1" height=1>{SPAM}</marquee>')),
    "marquee too fast": ("gambling_injected", page(after=f'<marquee scrollamount="9000">{SPAM}</marquee>')),
    "noscript": ("gambling_injected", page(after=f"<noscript>{SPAM}</noscript>")),
    "class hidden by a rule": ("gambling_injected", page(head="<style>.xq9{position:absolute;left:-9999px}</style>", after=f"<div class=xq9>{SPAM}</div>")),
    "id hidden by a rule among others": ("gambling_injected", page(head="<style>body{margin:0} #zz, .yy { display:none } p{color:red}</style>", after=f"<div id=zz>{SPAM}</div>")),
    "words only, hidden": ("gambling_injected", page(after=f'<p style="display:none">{WORDS}</p>')),
    "one hidden link": ("gambling_injected", hidden("display:none", '<a href="https://buah.example/">slot gacor hari ini</a>')),
    "hidden links into the site itself": ("gambling_injected", hidden("display:none", '<a href="/slot/a">situs slot gacor</a> <a href="/slot/b">togel online</a>')),
    "in a hidden block in a hidden block": ("gambling_injected", hidden("display:none", f"<div><div><span>{SPAM}</span></div></div>")),
    "in the middle of the text": ("gambling_injected", page(ARTICLE.replace("</p><p>", f'<span style="display:none">{SPAM}</span></p><p>'))),
    "bold letters of Unicode": ("gambling_injected", page(after=f"<div style=display:none><a href=https://buah.example>{bold('SLOT GACOR MAXWIN')}</a></div>")),
    "seen links in the foot": ("gambling_injected", page(after=f"<div class=widget>{SPAM}</div>")),
    "seen links with words to plain hosts": ("gambling_injected", page(after='<a href="https://buah.example/">slot gacor</a> <a href="https://sayur.example/">togel online</a>')),
    "one seen link whose words and host agree": ("gambling_injected", page(after='<a href="https://mangga138.example/">situs slot online</a>')),
    "links to other broken-into sites": ("gambling_injected", page(after='<a href="https://sekolah.sch.example/wp/slot-gacor/">slot gacor</a><a href="https://dinas.example/x/">situs toto</a>')),
    "foreign canonical": ("gambling_injected", page(head='<link rel="canonical" href="https://mangga138.example/desa">')),
    "foreign amphtml": ("gambling_injected", page(head='<link rel="amphtml" href="https://amp.kelapa4d.example/">')),
    "foreign hreflang": ("gambling_injected", page(head='<link rel="alternate" hreflang="id-ID" href="https://duriantoto.example/">')),
    "canonical whose path tells": ("gambling_injected", page(head='<link rel=canonical href="https://awan.example/slot-gacor-maxwin/">')),
    "description": ("gambling_injected", page(head='<meta name="description" content="MANGGA138: situs slot gacor maxwin, link alternatif resmi">')),
    "og:title": ("gambling_injected", page(head='<meta property="og:title" content="Mangga138 Slot Online Gacor Hari Ini">')),
    "title alone": ("gambling_injected", page(title="Situs Slot Gacor Maxwin", heading="Kerja Bakti Saluran Air")),
    "meta refresh": ("gambling_injected", page(head='<meta http-equiv="refresh" content="0; url=https://mangga138.example/masuk">')),
    "script for visitors from an engine": ("gambling_injected", page(head="<script>if(document.referrer.indexOf('google')>-1){window.location.href='https://awan.example/';}</script>")),
    "veiled script for visitors from an engine": ("gambling_injected", page(head="<script>var r=document.referrer;if(/google|bing\\./.test(r)||r.match(/www\\.google\\./)){location.replace(atob('aHR0cHM6Ly8='))}</script>")),
    "script for everybody": ("gambling_injected", page(head="<script>window.location.replace('https://kelapa4d.example/');</script>")),
    "frame": ("gambling_injected", page(after='<iframe src="https://mangga138.example/lobby" style="width:100%"></iframe>')),
    "added page in the village's frame": ("hijacked", page(OFFER, title="MANGGA138: Situs Slot Gacor Maxwin Hari Ini Link Alternatif")),
    "the whole site": ("hijacked", f"<title>KELAPA4D - Situs Toto Togel Online Terpercaya</title><h1>KELAPA4D Bandar Togel</h1>{OFFER}{SPAM}"),
    "the whole site, brand in the title": ("hijacked", f"<title>Mangga138 Resmi</title><h1>Mangga138</h1>{OFFER}<p>Slot online, judi bola, poker online, sabung ayam.</p>"),
    "title and a picture": ("hijacked", "<title>Slot Gacor: Situs Togel Online</title><body><a href=https://mangga138.example><img src=x.gif alt='daftar slot'></a></body>"),
    "fancy title": ("hijacked", f"<title>{bold('MANGGA138')} Situs Slot Gacor Maxwin</title>{OFFER}"),
    "a doorway of many paragraphs": ("hijacked", page(OFFER * 6, title="Bocoran RTP Slot dan Pola Gacor Mangga138")),
    "in a comment": ("comment_spam", page(after=f'<div id="comments"><ol class=comment-list><li class="comment"><p>Artikel bagus! {SPAM}</p></li></ol></div>')),
    "in words of a comment": ("comment_spam", page(after=f'<section class="comments-area"><div class=comment-body><p>{WORDS}</p></div></section>')),
    "in a guest book": ("comment_spam", page(after=f'<div class="buku-tamu"><p>Main di sini {links("slot gacor", host="mangga138")}</p></div>')),
    # ---- written after the rules stood, to break them ----
    "nbsp": ("gambling_injected", page(after='<div style="display:none"><a href="https://buah.example">slot&nbsp;gacor</a></div>')),
    "entities": ("gambling_injected", page(after='<div style="display:none"><a href="https://buah.example/">&#115;&#108;&#111;&#116; &#103;&#97;&#99;&#111;&#114; &#109;&#97;&#120;&#119;&#105;&#110; &#115;&#108;&#111;&#116; &#111;&#110;&#108;&#105;&#110;&#101;</a></div>')),
    "div 0 size": ("gambling_injected", page(after=f'<div style="overflow:auto; position:absolute; height:0pt; width:0pt;">{SPAM}</div>')),
    "white text": ("gambling_injected", page(after=f'<p style="color:#ffffff;background:#fff">{SPAM}</p>')),
    "zindex": ("gambling_injected", page(after=f'<div style="position:absolute;z-index:-999">{SPAM}</div>')),
    "title w/ h1 clean desc": ("gambling_injected", page(title="Slot88 Login")),
    "hash-bang js write": ("gambling_injected", page(after="<script>document.write('<div style=\"display:none\"><a href=https://mangga138.example>slot gacor</a></div>')</script>")),
    "thai": ("gambling_injected", page(after='<div style="display:none"><a href="https://mangga138.example">สล็อต</a><a href="https://kelapa88.example">เว็บสล็อต</a></div>')),
    "front page taken": ("hijacked", "<title>Kampung Contoh</title><h1>KELAPA4D Situs Slot Gacor</h1>"+OFFER),
    "casino english": ("gambling_injected", page(after='<div style="position:absolute;left:-5000px"><a href="https://bestslots.example">best online casino</a><a href="https://x.example">poker online</a></div>')),
    "own subdomain": ("gambling_injected", page(after='<div style="display:none"><a href="https://slot.contohrejo.desa.example">slot gacor maxwin</a> <a>situs togel online</a></div>')),
    "scrolltop hidden by parent class": ("gambling_injected", page(head="<style>.a .b{display:none}</style>", after=f"<div class=a><div class=b>{SPAM}</div></div>")),
    "location concat": ("gambling_injected", page(head="<script>var d=document.referrer;if(d.includes('google.')||d.includes('bing.')){top.location='https://mangga138.example/?r='+d}</script>")),
    "data-uri refresh": ("gambling_injected", page(head="<meta http-equiv='Refresh' content=\"3;URL='https://kelapa4d.example'\">")),
    "brand url only hidden": ("gambling_injected", page(after='<div style="display:none"><a href="https://mangga138.example">.</a></div>')),
}

# What is known to be missed: words torn apart by tags, and an offer in plain text below a clean title.
MISSED: dict[str, str] = {
    "split letters": page(after='<div style="display:none"><a href="https://buah.example/">s<b>lot</b> gacor</a></div>'),
    "text in wide block outside article": page(after=f"<div>{OFFER}</div>"),
}


def news(title: str, text: str, more: str = "") -> str:
    return page(f"<p>{text}</p>{ARTICLE}{more}", title=title)


CLEAN: dict[str, str] = {
    "an article": page(),
    "news: beware": news("Waspada Judi Online, Pemdes Gelar Penyuluhan", "Polisi mengingatkan bahaya judi online, slot gacor, togel online, dan situs toto yang menjanjikan maxwin."),
    "news: arrested": news("Polisi Tangkap Bandar Togel di Pasar", "Polsek menangkap bandar togel yang melayani togel hongkong dan togel singapore. Tersangka terancam pidana."),
    "news: the site was broken into": news("Situs Desa Diretas, Berisi Iklan Judi Slot", "Situs desa diretas dan menampilkan slot online. Diskominfo memulihkan situs; pelaku menyisipkan link slot dan situs toto."),
    "news: terms explained": news("Mengenal Istilah Slot Gacor dan Maxwin", "Penyuluhan menjelaskan istilah slot gacor, maxwin, rtp live, dan bonus new member agar warga waspada penipuan judi online."),
    "news: title without a warning word": news("Slot Gacor Merambah Desa", "Kades resah karena warga kecanduan slot gacor, polisi akan merazia pemain judi online."),
    "news: quoted brand": news("Warga Kehilangan Motor karena Mangga138", "Korban bermain slot online di Mangga138 lalu melapor kepada polisi."),
    "news with a link to its source": news("Bahaya Judi Online", "Polri memblokir situs judi.", '<a href="https://berita.example/polri-blokir-situs-slot-gacor-mangga138">Polri blokir situs slot gacor</a> <a href="https://siber.example/x">Waspada togel online</a>'),
    "news teased in a hidden menu": page(after='<ul style="display:none"><li><a href="/berita/polisi-tangkap-bandar-togel">Polisi Tangkap Bandar Togel</a></li><li><a href="/berita/waspada">Waspada Judi Slot Online</a></li></ul>'),
    "news in its own description": page(f"<p>Warga diminta waspada terhadap judi online dan slot online. Polisi merazia.</p>{ARTICLE}", title="Bahaya Judi Online", head='<meta name=description content="Polisi meminta warga waspada slot gacor, togel online dan situs toto">'),
    "fatwa": news("Hukum Judi Online Menurut Ulama", "Judi, togel, dan slot online haram hukumnya."),
    "a village named Gacor Jaya": page(title="Profil Desa Gacor Jaya", body="<p>Desa Gacor Jaya berada di Kecamatan Slot. Nama gacor berasal dari burung kicau.</p>" + ARTICLE),
    "singing birds": page(title="Lomba Burung Berkicau, Murai Gacor Juara", body="<p>Murai batu yang gacor menjadi juara. Jackpot undian satu ekor kambing.</p>" + ARTICLE),
    "a man named Toto": page(title="Toto Sudarto Terpilih Ketua RT 77", body="<p>Pak Toto mendapat 88 suara. Toto macak sederhana.</p>" + ARTICLE),
    "the PKK's 77th": page(title="PKK 77 dan HUT RI77 Meriah", body="<p>HUTRI77, PKK77, SDN138, rt77 dan kelas88 ikut lomba.</p>" + ARTICLE),
    "a parking slot": page(title="Pendaftaran Slot Vaksin Online", body="<p>Daftar slot vaksin online di puskesmas. Slot terbatas, 100 slot tersedia.</p>" + ARTICLE),
    "a poker-faced card game of elders": page(title="Lomba Gaple dan Domino", body="<p>Domino dan kartu remi jadi hiburan warga.</p>" + ARTICLE),
    "advertising slots in the code": page(head="<script>googletag.defineSlot('/1/slot-online', [1,1], 'slot-88')</script>", after='<ins class="adsbygoogle" data-ad-slot="88"></ins><div class="slot slot-88" style="display:none"></div>'),
    "a closed menu": page(after='<div style="display:none" class=mobile-menu><a href="/">Beranda</a><a href="https://kabupaten.example">Kabupaten</a></div>'),
    "words for screen readers": page(head="<style>.screen-reader-text{position:absolute;left:-9999px}</style>", after='<a class="screen-reader-text" href="#isi">Lompat ke isi</a>'),
    "a page shown by a script": page().replace("<body>", '<body><div id=page style="opacity:0">').replace("</body>", "</div></body>"),
    "a frame film 4D": page(title="Bioskop Film4D di Alun-Alun", body="<p>4D Frame, layar 5D, font Roboto88.</p>" + ARTICLE),
    "canonical on the village's old blog": page(head='<link rel=canonical href="https://desacontohrejo.blog.example/2020/kerja-bakti.html">'),
    "canonical on a host that ends in win": page(head='<link rel=canonical href="https://darwin.example/x"><link rel=alternate hreflang=en href="https://erwin.example/">'),
    "one link to a shop with a number": page(after='<a href="https://warung.example/"><img src=w.png alt="toko88"></a> <a href="https://toko88.example/">toko88</a>'),
    "links to villages with numbers": page(after=links("posko88", "desa138", "sdn77")),
    "radio": page(after=links("radio99", "radio88") + '<a href="https://suarafm99.example">Suara FM 99</a>'),
    "analytics that ask for the referrer": page(head="<script>var ref=document.referrer; _gaq.push(['ref', ref]); var u='https://www.google.example/analytics.js'; if(location.href==u){}</script>"),
    "a search box of an engine": page(head="<script>if(document.referrer.indexOf('google')>-1){document.body.className='dari-google';}</script>"),
    "refresh to its own new address": page(head='<meta http-equiv=refresh content="0;url=https://www.contohrejo.desa.example/baru">'),
    "refresh of the queue board": page(head='<meta http-equiv=refresh content="88">'),
    "https by script": page(head="<script>if(location.protocol!='https:'){location.href='https:'+window.location.href.substring(5);}</script>"),
    "a plain running text": page(after="<marquee>Selamat datang di Desa Contohrejo. Waspada judi online!</marquee>"),
    "a visitor's comment on gambling": page(after='<div id=comments><p class="comment-body">Semoga judi online dan slot cepat hilang dari desa kita.</p></div>'),
    "RTP as a plan": page(title="Musyawarah RTP Desa", body="<p>Ruang Terbuka Publik (RTP) live streaming. RTP Desa 2024 selesai.</p>" + ARTICLE),
    "a deposit of waste": page(title="Bank Sampah Buka Deposit", body="<p>Deposit sampah mendapat bonus sembako untuk anggota baru. Login lewat aplikasi, daftar resmi.</p>" + ARTICLE),
    "betting on a cockfight ended": news("Arena Sabung Ayam Dibongkar Satpol PP", "Polisi membongkar arena sabung ayam dan judi."),
    "a listing with news of gambling": page('<h2><a href="/a">Polisi Tangkap Bandar Togel</a></h2><h2><a href="/b">Bahaya Slot Online bagi Pelajar</a></h2><h2><a href="/c">Panen Raya</a></h2>', title="Berita"),
    "a photo's running number": page(after='<a href="https://foto.example/IMG_138">gambar88</a><a href="https://awan.example/foto77">foto77</a>'),
    # ---- written after the rules stood, to break them ----
    "gov blocking list": news("Kominfo Blokir 88 Situs Slot Online dan Togel","Kominfo memblokir situs slot gacor dan togel."),
    "student essay": page("<p>Judi online, slot gacor, togel online, toto macau, sbobet, maxwin, casino online, poker online. Itulah istilah yang harus dihindari remaja.</p>"+ARTICLE, title="Istilah Judi Online Remaja"),
    "news in comments": page(after='<div class="comment-body">Pak, di warung ada bandar togel dan slot online, mohon polisi menindak</div>'),
    "village Slot": page(title="Kampung Slot Gelar Panen Raya", body="<p>Kampung Slot.</p>"+ARTICLE),
    "hidden news modal": page(after='<div class=modal style="display:none"><p>Waspada judi online! Hindari slot gacor, togel online, situs toto. Laporkan ke polisi.</p></div>'),
    "hidden lightbox": page(after='<div style="display:none"><a href="https://youtube.example/watch">Video HUT RI77</a><a href="https://maps.example/?q=88">Peta</a></div>'),
    "casino name": page(title="Warung Kasino Pak Dono (Dono Kasino Indro)", body="<p>Kasino adalah pelawak.</p>"+ARTICLE),
    "link to play store": page(after='<a href="https://toko.example/aplikasi88">Unduh aplikasi</a><a href="https://smpn88.example">SMPN88</a><a href="https://radio77.example">x</a>'),
    "links to two numbered shops": page(after='<a href="https://bengkel99.example">bengkel99</a><a href="https://percetakan77.example">percetakan77</a>'),
    "web designer credit": page(after='<footer>Dibuat oleh <a href="https://studio88.example">studio88</a></footer>'),
    "title: stop slot": news("Remaja Desa Deklarasi Stop Judi Slot Online","Karang taruna deklarasi."),
    "title opinion": news("Mengapa Slot Online Merusak Ekonomi Keluarga","Ekonomi keluarga rusak karena judi slot online. Banyak warga terlilit utang."),
    "title sermon": news("Khutbah Jumat: Judi Online, Slot, dan Togel","Judi online, slot online, togel online merusak iman."),
    "title list news": news("Daftar Situs Slot Online yang Dilaporkan Warga","Warga melapor ke polisi tentang slot online."),
}
# fmt: on
