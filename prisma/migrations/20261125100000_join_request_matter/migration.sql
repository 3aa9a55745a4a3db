-- Asking to join is one matter for a community and an asker, however often it is taken back and asked again. One request of theirs waits at most.
UPDATE "InboxItem" item
SET key = 'joinRequest:' || request."communityId" || ':' || request."memberId"
FROM "JoinRequest" request
WHERE item.kind = 'joinRequest' AND request.id = item."joinRequestId" AND request.state = 'waiting';
