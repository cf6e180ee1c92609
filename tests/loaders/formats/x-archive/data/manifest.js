window.__THAR_CONFIG = {
  "userInfo" : {
    "accountId" : "317",
    "userName" : "ann",
    "displayName" : "Ann"
  },
  "archiveInfo" : {
    "sizeBytes" : "1",
    "generationDate" : "2025-07-01T00:00:00.000Z",
    "isPartialArchive" : false,
    "maxPartSizeBytes" : "53687091200"
  },
  "dataTypes" : {
    "tweets" : {
      "files" : [
        {
          "fileName" : "data/tweets.js",
          "globalName" : "YTD.tweets.part0",
          "count" : "9"
        }
      ]
    }
  }
}