// Small pictures by their short names: ":tada" becomes 🎉. What is written is the sign itself.
const NAMED = `
smile 😄 grin 😁 joy 😂 rofl 🤣 slightly_smiling 🙂 wink 😉 blush 😊 heart_eyes 😍 thinking 🤔 neutral 😐
smirk 😏 unamused 😒 sweat_smile 😅 relieved 😌 sleepy 😪 tired 😫 confused 😕 worried 😟 cry 😢 sob 😭 angry 😠
scream 😱 flushed 😳 dizzy 😵 mask 😷 sunglasses 😎 nerd 🤓 party 🥳 shrug 🤷 facepalm 🤦 wave 👋 raised_hand ✋
ok_hand 👌 thumbsup 👍 +1 👍 thumbsdown 👎 -1 👎 clap 👏 raised_hands 🙌 pray 🙏 handshake 🤝 muscle 💪
point_up ☝️ point_down 👇 point_right 👉 point_left 👈 eyes 👀 ear 👂 brain 🧠 speech 💬 thought 💭 heart ❤️
green_heart 💚 broken_heart 💔 star ⭐ sparkles ✨ fire 🔥 100 💯 boom 💥 zap ⚡ bulb 💡 rocket 🚀 tada 🎉
trophy 🏆 medal 🏅 gift 🎁 cake 🍰 coffee ☕ tea 🍵 pizza 🍕 check ✅ heavy_check ✔️ x ❌ warning ⚠️
no_entry ⛔ stop 🛑 question ❓ exclamation ❗ info ℹ️ sos 🆘 new 🆕 ok 🆗 up ⬆️ down ⬇️ left ⬅️ right ➡️
back 🔙 repeat 🔁 hourglass ⏳ alarm ⏰ stopwatch ⏱️ calendar 📅 clipboard 📋 memo 📝 pencil ✏️ pin 📌
paperclip 📎 book 📖 books 📚 folder 📁 package 📦 mail 📧 inbox 📥 outbox 📤 phone 📞 mobile 📱 laptop 💻
desktop 🖥️ keyboard ⌨️ printer 🖨️ camera 📷 video 🎥 mic 🎤 headphones 🎧 bell 🔔 no_bell 🔕 battery 🔋
plug 🔌 lock 🔒 unlock 🔓 key 🔑 wrench 🔧 hammer 🔨 gear ⚙️ toolbox 🧰 magnet 🧲 scissors ✂️ broom 🧹 bin 🗑️
cart 🛒 bag 🛍️ receipt 🧾 money 💰 card 💳 chart 📊 up_chart 📈 down_chart 📉 shop 🏪 house 🏠 office 🏢 door 🚪
truck 🚚 car 🚗 bike 🚲 bus 🚌 train 🚆 plane ✈️ globe 🌍 sun ☀️ cloud ☁️ rain 🌧️ snow ❄️ umbrella ☔
rainbow 🌈 tree 🌳 seedling 🌱 flower 🌸 leaf 🍃 bug 🐛 dog 🐶 cat 🐱 bee 🐝 turtle 🐢 snail 🐌 unicorn 🦄
robot 🤖 ghost 👻 game 🎮 dice 🎲 puzzle 🧩 target 🎯 art 🎨 music 🎵 flag 🚩 red 🔴 orange 🟠 yellow 🟡 green 🟢
blue 🔵 black ⚫ white ⚪ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣
`;

const words = NAMED.trim().split(/\s+/);
const options = words.flatMap((word, at) => (at % 2 ? [] : [{ label: word, displayLabel: `${words[at + 1]}  ${word}`, apply: `${words[at + 1]} ` }]));

// After ":" and two letters; at once when one asked for it.
export function emoji(context) {
  const typed = context.matchBefore(/(?:^|[\s([{>]):[a-z0-9_+-]{0,20}/m);
  if (!typed) return null;
  const colon = typed.text.indexOf(":");
  if (typed.text.length - colon < 3 && !context.explicit) return null;
  return { from: typed.from + colon, to: context.pos, options: options.map((one) => ({ ...one, label: `:${one.label}` })), validFor: /^:[a-z0-9_+-]*$/ };
}
