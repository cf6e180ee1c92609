window.YTD.like.part0 = [
  {
    "like" : {
      "tweetId" : "1930000000000000000",
      "fullText" : "liked",
      "expandedUrl" : "https://twitter.com/i/web/status/1930000000000000000"
    }
  }
]