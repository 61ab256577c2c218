-- How a gap was filled is kept in the word that was asked for; of a counter, that it is a register.
UPDATE energy.corrections SET parameters = '{"how": "profile", "register": true}'
WHERE kind = 'fill' AND parameters = '{"how": "along"}';
UPDATE energy.corrections SET parameters = '{"how": "total", "register": true}'
WHERE kind = 'fill' AND parameters = '{"how": "counted"}';
