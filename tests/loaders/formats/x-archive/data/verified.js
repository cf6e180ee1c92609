window.YTD.verified.part0 = [
  {
    "verified" : {
      "accountId" : "317",
      "verified" : false
    }
  }
]