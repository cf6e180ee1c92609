window.YTD.tweets.part1 = [
  {
    "tweet" : {
      "edit_info" : {
        "initial" : {
          "editTweetIds" : [
            "1930000000000000101"
          ],
          "editableUntil" : "2025-06-04T11:00:00.000Z",
          "editsRemaining" : "5",
          "isEditEligible" : true
        }
      },
      "retweeted" : false,
      "source" : "<a href=\"https://example.com\" rel=\"nofollow\">Some Client</a>",
      "entities" : {
        "hashtags" : [
          {
            "text" : "Story",
            "indices" : [
              "3",
              "5"
            ]
          }
        ],
        "symbols" : [],
        "user_mentions" : [
          {
            "name" : "Bob",
            "screen_name" : "bob",
            "indices" : [
              "0",
              "4"
            ],
            "id_str" : "307",
            "id" : "307"
          }
        ],
        "urls" : [
          {
            "url" : "https://t.co/a",
            "expanded_url" : "http://www.example.com/a/?utm_source=x",
            "display_url" : "example.com/a",
            "indices" : [
              "7",
              "20"
            ]
          }
        ]
      },
      "display_text_range" : [
        "0",
        "37"
      ],
      "favorite_count" : "4",
      "id_str" : "1930000000000000101",
      "truncated" : false,
      "retweet_count" : "2",
      "id" : "1930000000000000101",
      "created_at" : "Tue Jun 03 20:33:52 +0000 2025",
      "favorited" : false,
      "full_text" : "R&amp;D at https://t.co/a #Story @bob",
      "lang" : "en"
    }
  },
  {
    "tweet" : {
      "edit_info" : {
        "initial" : {
          "editTweetIds" : [
            "1930000000000000910"
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
        "26"
      ],
      "favorite_count" : "3",
      "id_str" : "1930000000000000910",
      "truncated" : false,
      "retweet_count" : "2",
      "id" : "1930000000000000910",
      "created_at" : "Tue Jun 03 20:33:52 +0000 2025",
      "favorited" : false,
      "full_text" : "in another part …and whole",
      "lang" : "en"
    }
  }
]