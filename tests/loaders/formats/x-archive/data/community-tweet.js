window.YTD.community_tweet.part0 = [
  {
    "tweet" : {
      "edit_info" : {
        "initial" : {
          "editTweetIds" : [
            "1930000000000001102"
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
        "13"
      ],
      "favorite_count" : "3",
      "id_str" : "1930000000000001102",
      "truncated" : false,
      "retweet_count" : "2",
      "id" : "1930000000000001102",
      "created_at" : "Tue Jun 03 20:33:52 +0000 2025",
      "favorited" : false,
      "full_text" : "among friends",
      "lang" : "en",
      "community_id" : "1611684946967412736",
      "community_id_str" : "1611684946967412736"
    }
  }
]