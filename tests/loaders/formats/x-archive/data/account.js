window.YTD.account.part0 = [
  {
    "account" : {
      "email" : "ann@example.com",
      "createdVia" : "web",
      "username" : "ann",
      "accountId" : "317",
      "createdAt" : "2009-03-13T12:55:21.000Z",
      "accountDisplayName" : "Ann"
    }
  }
]