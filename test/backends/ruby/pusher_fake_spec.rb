# frozen_string_literal: true

require_relative "signed"
require_relative "../../../backends/ruby/pusher_fake"

RSpec.describe PusherFake do
  let(:app) { PusherFake.app }

  it "is found by what an SDK reads" do
    expect(ENV["PUSHER_URL"]).to eq("http://#{app.key}:#{app.secret}@127.0.0.1:#{app.port}/apps/#{app.id}")
    expect(ENV.values_at("PUSHER_APP_ID", "PUSHER_KEY", "PUSHER_SECRET")).to eq([app.id, app.key, app.secret])
    expect(ENV["PUSHER_SCHEME"]).to eq("http")
    expect(app.id).to match(/\A\d+\z/)
  end

  it "says what was delivered, dropped and excluded" do
    ada = PusherFake.connect
    bob = PusherFake.connect
    [ada, bob].each { |peer| peer.subscribe("orders") }
    response = Signed.trigger(app, "orders", "created", { id: 1 }, socket_id: ada.socket_id)
    expect(response.code).to eq("200")
    Signed.trigger(app, "nobody", "paid", {})
    expect(PusherFake).to be_delivered("orders", "created")
    expect(PusherFake.delivered("orders").first).to include("data" => { "id" => 1 }, "deliveredTo" => [bob.socket_id])
    expect(PusherFake).to be_excluded(ada.socket_id, "orders")
    expect(PusherFake).not_to be_excluded(bob.socket_id)
    expect(PusherFake).to be_dropped("nobody", "paid")
    expect(PusherFake).not_to be_dropped("orders")
    expect(bob.received.last).to include("event" => "created", "data" => { "id" => 1 })
  end

  it "knows members and webhooks, and waits" do
    bob = PusherFake.connect(user: { id: "bob" })
    bob.subscribe("presence-room")
    expect(PusherFake.members("presence-room")).to match([a_hash_including("id" => "bob")])
    expect(PusherFake.wait_for_webhook("member_added", userId: "bob")).to include("channel" => "presence-room")
    expect(PusherFake.wait_for_subscription("presence-room", virtual: true)).to include("channel" => "presence-room")
    expect { PusherFake.wait_for_subscription("nowhere", timeout: 1) }.to raise_error(PusherFake::Error, /in vain/)
    bob.disconnect
    expect(PusherFake.webhooks.map { |each| each["name"] }).to include("member_removed", "channel_vacated")
  end

  it "begins each test with nothing" do
    expect(PusherFake.channels).to eq([])
    expect(PusherFake.events).to eq([])
    expect(PusherFake.connections).to eq([])
  end

  it "has faults, which the next test does not" do
    PusherFake.fault(:failRest, status: 503)
    expect(Signed.trigger(app, "a", "b", {}).code).to eq("503")
    PusherFake.restore
    expect(Signed.trigger(app, "a", "b", {}).code).to eq("200")
  end

  it "makes the browser's client as the gem does" do
    expect(PusherFake.javascript(cluster: "eu")).to match(
      /\Anew Pusher\("#{app.key}", \{"cluster":"eu","wsHost":"127.0.0.1","wsPort":#{app.socket_port},"forceTLS":false/
    )
  end

  it "gives a forked process an app of its own, whose reset touches no other" do
    PusherFake.connect.subscribe("orders")
    reader, writer = IO.pipe
    pid = fork do
      PusherFake.reset
      PusherFake.connect.subscribe("theirs")
      own = PusherFake.app
      Signed.trigger(own, "theirs", "created", {})
      writer.puts JSON.generate(id: own.id, env: ENV["PUSHER_APP_ID"], delivered: PusherFake.delivered?("theirs"))
      # As a worker ends, with all that at_exit would do.
      exit
    end
    writer.close
    other = JSON.parse(reader.read)
    Process.wait(pid)
    expect(other).to eq("id" => other["env"], "env" => other["env"], "delivered" => true)
    expect(other["id"]).not_to eq(app.id)
    expect(PusherFake.channels.map { |each| each["name"] }).to eq(["orders"])
  end

  it "is found by a process that is started beside it, which gets its own app as well" do
    helper = File.expand_path("../../../backends/ruby/pusher_fake", __dir__)
    script = "require #{helper.inspect}; print [PusherFake.app.id, ENV['PUSHER_FAKE_URL']].join(' ')"
    id, url = IO.popen(["ruby", "-e", script], &:read).split
    expect(url).to eq(ENV["PUSHER_FAKE_URL"])
    expect(id).not_to eq(app.id)
  end

  it "takes the credentials that the environment has, so that what was built with them finds it" do
    helper = File.expand_path("../../../backends/ruby/pusher_fake", __dir__)
    script = "require #{helper.inspect}; print PusherFake.app.to_h.values_at(:id, :key, :secret).join(' ')"
    environment = { "PUSHER_FAKE_URL" => nil, "PUSHER_URL" => nil, "PUSHER_APP_ID" => "77", "PUSHER_KEY" => "k", "PUSHER_SECRET" => "s" }
    expect(IO.popen([environment, "ruby", "-e", script], chdir: "/", &:read)).to eq("77 k s")
  end

  it "ends its server with the process that has started it, killed or not" do
    helper = File.expand_path("../../../backends/ruby/pusher_fake", __dir__)
    script = "require #{helper.inspect}; puts ENV['PUSHER_FAKE_URL']; $stdout.flush; sleep"
    process = IO.popen([{ "PUSHER_FAKE_URL" => nil }, "ruby", "-e", script])
    url = URI(process.gets.strip)
    Process.kill("KILL", process.pid)
    gone = 100.times.any? do
      sleep 0.1
      TCPSocket.new(url.host, url.port).close
      false
    rescue Errno::ECONNREFUSED
      true
    end
    expect(gone).to be(true)
  end

  context "with the SDK", if: Gem::Specification.any? { |gem| gem.name == "pusher" } do
    it "points it at the fake, and again after an initializer has set it elsewhere" do
      require "pusher"
      Pusher.key = "live"
      Pusher.cluster = "eu"
      expect { PusherFake.reset }.to output(/set back to the fake/).to_stderr
      PusherFake.connect.subscribe("orders")
      Pusher.trigger("orders", "created", { id: 1 })
      expect(PusherFake).to be_delivered("orders", "created")
    end
  end
end
