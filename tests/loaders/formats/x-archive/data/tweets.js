window.YTD.tweets.part0 = [
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
      "favorite_count" : "3",
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
            "1930000000000000202"
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
        "17"
      ],
      "favorite_count" : "3",
      "id_str" : "1930000000000000202",
      "truncated" : false,
      "retweet_count" : "2",
      "id" : "1930000000000000202",
      "created_at" : "Tue Jun 03 20:33:52 +0000 2025",
      "favorited" : false,
      "full_text" : "and another thing",
      "lang" : "en",
      "in_reply_to_status_id_str" : "1930000000000000101",
      "in_reply_to_status_id" : "1930000000000000101",
      "in_reply_to_user_id" : "317",
      "in_reply_to_user_id_str" : "317",
      "in_reply_to_screen_name" : "ann"
    }
  },
  {
    "tweet" : {
      "edit_info" : {
        "initial" : {
          "editTweetIds" : [
            "1930000000000000303"
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
          },
          {
            "name" : "Cid",
            "screen_name" : "cid",
            "indices" : [
              "0",
              "4"
            ],
            "id_str" : "304",
            "id" : "304"
          }
        ],
        "urls" : []
      },
      "display_text_range" : [
        "0",
        "144"
      ],
      "favorite_count" : "0",
      "id_str" : "1930000000000000303",
      "truncated" : false,
      "retweet_count" : "0",
      "id" : "1930000000000000303",
      "created_at" : "Tue Jun 03 20:33:52 +0000 2025",
      "favorited" : false,
      "full_text" : "RT @Bob: the beginning of it all, with @cid, which is cut after one hundred and forty characters, as ever in the archive that X gives of an acc…",
      "lang" : "en"
    }
  },
  {
    "tweet" : {
      "edit_info" : {
        "initial" : {
          "editTweetIds" : [
            "1930000000000000404"
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
        "user_mentions" : [
          {
            "name" : "Gone",
            "screen_name" : "gone",
            "indices" : [
              "0",
              "4"
            ],
            "id_str" : "-1",
            "id" : "-1"
          }
        ],
        "urls" : []
      },
      "display_text_range" : [
        "0",
        "26"
      ],
      "favorite_count" : "3",
      "id_str" : "1930000000000000404",
      "truncated" : false,
      "retweet_count" : "2",
      "id" : "1930000000000000404",
      "created_at" : "Tue Jun 03 20:33:52 +0000 2025",
      "favorited" : false,
      "full_text" : "RT @gone: never seen again",
      "lang" : "en"
    }
  },
  {
    "tweet" : {
      "edit_info" : {
        "initial" : {
          "editTweetIds" : [
            "1930000000000000505"
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
        "urls" : []
      },
      "display_text_range" : [
        "0",
        "103"
      ],
      "favorite_count" : "3",
      "id_str" : "1930000000000000505",
      "truncated" : false,
      "retweet_count" : "2",
      "id" : "1930000000000000505",
      "created_at" : "Wed Jun 04 11:00:59 +0000 2025",
      "favorited" : false,
      "full_text" : "@bob a long story about the story &amp; what it means, cut after two hundred and eighty… https://t.co/l",
      "lang" : "en",
      "in_reply_to_status_id_str" : "1930000000000000066",
      "in_reply_to_status_id" : "1930000000000000066",
      "in_reply_to_user_id" : "307",
      "in_reply_to_user_id_str" : "307",
      "in_reply_to_screen_name" : "bob"
    }
  },
  {
    "tweet" : {
      "edit_info" : {
        "initial" : {
          "editTweetIds" : [
            "1930000000000000606"
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
        "urls" : [
          {
            "url" : "https://t.co/q",
            "expanded_url" : "https://twitter.com/cid/status/1930000000000000077?s=20",
            "indices" : [
              "5",
              "28"
            ]
          }
        ],
        "media" : [
          {
            "type" : "photo",
            "media_url_https" : "https://example.com/still.jpg",
            "url" : "https://t.co/m",
            "expanded_url" : "https://twitter.com/ann/status/1930000000000000606/video/1",
            "id_str" : "1",
            "indices" : [
              "1",
              "2"
            ]
          }
        ]
      },
      "display_text_range" : [
        "0",
        "34"
      ],
      "favorite_count" : "3",
      "id_str" : "1930000000000000606",
      "truncated" : false,
      "retweet_count" : "2",
      "id" : "1930000000000000606",
      "created_at" : "Tue Jun 03 20:33:52 +0000 2025",
      "favorited" : false,
      "full_text" : "look https://t.co/q https://t.co/m",
      "lang" : "en",
      "extended_entities" : {
        "media" : [
          {
            "type" : "video",
            "media_url_https" : "https://example.com/still.jpg",
            "expanded_url" : "https://twitter.com/ann/status/1930000000000000606/video/1",
            "video_info" : {
              "duration_millis" : "1000",
              "variants" : [
                {
                  "bitrate" : "832000",
                  "url" : "https://example.com/low.mp4"
                },
                {
                  "bitrate" : "2176000",
                  "url" : "https://example.com/high.mp4"
                },
                {
                  "content_type" : "application/x-mpegURL",
                  "url" : "https://example.com/list.m3u8"
                }
              ]
            }
          }
        ]
      }
    }
  },
  {
    "tweet" : {
      "edit_info" : [],
      "retweeted" : false,
      "source" : "<a href=\"https://example.com\" rel=\"nofollow\">Some Client</a>",
      "entities" : 5,
      "display_text_range" : [
        "0",
        "3"
      ],
      "favorite_count" : [],
      "id_str" : "1930000000000000707",
      "truncated" : false,
      "retweet_count" : "2",
      "id" : "1930000000000000707",
      "created_at" : null,
      "favorited" : false,
      "full_text" : "odd",
      "lang" : 7,
      "in_reply_to_screen_name" : {}
    }
  },
  {
    "tweet" : {
      "edit_info" : {
        "edit" : {
          "initialTweetId" : "1930000000000000808",
          "editControlInitial" : {
            "editTweetIds" : [
              "1930000000000000808",
              "1930000000000000809"
            ],
            "editsRemaining" : "4",
            "isEditEligible" : true
          }
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
        "6"
      ],
      "favorite_count" : "3",
      "id_str" : "1930000000000000809",
      "truncated" : false,
      "retweet_count" : "2",
      "id" : "1930000000000000809",
      "created_at" : "Tue Jun 03 20:33:52 +0000 2025",
      "favorited" : false,
      "full_text" : "edited",
      "lang" : "en"
    }
  },
  {
    "tweet" : {
      "full_text" : "no id"
    }
  },
  {
    "tweet" : {
      "edit_info" : {
        "initial" : {
          "editTweetIds" : [
            "1.93e+18"
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
        "7"
      ],
      "favorite_count" : "3",
      "id_str" : "1.93e+18",
      "truncated" : false,
      "retweet_count" : "2",
      "id" : "1.93e+18",
      "created_at" : "Tue Jun 03 20:33:52 +0000 2025",
      "favorited" : false,
      "full_text" : "damaged",
      "lang" : "en"
    }
  },
  {
    "tweet" : 5
  }
]