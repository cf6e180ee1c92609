window.YTD.note_tweet.part0 = [
  {
    "noteTweet" : {
      "noteTweetId" : "1",
      "createdAt" : "2025-06-04T11:01:00.000Z",
      "core" : {
        "text" : "another long story"
      }
    }
  },
  {
    "noteTweet" : {
      "noteTweetId" : "1930000000000000500",
      "updatedAt" : "2025-06-04T11:00:59.000Z",
      "lifecycle" : {
        "value" : "1",
        "name" : "Published"
      },
      "createdAt" : "2025-06-04T11:00:58.000Z",
      "core" : {
        "styletags" : [],
        "urls" : [
          {
            "expandedUrl" : "https://example.com/long",
            "toIndex" : "1",
            "shortUrl" : "https://t.co/n",
            "fromIndex" : "0",
            "displayUrl" : "example.com/long"
          }
        ],
        "text" : "a long story about the story & what it means, cut after two hundred and eighty characters, and whole here https://t.co/n #late @eve",
        "mentions" : [
          {
            "screenName" : "eve",
            "fromIndex" : "0",
            "toIndex" : "1"
          }
        ],
        "cashtags" : [],
        "hashtags" : [
          {
            "text" : "late",
            "fromIndex" : "0",
            "toIndex" : "1"
          }
        ]
      }
    }
  }
]