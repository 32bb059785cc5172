#!/usr/bin/env bash
# The five minutes of samples/home/README.md, as a newcomer would do them: a field more on the page, a ninth service, and
# what is said when something is misspelt.
. tests/support/command.sh
cp -r "$top/samples/home" home
cd home || exit 1

# a field
sed -i 's/^record User  .*/record User      { id: user_id  name: string  nickname: string?  level  tier  home_city: city_id  phone? }/' shop.orch
sed -i 's/^record UserCard .*/record UserCard { id: user_id  name: string  nickname: string?  level  tier }/' home.orch
expect 0 '' "$ORCHC" --check home.orch

# a ninth service
mkdir replies/inbox
echo '[{"id": 1, "text": "Your parcel is on its way 📦"}, {"id": 2, "text": "Two coupons expire today"}]' >replies/inbox/unread.json
echo 'inbox 7009' >>replies/ports
sed -i 's/^  brands      : \[Brand\]/&\n  messages    : [Message]/' shop.orch
cat >>shop.orch <<'END'

record Message { id: int  text: string }

service inbox {
  url env INBOX_URL else "http://127.0.0.1:7009"
  timeout 300ms
  unread(uid: user_id) -> messages  GET "/unread"
}
END
sed -i 's/^  brands$/&\n  messages/; s/^    invoke icons.list .*/&\n    invoke inbox.unread  else []/' home.orch
expect 0 '' "$ORCHC" --check home.orch

cat >page.scn <<END
upstreams $PWD/replies
service $PWD/home.orch
get /home?user_id=42
status 200
json .user.nickname "小安🍀"
json .messages count 2
json .messages[1].text "Two coupons expire today"
sent inbox .query "uid=42"
down inbox
get /home?user_id=42
status 200
json .messages []
header orch-degraded messages;unreachable
END
"$BUILD/tests/scenario" --build "$BUILD" --scratch "$SCRATCH" page.scn || exit 1

# what is misspelt, missing or of the wrong kind is told with its place, and what would mend it
mistake() { # mistake SED-SCRIPT FILE PATTERN
    cp -r . ../mistake
    sed -i -E "$1" "../mistake/$2"
    (cd ../mistake && expect "${status:-1}" "$3" "$ORCHC" --check home.orch) || exit 1
    rm -r ../mistake
}
status=0 mistake 's/^(record UserCard .*)nickname/\1nickame/' home.orch 'did you mean `nickname`'
mistake 's/inbox.unread/inbox.unred/' home.orch 'did you mean `unread`'
mistake 's/^  messages$/  mesages/' home.orch 'did you mean `messages`'
mistake 's/messages    : \[Message\]/messages    : [Mesage]/' shop.orch 'did you mean `Message`'
mistake '/invoke inbox.unread/d' home.orch 'messages'
mistake '/^record Message/s/}//' shop.orch 'shop\.orch:[0-9]+:[0-9]+'
