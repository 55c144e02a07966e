-- name: head
SELECT seq, hash FROM heads WHERE organization = ?;
-- name: set_head
INSERT INTO heads (organization, seq, hash) VALUES (?, ?, ?)
ON CONFLICT (organization) DO UPDATE SET seq = excluded.seq, hash = excluded.hash;
-- name: insert_entry
INSERT INTO entries (organization, seq, previous, hash, record) VALUES (?, ?, ?, ?, ?);
-- name: insert_opening
INSERT INTO openings (organization, request_id, opening) VALUES (?, ?, ?);
-- name: close_opening
DELETE FROM openings WHERE (organization, request_id, copy) = (
    SELECT organization, request_id, copy FROM openings WHERE organization = ? AND request_id = ? LIMIT 1
);
-- name: open_openings
SELECT opening FROM openings ORDER BY json_extract(opening, '$.at'), request_id;
-- name: organizations
SELECT organization FROM heads UNION SELECT organization FROM entries ORDER BY 1;
-- name: last_entry
SELECT seq, hash FROM entries WHERE organization = ? ORDER BY seq DESC LIMIT 1;
-- name: entry_hash
SELECT hash FROM entries WHERE organization = ? AND seq = ?;
-- name: read
SELECT seq, previous, hash, record FROM entries
-- name: count
SELECT count(*) FROM entries
-- name: where
WHERE organization = :organization AND seq > :after
  AND (:use = '' OR "use" = :use) AND (:person = '' OR person = :person) AND (:model = '' OR model = :model)
  AND (:request_id = '' OR request_id = :request_id) AND (:action = '' OR "action" = :action)
  AND (:outcome = '' OR outcome = :outcome)
  AND (:since = 0 OR at >= :since) AND (:until = 0 OR at < :until)
-- name: oldest_first
ORDER BY seq LIMIT :limit OFFSET :offset;
-- name: newest_first
ORDER BY seq DESC LIMIT :limit OFFSET :offset;
