"""Reports to people of the office: one document of finished texts, shown as a page in a browser and printed as PDF."""
