"""What do honest files look like? Small ones, all written here."""

from __future__ import annotations

import gzip

_ITEM = (
    "<item><title>المجلس يقر خطة الجسر</title><link>https://paper.example/news/1</link><guid>1</guid>"
    "<pubDate>Tue, 10 Mar 2026 09:00:00 +0200</pubDate><author>منى السيد</author><category>سياسة</category>"
    "<description>&lt;p&gt;أعلن المجلس&lt;/p&gt;</description><enclosure url='https://paper.example/1.jpg' type='image/jpeg'/></item>"
)
RSS = f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>صدى</title><ttl>15</ttl>{_ITEM}</channel></rss>".encode()
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='ar'><title>صدى</title><link rel='hub' href='https://hub.example/'/>"
    "<entry><id>tag:1</id><title type='html'>خبر &lt;b&gt;أول&lt;/b&gt;</title><link href='/news/1'/><updated>2026-03-10T09:00:00Z</updated>"
    "<author><name>منى</name></author><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>نص</p></div></content></entry></feed>"
).encode()
JSON_FEED = (
    '{"version":"https://jsonfeed.org/version/1.1","title":"صدى","items":[{"id":"1","url":"https://paper.example/1","title":"خبر",'
    '"content_html":"<p>نص</p>","date_published":"2026-03-10T09:00:00Z","authors":[{"name":"منى"}],"tags":["سياسة"]}]}'
).encode()
RDF = (
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
    "<channel rdf:about='https://paper.example/'><title>صدى</title></channel><item rdf:about='https://paper.example/1'><title>خبر</title>"
    "<link>https://paper.example/1</link><dc:date>2026-03-10</dc:date></item></rdf:RDF>"
).encode()
URLSET = (
    "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url>"
    "<loc>https://paper.example/1</loc><lastmod>2026-03-10</lastmod><news:news><news:title>خبر</news:title>"
    "<news:publication_date>2026-03-10T09:00:00Z</news:publication_date></news:news></url></urlset>"
).encode()
SITEMAPS = b"<sitemapindex><sitemap><loc>https://paper.example/s/1.xml</loc><lastmod>2026-03-01</lastmod></sitemap></sitemapindex>"
_LISTING = (
    "<html><body><ul><li><a href='/news/412/title-of-a-report'>عنوان خبر طويل من صفحة الأخبار</a></li>"
    "<li><a href='/news/413/another'>عنوان خبر آخر من الصفحة نفسها اليوم</a></li></ul></body></html>"
).encode()
ARTICLE = (
    "<!doctype html><html lang='ar' dir='rtl'><head><meta charset='utf-8'><title>المجلس يقر خطة الجسر | صدى النهر</title>"
    "<meta property='og:title' content='المجلس يقر خطة الجسر'><meta property='og:image' content='https://paper.example/1.jpg'>"
    "<meta property='article:published_time' content='2026-03-10T09:00:00+02:00'><link rel='canonical' href='https://paper.example/news/412'>"
    '<script type=\'application/ld+json\'>{"@context":"https://schema.org","@type":"NewsArticle","headline":"المجلس يقر خطة الجسر",'
    '"datePublished":"2026-03-10T09:00:00+02:00","author":{"@type":"Person","name":"منى السيد"}}</script></head><body>'
    "<nav><a href='/'>الرئيسية</a><a href='/sports'>رياضة</a></nav><article><h1>المجلس يقر خطة الجسر</h1><p class='byline'>بقلم: منى السيد</p>"
    "<time>الثلاثاء 10 مارس 2026</time><p>أعلن المجلس، صباح اليوم، بدء العمل في الجسر الجديد الذي يربط ضفتي النهر.</p>"
    "<p>وقال المهندس المشرف إن «المرحلة الأولى» تنتهي بعد 18 شهرًا، وإن الكلفة لم تتغير منذ أن أقرت الخطة.</p></article></body></html>"
).encode()
BARE = "<p>أعلن المجلس، صباح اليوم، بدء العمل في الجسر الجديد الذي يربط ضفتي النهر.</p>".encode() * 3

FEEDS = (
    RSS,
    ATOM,
    JSON_FEED,
    RDF,
    URLSET,
    SITEMAPS,
    b"L" + _LISTING,
    RSS.decode().replace("utf-8", "windows-1256").encode("cp1256"),
)
PAGES = (
    ARTICLE,
    BARE,
    _LISTING,
    ARTICLE.decode().replace("utf-8", "windows-1256").encode("cp1256", "replace"),
)
PASTS = (
    URLSET,
    SITEMAPS,
    RSS,
    _LISTING,
    gzip.compress(URLSET, mtime=0),
    b"https://paper.example/1\nhttps://paper.example/2\n",
)
