# frozen_string_literal: true

require "json"
require "net/http"
require "securerandom"
require "uri"

# A fake of Pusher Channels for the tests: starts its server once, or finds it, gives each process an app of its
# own, points the SDK at it, resets before each test, and says what was delivered.
module PusherFake
  Error = Class.new(StandardError)

  # Where a running server is looked for: its address, with the token in PUSHER_CONTROL_TOKEN.
  URL = "PUSHER_FAKE_URL"
  TOKEN = "PUSHER_CONTROL_TOKEN"
  # Says in the environment that the credentials there are those of a helper, and not for its workers.
  OWNER = "PUSHER_FAKE_APP"
  COMMAND = "node_modules/.bin/pusher-js-fake"

  # An app of the server, as the server answers it.
  App = Struct.new(:id, :key, :secret, :cluster, :scheme, :host, :port, :socket_host, :socket_port, keyword_init: true) do
    def url
      "#{scheme}://#{key}:#{secret}@#{host}:#{port}/apps/#{id}"
    end

    def tls?
      scheme == "https"
    end
  end

  # A client that is no browser.
  class Peer
    attr_reader :id, :socket_id

    def initialize(id, socket_id)
      @id = id
      @socket_id = socket_id
    end

    def subscribe(channel, **options)
      PusherFake.post("peers/#{id}/subscribe", channel: channel, **options)
    end

    def trigger(channel, event, data = {})
      PusherFake.post("peers/#{id}/trigger", channel: channel, event: event, data: data)
    end

    def received
      PusherFake.get("peers/#{id}/received")
    end

    def disconnect
      PusherFake.delete("peers/#{id}")
    end
  end

  class << self
    # Starts the server, or finds the one that PUSHER_FAKE_URL names, and points the SDK at the app of this process.
    def start
      launch unless ENV[URL]
      point
    end

    # Ends the server when this process has started it. It also ends by itself when the process is gone.
    def stop
      return unless @server && @starter == Process.pid

      Process.kill("TERM", @server.pid)
      @server.close
      @server = @apps = nil
      ENV.delete(URL)
    end

    # Between tests: drops clients, channels, log and faults of this process's app, and of no other.
    def reset
      warn_when_defeated
      point
      post("reset")
    end

    # The app of this process. A process that was forked, or started by the one that has the server, gets its own.
    def app
      start unless ENV[URL]
      (@apps ||= {})[Process.pid] ||= first_or_own
    end

    # For the browser: PusherFake.javascript(cluster: "eu") makes the client.
    def javascript(options = {})
      "new Pusher(#{JSON.generate(app.key)}, #{JSON.generate(javascript_options.merge(options))})"
    end

    def javascript_options
      port = app.tls? ? :wssPort : :wsPort
      { cluster: app.cluster, wsHost: app.socket_host, port => app.socket_port,
        forceTLS: app.tls?, enabledTransports: %w[ws wss] }
    end

    # What the backend has triggered, as { "channel", "event", "data", "excluded", "deliveredTo" }.
    def events(channel = nil, event = nil)
      get("events", **{ channel: channel, event: event }.compact)
    end

    # What somebody got.
    def delivered(channel = nil, event = nil)
      events(channel, event).reject { |each| each["deliveredTo"].empty? }
    end

    # What reached nobody.
    def dropped(channel = nil, event = nil)
      events(channel, event).select { |each| each["deliveredTo"].empty? }
    end

    # What was not for the connection, as trigger's socket_id says.
    def excluded(socket_id, channel = nil, event = nil)
      events(channel, event).select { |each| each["excluded"] == socket_id }
    end

    # For expect(PusherFake).to be_delivered("orders", "created"), or assert PusherFake.delivered?(…).
    def delivered?(*filter)
      delivered(*filter).any?
    end

    def dropped?(*filter)
      dropped(*filter).any?
    end

    def excluded?(*filter)
      excluded(*filter).any?
    end

    # The members of a presence channel, as { "id", "info" }.
    def members(channel)
      found = channels.find { |each| each["name"] == channel }
      found ? found.fetch("members", []) : []
    end

    def channels
      get("channels")
    end

    def connections
      get("connections")
    end

    def webhooks
      get("webhooks")
    end

    def problems
      get("problems")
    end

    def frames(**filter)
      get("frames", **filter)
    end

    def trigger(channels, event, data = {}, **options)
      post("trigger", channels: channels, event: event, data: data, **options)
    end

    # Each waits up to 5 seconds, or `timeout` milliseconds, and raises what did happen instead.
    def wait_for_connection(**options)
      post("wait/connection", **options)
    end

    def wait_for_subscription(channel, **options)
      post("wait/subscription", channel: channel, **options)
    end

    def wait_for_client_event(channel, event, **options)
      post("wait/clientEvent", channel: channel, event: event, **options)
    end

    def wait_for_webhook(name, **filter)
      post("wait/webhook", name: name, **filter)
    end

    # A client that is no browser, signed in when it has a user: PusherFake.connect(user: { id: "bob" }).
    def connect(**options)
      answer = post("peers", **options)
      Peer.new(answer["id"], answer["socketId"])
    end

    # PusherFake.fault(:disconnect), PusherFake.fault(:failRest, status: 500); restore ends all.
    def fault(name, **options)
      post("faults/#{name}", **options)
    end

    def restore
      delete("faults")
    end

    def get(path, **query)
      call(Net::HTTP::Get, path, nil, query)
    end

    def post(path, **body)
      call(Net::HTTP::Post, path, body)
    end

    def delete(path)
      call(Net::HTTP::Delete, path)
    end

    # Resets before each test of the runners that are there; called when this file is loaded.
    def hook
      hook_rspec if defined?(::RSpec) && ::RSpec.respond_to?(:configure)
      ::Minitest::Test.include(ResetBeforeTest) if defined?(::Minitest::Test)
      hook_active_support if defined?(::ActiveSupport) && ::ActiveSupport.respond_to?(:on_load)
    end

    private

    def hook_rspec
      return if @hooked_rspec

      @hooked_rspec = true
      ::RSpec.configure { |config| config.before { PusherFake.reset } }
    end

    def hook_active_support
      ::ActiveSupport.on_load(:active_support_test_case) { include ResetBeforeTest }
    end

    def launch
      token = ENV[TOKEN].to_s.empty? ? SecureRandom.hex : ENV[TOKEN]
      arguments = ["--port", "0"]
      # Some SDKs take an id of digits alone.
      arguments.push("--id", "1") if ENV["PUSHER_APP_ID"].to_s.empty?
      @server = IO.popen({ TOKEN => token, "PUSHER_URL" => nil }, [command, *arguments])
      @starter = Process.pid
      address = nil
      until address
        line = @server.gets or raise Error, "pusher-js-fake did not start; what it says is above."
        address = line[%r{\AControl API at (.*)/control/v1}, 1]
      end
      ENV[URL] = address
      ENV[TOKEN] = token
    end

    # An absolute path: the tests may run in any folder.
    def command
      return ENV["PUSHER_FAKE_COMMAND"] if ENV["PUSHER_FAKE_COMMAND"]

      [Dir.pwd, __dir__].each do |folder|
        loop do
          path = File.join(folder, COMMAND)
          return path if File.exist?(path)

          parent = File.dirname(folder)
          break if parent == folder

          folder = parent
        end
      end
      raise Error, "There is no #{COMMAND} in #{Dir.pwd} or above. Install it: npm install --save-dev pusher-js-fake"
    end

    # The app that the server was started with, for who has started it and for who names it in the environment, as a
    # backend in another process does; for a worker one of its own.
    def first_or_own
      apps = call(Net::HTTP::Get, "apps", nil, nil)
      given = @starter == Process.pid ? apps.first : (named(apps) unless worker?)
      given ||= call(Net::HTTP::Post, "apps", {}, nil)
      App.new(
        id: given["appId"], key: given["key"], secret: given["secret"], cluster: given["cluster"],
        scheme: given["scheme"], host: given["host"], port: given["port"],
        socket_host: given["socketHost"], socket_port: given["socketPort"]
      )
    end

    def named(apps)
      apps.find { |each| each["appId"] == ENV["PUSHER_APP_ID"] && each["key"] == ENV["PUSHER_KEY"] }
    end

    # Forked, or started beside a process that has an app already, or one of parallel_tests.
    def worker?
      @starter || ENV[OWNER] || !ENV["TEST_ENV_NUMBER"].to_s.empty?
    end

    # Both where an initializer may still read it and where one has set it already.
    def point
      { OWNER => app.id, "PUSHER_URL" => app.url, "PUSHER_APP_ID" => app.id, "PUSHER_KEY" => app.key, "PUSHER_SECRET" => app.secret,
        "PUSHER_HOST" => app.host, "PUSHER_PORT" => app.port.to_s, "PUSHER_SCHEME" => app.scheme }
        .each { |name, value| ENV[name] = value }
      return unless defined?(::Pusher) && ::Pusher.respond_to?(:url=)

      ::Pusher.url = app.url
      @pointed = [app.host, app.key]
    end

    # An initializer that runs after this file would send events to the real service.
    def warn_when_defeated
      return if @warned || !defined?(::Pusher) || !::Pusher.respond_to?(:host)
      # A process that was forked has what its parent pointed at.
      return if [::Pusher.host, ::Pusher.key] == (@pointed || [app.host, app.key])

      @warned = true
      return if !@pointed && ::Pusher.key.nil?

      warn "PusherFake: the SDK was set to #{::Pusher.host} with the key #{::Pusher.key.inspect} after the fake had " \
           "been started, and is set back to the fake now. An initializer does so; let it read PUSHER_URL instead."
    end

    def call(verb, path, body = nil, query = {})
      # Which app it is about; the apps themselves are about none.
      query = query.merge(app: app.id) unless query.nil?
      uri = URI("#{ENV.fetch(URL)}/control/v1/#{path}")
      uri.query = URI.encode_www_form(query) if query && !query.empty?
      headers = { "Authorization" => "Bearer #{ENV.fetch(TOKEN, "")}", "Content-Type" => "application/json" }
      request = verb.new(uri, headers)
      request.body = JSON.generate(body) if body
      # No proxy: the server is on this machine or in its network.
      http = Net::HTTP.new(uri.hostname, uri.port, nil)
      http.read_timeout = 130
      response = http.start { |opened| opened.request(request) }
      answer = JSON.parse(response.body)
      response.is_a?(Net::HTTPSuccess) ? answer : raise(Error, answer["message"])
    end
  end

  # For Minitest, the tests of Rails included.
  module ResetBeforeTest
    def before_setup
      PusherFake.reset
      super
    end
  end
end

PusherFake.start
PusherFake.hook
# Cucumber's words are there at the top of a file, and nowhere else.
Before { PusherFake.reset } if respond_to?(:Before, true)
