window.YTD.deleted_tweets.part0 = [
  {
    "tweet" : {
      "edit_info" : {
        "initial" : {
          "editTweetIds" : [
            "1930000000000001001"
          ],
          "editableUntil" : "2025-06-04T11:00:00.000Z",
          "editsRemaining" : "5",
          "isEditEligible" : true
        }
      },
      "retweeted" : false,
      "source" : "<a href=\"https://example.com\" rel=\"nofollow\">Some Client</a>",
      "entities" : {
        "hashtags" : [],
        "symbols" : [],
        "user_mentions" : [],
        "urls" : []
      },
      "display_text_range" : [
        "0",
        "9"
      ],
      "favorite_count" : "3",
      "id_str" : "1930000000000001001",
      "truncated" : false,
      "retweet_count" : "2",
      "id" : "1930000000000001001",
      "created_at" : "Tue Jun 03 20:33:52 +0000 2025",
      "favorited" : false,
      "full_text" : "regretted",
      "lang" : "en",
      "deleted_at" : "2025-06-05T10:00:00.000Z"
    }
  }
]