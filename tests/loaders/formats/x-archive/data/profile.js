window.YTD.profile.part0 = [
  {
    "profile" : {
      "description" : {
        "bio" : "I am ann &amp; co",
        "website" : "http://ann.example.com",
        "location" : ""
      },
      "avatarMediaUrl" : "https://example.com/a.jpg"
    }
  }
]