"""What pupils and their representatives are told and asked: consent, requests about data, class rules, notices."""
